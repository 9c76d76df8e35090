"""Writes edits into TypeScript: in the manner of the file, everything else byte for byte."""

from moment.drift.patch.typescript.patching import patched

__all__ = ["patched"]
