"""A document of one of our formats as text, and names of files as a terminal can show them."""

from __future__ import annotations

import json

import msgspec


def text_of(document: msgspec.Struct) -> str:
    """JSON with two blanks of indentation; a name of a file that is not UTF-8 is written with escapes."""
    try:
        return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(document), indent=2) + "\n"


def shown(path: str) -> str:
    """``path`` with escapes for what is not UTF-8, and for signs that would move the cursor."""
    text = path.encode("utf-8", "backslashreplace").decode()
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
