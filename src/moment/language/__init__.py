"""Text to tree: tokens, parser with recovery, comments, formatter."""
