"""The three categories of a change."""

from __future__ import annotations

from enum import IntEnum


class CascadeCategory(IntEnum):
    """How far a change reaches: nobody is hurt, somebody in its own context, somebody elsewhere. Comparable."""

    CLEAN = 1
    DRIFT = 2
    BREAKING = 3
