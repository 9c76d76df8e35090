"""Durations as a specification writes them: ``30s 30m 72h 7d`` or ISO 8601."""

from __future__ import annotations

import re

_SHORT = re.compile(r"(\d+)([smhd])")
_ISO = re.compile(r"P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(text: str) -> int | None:
    """The length of a duration in seconds; ``None`` when the text is none or the duration is zero."""
    if short := _SHORT.fullmatch(text):
        return int(short[1]) * _UNITS[short[2]] or None
    if iso := _ISO.fullmatch(text):
        weeks, days, hours, minutes, rest = (int(part or 0) for part in iso.groups())
        return (weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60 + rest or None
    return None
