"""What the last run left behind, by which the next one can tell that there is nothing to do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import msgspec

import moment
from moment._version import __version__
from moment.generate import ledger
from moment.generate.artifact import Artifact
from moment.project.session import Session

FOLDER = ".moment/cache"
_Stamp: TypeAlias = tuple[int, int, int]


class Trace(msgspec.Struct, frozen=True):
    """``key`` is that of the run, ``kept`` its files per target; ``stamps`` are size, time and inode of a file.

    A scaffold has no stamp: it only has to exist.
    """

    key: str
    kept: dict[str, int]
    stamps: dict[str, _Stamp | None]


def key_of(session: Session, names: Sequence[str]) -> str:
    """Everything that decides what a run over ``names`` makes: specifications, settings, templates, this program."""
    digest = sha256(repr((__version__, session.project.name, session.project.config, tuple(names))).encode())
    digest.update(repr(session.digests).encode())
    templates = session.project.config.generate.markdown.templates
    for path in _files(session.project.root / templates if templates else None):
        digest.update(repr((path.name, path.read_bytes())).encode())
    for path in _files(Path(moment.__file__).parent):
        if path.suffix in (".py", ".j2"):
            digest.update(repr((path.name, path.stat().st_mtime_ns)).encode())
    return digest.hexdigest()


def recall(root: Path, key: str, names: Sequence[str]) -> dict[str, int] | None:
    """Files per target when the last run had the same ``key`` and nothing was touched since, else ``None``."""
    try:
        trace = msgspec.json.decode(_place(root, names).read_bytes(), type=Trace)
        if trace.key != key:
            return None
        for path, stamp in trace.stamps.items():
            found = _stamp(root / path)
            if stamp is not None and found != stamp:
                return None
    except (OSError, msgspec.DecodeError):
        return None
    return trace.kept


def remember(root: Path, key: str, names: Sequence[str], targets: Iterable[str], artifacts: Iterable[Artifact]) -> None:
    """Leaves a trace of a run after which every file is as it should be; a disk that refuses is no fault."""
    kept = dict.fromkeys(targets, 0)
    stamps: dict[str, _Stamp | None] = {}
    place = _place(root, names)
    with suppress(OSError):
        for artifact in artifacts:
            kept[artifact.target] += 1
            stamps[artifact.path] = _stamp(root / artifact.path) if artifact.kind == "generated" else None
        stamps[ledger.PATH] = _stamp(root / ledger.PATH)
        place.parent.mkdir(parents=True, exist_ok=True)
        (place.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        staged = place.with_name(f"{place.name}.{os.getpid()}")
        staged.write_bytes(msgspec.json.encode(Trace(key, kept, stamps)))
        staged.replace(place)


def _place(root: Path, names: Sequence[str]) -> Path:
    """A trace for every choice of targets, so that two of them do not take turns."""
    return root / FOLDER / f"generate-{sha256(repr(tuple(names)).encode()).hexdigest()[:12]}.json"


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _files(folder: Path | None) -> Iterator[Path]:
    """Every file below ``folder``, in order of path."""
    if folder is None:
        return
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))
