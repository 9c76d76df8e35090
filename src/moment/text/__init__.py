"""Places in text: spans, sources with their lines, display width."""
