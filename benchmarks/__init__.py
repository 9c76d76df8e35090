"""Figures on a fixed corpus; nothing here asserts."""
