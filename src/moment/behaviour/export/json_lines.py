"""JSON on one line, whatever a reader takes for the end of a line."""

from __future__ import annotations

from typing import Any

import msgspec

_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}
"""Line ends that JSON leaves as they are and that some readers split at; below U+0020 it escapes them itself."""


def json_line(value: Any) -> str:
    return msgspec.json.encode(value).decode().translate(_LINE_ENDS) + "\n"
