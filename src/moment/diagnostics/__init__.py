"""What the user got wrong, as values, and one renderer a file."""
