"""Where an element stands, told so that no edit elsewhere changes it."""

from __future__ import annotations


def source(path: str, identity: str) -> str:
    """File and identity, never a line: ``order.moment#Sales/Order/Sent``."""
    return f"{path}#{identity}"
