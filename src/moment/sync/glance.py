"""The last looks at a project, kept with everything they rest on: where nothing changed, nothing is compared again."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.project import cache
from moment.project.files import DISK
from moment.project.implementation import Implementation
from moment.project.program import program
from moment.project.session import Session
from moment.sync.locating import Locator
from moment.sync.mappings import mappings
from moment.sync.streams import SYNC
from moment.sync.told import Drift, Told
from moment.sync.types import DriftReport

if TYPE_CHECKING:
    from moment.sync.state import SyncState

NAME = "drift-report"
MOST = 8
"""Answers that are kept: one for each way of asking, those used last."""
MOST_BYTES = 16_000_000
STATE, WAITING = ".moment", ".moment/local/apply"
"""Where decisions are, and changes that were interrupted; `moment.project` writes them."""
_DECIDING = "checks", "diagnostics", "drift", "generate", "language", "model", "project", "sync", "text"


class Sight(Protocol):
    """What there is to show of a project that was compared."""

    @property
    def session(self) -> Session: ...

    @property
    def drift(self) -> Drift: ...

    @property
    def last_sync(self) -> str | None: ...

    @property
    def locator(self) -> Locator: ...

    @property
    def texts(self) -> Mapping[str, bytes]:
        """Every file of code that was read, by path."""
        ...


@dataclass(frozen=True, slots=True)
class Glance:
    """A look that was remembered."""

    session: Session
    drift: Drift
    last_sync: str | None
    locator: Locator
    texts: Mapping[str, bytes]


def leaves_traces(session: Session) -> bool:
    """Whether something may be kept below the project."""
    return session.files is DISK and not session.project.isolated


class _Kept(msgspec.Struct, frozen=True):
    """``asked`` goes from every path of code that was wanted to the digest of what stood there, empty for nothing.

    ``expires`` is when a proposal that was skipped comes back, in seconds since 1970; nought for never.
    """

    key: str
    searched: tuple[str, ...]
    asked: dict[str, str]
    expires: float
    last_sync: str | None
    told: tuple[Told, ...]
    report: DriftReport
    diagnostics: tuple[Diagnostic, ...]
    state: tuple[Diagnostic, ...]


class Glances:
    """Answers about the project of ``session``, whose code is ``code``, asked with ``strict`` and ``only``.

    ``now`` gives seconds since 1970. Raises ``SearchLimitError``.
    """

    def __init__(
        self,
        session: Session,
        code: Implementation,
        *,
        strict: bool | None,
        only: Collection[str],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._session = session
        self._code = code
        self._now = now
        self._root = session.project.root
        self._key = self._asked_for(strict, only)

    def _asked_for(self, strict: bool | None, only: Collection[str]) -> str:
        """Everything but the code that an answer rests on."""
        project, session = self._session.project, self._session
        paths = mappings(self._root, session.files, self._code.search())
        question = (strict, sorted(only), project.name, project.config, project.diagnostics, session.digests, paths)
        waiting = _names(self._root / WAITING)
        found = sha256(repr((program(_DECIDING), question, waiting)).encode())
        found.update(_bytes(self._root / STATE / SYNC.path))
        return found.hexdigest()

    def recall(self) -> Glance | None:
        """The answer, when nothing that it rests on has changed."""
        kept = next((each for each in self._all() if each.key == self._key), None)
        if kept is None or 0 < kept.expires <= self._now() or kept.searched != self._code.search():
            return None
        if (
            any(_digest(self._code.read(path)) != digest for path, digest in kept.asked.items())
            or self._code.unreadable
        ):
            return None
        report = replace(kept.report, points=tuple(each.point for each in kept.told))
        texts = {path: data for path, data in self._code.asked.items() if data is not None}
        locator = Locator(self._session.sources, texts)
        return Glance(
            self._session, Drift(kept.told, report, kept.diagnostics, kept.state), kept.last_sync, locator, texts
        )

    def keep(self, found: Drift, state: SyncState) -> None:
        """Remembers ``found``, unless some of the code could not be read: that may change without a trace."""
        if self._code.unreadable:
            return
        told = tuple(Told(each.point, each.diagnostic, each.status) for each in found.told)
        returns = state.next_return
        kept = _Kept(
            self._key,
            self._code.search(),
            {path: _digest(data) for path, data in self._code.asked.items()},
            returns.timestamp() if returns is not None else 0.0,
            state.last_sync_timestamp,
            told,
            replace(found.report, points=()),
            found.diagnostics,
            found.state,
        )
        others = [each for each in self._all() if each.key != self._key]
        cache.keep(self._root, NAME, msgspec.json.encode([kept, *others][:MOST]))

    def _all(self) -> list[_Kept]:
        data = cache.recall(self._root, NAME, most=MOST_BYTES)
        try:
            return msgspec.json.decode(data, type=list[_Kept]) if data is not None else []
        except (msgspec.DecodeError, msgspec.ValidationError):
            return []


def _digest(data: bytes | None) -> str:
    return sha256(data).hexdigest() if data is not None else ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _names(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir())
    except OSError:
        return []
