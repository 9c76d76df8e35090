"""How text shows: terminal columns, what must not reach a terminal as it is, and UTF-16 lengths."""

from __future__ import annotations

import re

# Controls, bidirectional and invisible formatting, line and paragraph separators, lone surrogates, tag characters.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """``text`` with control, bidirectional and invisible characters written as ``\\u202E``; a tab is one space."""
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub(_escape, text)


def columns(text: str) -> int:
    """Terminal columns of printable ``text``: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    total = 0
    for character in text:
        if character.isascii():
            total += 1
        elif category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
            continue  # accents, joiners, and Hangul vowels that join the syllable before them
        else:
            total += 2 if east_asian_width(character) in "WF" else 1
    return total


def utf16_length(text: str) -> int:
    """UTF-16 code units of ``text``: two for each character beyond U+FFFF."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\t":
        return " "
    number = ord(character)
    return f"\\u{number:04X}" if number <= 0xFFFF else f"\\U{number:08X}"
