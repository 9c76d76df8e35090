"""What discovery published upstream, as a specification; and a specification as what discovery would have published."""
