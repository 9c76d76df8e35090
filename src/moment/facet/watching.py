"""News from the disk: waits for files to change, and hands over everything that changed since it was last asked."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from moment.facet.rebuild import Rebuilder
from moment.project.discover import CONFIG_NAME, Project
from moment.project.files import relative

DEBOUNCE_MS = 20
STEP_MS = 10
SUFFIX = ".moment"


class News(NamedTuple):
    """``paths`` as a project names them, ``None`` when its files are others; ``since`` is when the first changed."""

    paths: tuple[str, ...] | None
    since: float


class Inbox:
    """News that nobody has taken yet, put together."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._paths: set[str] = set()
        self._since: float | None = None
        self._closed = False

    def put(self, paths: Iterable[str]) -> None:
        with self._changed:
            self._paths.update(paths)
            if self._since is None:
                self._since = time.monotonic()
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()

    @property
    def is_waiting(self) -> bool:
        """Whether somebody should look: there is news, or nothing more will come."""
        return self._since is not None or self._closed

    def take(self) -> tuple[set[str], float] | None:
        """Absolute paths, and when the first of them changed; waits for them. ``None`` at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_waiting)
            if self._closed:
                return None
            paths, since = self._paths, self._since or time.monotonic()
            self._paths, self._since = set(), None
            return paths, since


def news_of(project: Project, paths: Iterable[str], since: float) -> News:
    """What absolute ``paths`` mean for a project: changed texts, or other files."""
    named = sorted({relative(Path(path), project.root) for path in paths})
    for path in named:
        known, exists = path in project.sources, (project.root / path).is_file()
        if path.rpartition("/")[2] == CONFIG_NAME or known != exists:
            return News(None, since)
    return News(tuple(path for path in named if path in project.sources), since)


def folders_of(project: Project) -> tuple[tuple[Path, ...], bool]:
    """What to watch, and whether with all that is below."""
    if project.config_source is not None:
        return (project.root,), True
    searched = tuple(Path(folder) for folder in project.searched)
    parents = {(project.root / path).parent for path in project.sources}
    alone = {folder for folder in parents if not any(folder.is_relative_to(each) for each in searched)}
    return (*searched, *sorted(alone)) or (project.root,), bool(searched)


def watch(project: Project, inbox: Inbox, stop: threading.Event) -> None:
    """Until ``stop``: every specification and moment.toml that changes is put into the inbox."""
    folders, is_deep = folders_of(project)
    there = [folder for folder in folders if folder.is_dir()]
    try:
        _watch(there, inbox, stop, is_deep=is_deep, polls=False)
    except (OSError, RuntimeError) as error:
        sys.stderr.write(f"note: the system tells of no more changes ({error}), so the files are looked at\n")
        _watch(there, inbox, stop, is_deep=is_deep, polls=True)


def _watch(folders: Sequence[Path], inbox: Inbox, stop: threading.Event, *, is_deep: bool, polls: bool) -> None:
    from watchfiles import watch as watching

    for changes in watching(
        *folders, watch_filter=_is_interesting, debounce=DEBOUNCE_MS, step=STEP_MS, stop_event=stop, rust_timeout=500,
        recursive=is_deep, raise_interrupt=False, ignore_permission_denied=True, force_polling=polls or None,
    ):  # fmt: skip
        inbox.put(path for _, path in changes)


def _is_interesting(_change: object, path: str) -> bool:
    """What a project is made of."""
    return path.endswith(SUFFIX) or Path(path).name == CONFIG_NAME


def work(rebuilder: Rebuilder, inbox: Inbox, *, project: Callable[[], Project]) -> None:
    """Until the inbox is closed: everything that is new is taken up."""
    with _told():
        rebuilder.begin()
    while (found := inbox.take()) is not None:
        with _told():
            news = news_of(project(), *found)
            if news.paths is None or news.paths:
                rebuilder.changed(news.paths, news.since)


@contextmanager
def _told() -> Iterator[None]:
    """A mistake of ours is said at the server, which goes on with the next change."""
    try:
        yield
    except Exception as error:
        sys.stderr.write(f"error: moment made a mistake: {type(error).__name__}: {error}\n")
