"""Writes edits into Python: in the manner of the file, everything else byte for byte."""

from moment.drift.patch.python.patching import patched

__all__ = ["patched"]
