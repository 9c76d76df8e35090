"""Bytes of a specification to its text, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.language.rules import FILE_TOO_LARGE
from moment.project.files import Files
from moment.project.rules import UNREADABLE_FILE
from moment.text.source import Source
from moment.text.span import Place

LIMIT = 16 * 1024 * 1024
_SAMPLE = 4096
_REASONS = {
    FileNotFoundError: ("it does not exist", "Check the path."),
    IsADirectoryError: ("it is a folder", "Name the files in it, or the folder without a file name."),
    PermissionError: ("permission denied", "Make it readable for you."),
}


def unreadable(path: str, error: OSError) -> Diagnostic:
    """The finding for a file that the operating system did not give."""
    reason, hint = _REASONS.get(type(error), (str(error.strerror or error).lower(), "Check the file."))
    return UNREADABLE_FILE.at(Place(path, 0, 0), hint=hint, reason=reason)


def load(files: Files, file: Path, path: str) -> tuple[bytes | None, Diagnostic | None]:
    """The bytes of a file, or why there are none."""
    try:
        data = files.read(file)
    except OSError as error:
        return None, unreadable(path, error)
    if len(data) > LIMIT:
        return None, FILE_TOO_LARGE.at(Place(path, 0, 0), hint="Split it by context.", size=f"{len(data):,}")
    if _is_binary(data):
        return None, UNREADABLE_FILE.at(Place(path, 0, 0), hint="Give a text in UTF-8.", reason="it is not text")
    return data, None


def decode(data: bytes, path: str) -> Source:
    """Text with ``\\n`` as line end, without a byte order mark; invalid UTF-8 becomes U+FFFD, which the parser reports."""
    text = data.decode("utf-8-sig", errors="replace")
    return Source(path, text.replace("\r\n", "\n") if "\r" in text else text)


def _is_binary(data: bytes) -> bool:
    """Whether the head of a file has more than a few bytes that no text has."""
    head = data[:_SAMPLE]
    text = head.decode("utf-8", errors="replace")
    strange = text.count("\ufffd") + sum(text.count(chr(code)) for code in range(9))
    return strange > max(4, len(text) // 20)
