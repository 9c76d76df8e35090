"""Logs of running systems: JSON lines on the disk, compressed or from standard input, as events."""
