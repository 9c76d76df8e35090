"""Folders, files and settings: the first floor that touches the disk."""
