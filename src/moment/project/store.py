"""The state of a project as logs: appended under one lock, read without any.

``Store.append`` decides under the lock over what is there now, so of two commands one sees the other. An append is one
write and one sync; before it whatever a killed command left behind is finished or set aside.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from moment.diagnostics.model import Diagnostic
from moment.project.files import relative
from moment.project.log import Log, LogReader, Stream
from moment.project.record import Event, Record, compose, encode
from moment.project.state_rules import STATE_LOCKED
from moment.project.storage import STATE_DISK, Storage
from moment.project.versioning import tell_git
from moment.text.span import Place

FOLDER = ".moment"
LOCK = "lock"
TORN = "local/torn"
LOCK_SECONDS = 5.0

Now: TypeAlias = Callable[[], datetime]
Decide: TypeAlias = Callable[[Log], "Sequence[Event] | Diagnostic"]


def utc_now() -> datetime:
    return datetime.now(UTC)


def instant(moment: datetime) -> str:
    """``2026-01-15T10:00:00.000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def user_name() -> str:
    """Who runs this process; ``unknown`` where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def store_of(root: Path) -> Store:
    """The store of the project whose folder is ``root``."""
    return Store(root / FOLDER)


class Store:
    """The logs below ``folder``, the ``.moment`` of a project whose files lie below ``root``.

    Everything raises ``OSError`` when the disk refuses; then nothing was appended.
    """

    def __init__(
        self,
        folder: Path,
        *,
        root: Path | None = None,
        storage: Storage = STATE_DISK,
        now: Now = utc_now,
        actor: str = "",
        wait: float = LOCK_SECONDS,
    ) -> None:
        self.folder = folder
        self.root = folder.parent if root is None else root
        self.storage = storage
        self.now = now
        self.actor = actor
        self._wait = wait
        self._readers: dict[str, tuple[LogReader, int]] = {}
        self._logs: dict[str, Log] = {}

    def path(self, stream: Stream) -> Path:
        return self.folder / stream.path

    def shown(self, path: Path) -> str:
        """``path`` as findings name it."""
        return relative(path, self.root)

    def read(self, stream: Stream) -> Log:
        """The log as it is now. Only what was appended since the last time is read again."""
        self._refresh(stream)
        return self._logs[stream.path]

    def append(self, stream: Stream, decide: Decide, *, actor: str = "") -> Record | Diagnostic | None:
        """Appends the events that ``decide`` gives for the log, as one record; ``None`` when it gives none.

        A refusal, of ``decide``, of the lock or of a damaged log, is given back and nothing is written.
        """
        with self.writing() as writer:
            if isinstance(writer, Diagnostic):
                return writer
            events = decide(self.read(stream))
            if isinstance(events, Diagnostic):
                return events
            return writer.append(stream, events, actor=actor) if events else None

    @contextmanager
    def writing(self, *, recovering: bool = True) -> Iterator[Writer | Diagnostic]:
        """The lock, held while the block runs, with what was interrupted finished first; or why there is none."""
        from moment.project.recovery import recover

        path = self.folder / LOCK
        with self.storage.lock(path, wait=self._wait) as held:
            if not held.taken:
                holder, shown = held.holder or "another process", self.shown(path)
                hint = "Wait for it to end, then run again: nothing was changed."
                yield STATE_LOCKED.at(Place(shown, 0, 0), hint=hint, path=shown, holder=holder)
                return
            writer = Writer(self)
            yield (recover(writer) if recovering else None) or writer

    def reader(self, stream: Stream) -> LogReader:
        """The reader of a stream that was read."""
        return self._readers[stream.path][0]

    def _refresh(self, stream: Stream) -> None:
        path = self.path(stream)
        try:
            extent = self.storage.extent(path)
        except FileNotFoundError:
            self._readers[stream.path] = LogReader(stream, self.shown(path)), 0
            self._logs[stream.path] = Log(stream)
            return
        reader, inode = self._readers.get(stream.path, (None, 0))
        if (
            reader is None
            or reader.stream != stream
            or inode != extent.inode
            or not self._only_grew(reader, path, extent.size)
        ):
            reader = LogReader(stream, self.shown(path))
            reader.feed(self.storage.read_from(path, 0))
        elif extent.size == reader.size and not reader.torn:
            return
        else:
            reader.feed(self.storage.read_from(path, reader.size))
        self._readers[stream.path] = reader, extent.inode
        self._logs[stream.path] = reader.log()

    def _only_grew(self, reader: LogReader, path: Path, size: int) -> bool:
        """Whether the last line that was read stands where it stood; times of files are not trusted."""
        start = reader.size - len(reader.last_line)
        return size >= reader.size and self.storage.read_from(path, start).startswith(reader.last_line)


class Writer:
    """What may be written while the lock is held."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.storage = store.storage
        self.folder = store.folder

    def read(self, stream: Stream) -> Log:
        return self.store.read(stream)

    def append(
        self, stream: Stream, events: Sequence[Event], *, actor: str = "", tx: str = "", at: str = ""
    ) -> Record | Diagnostic:
        """Puts one record at the end of the stream; it is on the disk when this returns."""
        log = self.read(stream)
        if log.refusal is not None:
            return log.refusal
        path = self.store.path(stream)
        is_new = self.storage.kind(path) is None
        if is_new:
            self._begin(path)
        else:
            self._set_torn_tail_aside(stream, path)
        record = compose(
            stream.name,
            seq=log.highest + 1,
            prev=log.heads,
            at=at or instant(self.store.now()),
            actor=actor or self.store.actor or user_name(),
            tx=tx,
            events=events,
        )
        line_end = b"\n" if self.store.reader(stream).lacks_line_end else b""
        self.storage.append(path, line_end + encode(record))
        if is_new:
            self.storage.settle(path.parent)
        return record

    def set_aside(self, path: Path, content: bytes) -> None:
        """Keeps bytes that leave ``path`` below ``local/torn``, under a name that they make."""
        kept = self.folder / TORN / f"{path.stem}-{sha256(content).hexdigest()[:12]}{path.suffix}"
        self.storage.make_folder(kept.parent)
        self.storage.write(kept, content)
        self.storage.settle(kept.parent)

    def _begin(self, path: Path) -> None:
        self.storage.make_folder(path.parent)
        tell_git(self.storage, self.folder)
        self.storage.settle(self.folder)
        self.storage.settle(self.folder.parent)

    def _set_torn_tail_aside(self, stream: Stream, path: Path) -> None:
        reader = self.store.reader(stream)
        if reader.torn:
            self.set_aside(path, reader.torn)
            self.storage.cut(path, reader.size)
