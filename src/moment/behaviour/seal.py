"""The note in an export by which its next writer can tell that it is ours and that nobody changed it."""

from __future__ import annotations

import re
from hashlib import sha256

_DIGITS = 16
_BLANK = "0" * _DIGITS
_SENTENCE = "Exported by moment. Do not edit: run `moment simulate`. moment:hash "
NOTE = _SENTENCE + _BLANK
"""Stands once in what a format writes, before any text of the user; it needs no escape in JSON."""
_SEAL = re.compile(re.escape(_SENTENCE) + rf"([0-9a-f]{{{_DIGITS}}})")


def sealed(text: str) -> str:
    """``text`` with the hash of all of it, digits of the hash as zeros, in its first note; without a note as it is."""
    return text.replace(NOTE, _SENTENCE + _digest(text), 1)


def sealed_bytes(data: bytes) -> bytes:
    """The same for a file that is no text."""
    return data.replace(NOTE.encode(), (_SENTENCE + sha256(data).hexdigest()[:_DIGITS]).encode(), 1)


def is_sealed_bytes(data: bytes) -> bool:
    found = re.search(_SEAL.pattern.encode(), data)
    if found is None:
        return not data
    blank = data[: found.start(1)] + _BLANK.encode() + data[found.end(1) :]
    return sha256(blank).hexdigest()[:_DIGITS].encode() == found[1]


def is_sealed(text: str) -> bool:
    """Whether ``text`` is an export as it was written; an empty text is, since there is nothing in it to lose."""
    found = _SEAL.search(text)
    if found is None:
        return not text
    return _digest(text[: found.start(1)] + _BLANK + text[found.end(1) :]) == found[1]


def has_seal(text: str) -> bool:
    """Whether ``text`` says that it is an export, changed since or not."""
    return _SEAL.search(text) is not None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
