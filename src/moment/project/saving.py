"""The only way a specification is written: staged beside its file, renamed, never half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.generate.header import header_of
from moment.generate.rules import EDITED_OUTPUT, FOREIGN_OUTPUT, OUTPUT_NOT_WRITABLE
from moment.text.span import Place


def save(root: Path, texts: Mapping[str, tuple[str, str]]) -> tuple[Diagnostic, ...]:
    """Replaces each text (path to old and new) by its new one, all or none.

    Line ends and the byte order mark of a file stay as they are. A file that is no longer what ``old`` says was
    changed meanwhile and is refused, as is one that cannot be written.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, (old, new) in texts.items():
            file = Path(os.path.realpath(root / path))
            raw = file.read_bytes()
            if raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n") != old:
                raise OSError(0, "it was changed meanwhile")
            staged.append((_stage(file, _encoded(raw, new)), file))
        for temporary, file in staged:
            temporary.replace(file)
    except OSError as error:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        reason = str(error.strerror or error).lower()
        return (OUTPUT_NOT_WRITABLE.at(Place(path, 0, 0), hint="Make it writable for you.", path=path, reason=reason),)
    return ()


def _encoded(raw: bytes, text: str) -> bytes:
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    return mark + (text.replace("\n", "\r\n") if b"\r\n" in raw else text).encode()


def _stage(file: Path, data: bytes) -> Path:
    """The bytes in a new file beside ``file``, with its permissions."""
    mode = file.stat().st_mode
    if not os.access(file, os.W_OK):
        raise PermissionError(13, "Permission denied")
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp")
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(name, mode)  # noqa: PTH101
    return Path(name)


def save_output(file: Path, text: str) -> Diagnostic | None:
    """Writes one generated file whole, in place of nothing or of what we wrote; else says what is in the way."""
    path = file.name
    try:
        before = file.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n") if file.exists() else None
        if before == text:
            return None
        header = header_of(before) if before is not None else None
        if before is not None and not (header is not None and header.verifies):
            rule = EDITED_OUTPUT if header is not None else FOREIGN_OUTPUT
            return rule.at(Place(path, 0, 0), hint="Move the file away, or choose another with `--out`.", path=path)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{path}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            temporary.chmod(0o644)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = str(error.strerror or error).lower()
        hint = "Choose another place with `--out`."
        return OUTPUT_NOT_WRITABLE.at(Place(path, 0, 0), hint=hint, path=path, reason=reason)
    return None
