"""The only way a specification is written: staged beside its file, renamed, never half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from moment.behaviour.seal import has_seal, is_sealed, is_sealed_bytes
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
            staged.append((_stage(file, encoded(raw, new)), file))
        for temporary, file in staged:
            temporary.replace(file)
    except OSError as error:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        reason = str(error.strerror or error).lower()
        return (OUTPUT_NOT_WRITABLE.at(Place(path, 0, 0), hint="Make it writable for you.", path=path, reason=reason),)
    return ()


def encoded(raw: bytes, text: str) -> bytes:
    """``text`` in bytes, with the byte order mark and the line ends that ``raw`` has."""
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


class Output(NamedTuple):
    """A generated text, or bytes, and its file; ``shown`` is the file as its user named it, with the flag ``option``."""

    file: Path
    text: str | bytes
    shown: str
    option: str = "--out"

    @property
    def bytes(self) -> bytes:
        return self.text if isinstance(self.text, bytes) else self.text.encode()


def save_outputs(outputs: Sequence[Output]) -> Diagnostic | None:
    """Writes generated files whole, each in place of nothing or of what we wrote.

    Else says what is in the way, and then none is written.
    """
    staged: list[tuple[Path, Path]] = []
    current = outputs[0] if outputs else None
    try:
        for current in outputs:
            problem = _in_the_way(current)
            if problem is not None:
                return problem
        for current in outputs:
            if not _holds(current):
                current.file.parent.mkdir(parents=True, exist_ok=True)
                staged.append((_stage_new(current), current.file))
        for temporary, file in staged:
            temporary.replace(file)
    except OSError as error:
        assert current is not None
        reason = str(error.strerror or error).lower()
        hint = f"Choose another place with `{current.option}`."
        place = Place(current.shown, 0, 0)
        return OUTPUT_NOT_WRITABLE.at(place, hint=hint, path=current.shown, reason=reason)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    return None


def _holds(output: Output) -> bool:
    return output.file.exists() and output.file.read_bytes() == output.bytes


def _in_the_way(output: Output) -> Diagnostic | None:
    """What stands at the place of ``output`` and is not ours to replace."""
    folder = next((each for each in output.file.parents if each.exists()), None)
    if folder is not None and not folder.is_dir():
        raise OSError(0, f"{folder.name} is no folder")
    if not output.file.exists():
        return None
    if not output.file.is_dir() and not output.file.is_file():
        raise OSError(0, "it is no regular file")
    raw = output.file.read_bytes()
    if isinstance(output.text, bytes) and (raw == output.text or is_sealed_bytes(raw)):
        return None
    before = raw.decode("utf-8", errors="replace").replace("\r\n", "\n")
    header = header_of(before)
    if before == output.text or (header is not None and header.verifies) or is_sealed(before):
        return None
    rule = EDITED_OUTPUT if header is not None or has_seal(before) else FOREIGN_OUTPUT
    hint = f"Move the file away, or choose another with `{output.option}`."
    return rule.at(Place(output.shown, 0, 0), hint=hint, path=output.shown)


def _stage_new(output: Output) -> Path:
    """The text in a new file beside its place, for everybody to read."""
    handle, name = tempfile.mkstemp(dir=output.file.parent, prefix=f".{output.file.name[:200]}.", suffix=".tmp")
    with os.fdopen(handle, "wb") as stream:
        stream.write(output.bytes)
    temporary = Path(name)
    temporary.chmod(0o644)
    return temporary
