"""Writes changes into a specification: comments stay, and a formatted file stays formatted."""

from moment.drift.patch.moment.changes import Change, Insert, Remove, Rename, Rewrite, Update
from moment.drift.patch.moment.patching import patched

__all__ = ["Change", "Insert", "Remove", "Rename", "Rewrite", "Update", "patched"]
