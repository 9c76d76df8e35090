"""How far long work is, on a terminal only: a bar after half a second, for which only then rich is imported; or, of a
remote, what the other side says.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from moment.cli.options import MACHINE_FORMATS, Options

_Item = TypeVar("_Item")
PATIENCE = 0.5


def tracked(options: Options, items: Iterable[_Item], *, total: int | None, label: str) -> Iterator[_Item]:
    """The items, with a bar on standard error while they last; ``total`` is ``None`` when nobody knows."""
    shows = _is_shown(options)
    started = time.monotonic()
    progress: Any = None
    task: Any = None
    try:
        for done, item in enumerate(items):
            if shows and progress is None and time.monotonic() - started > PATIENCE:
                from rich.console import Console
                from rich.progress import Progress

                progress = Progress(console=Console(stderr=True), transient=True)
                progress.start()
                task = progress.add_task(label, total=total)
            if progress is not None:
                progress.update(task, completed=done, description=f"{label} {item}" if isinstance(item, str) else label)
            yield item
    finally:
        if progress is not None:
            progress.stop()


@contextmanager
def relayed(options: Options) -> Iterator[Callable[[str], None] | None]:
    """Where to say what another side says of its work, in its own lines; ``None`` where nobody looks."""
    if not _is_shown(options):
        yield None
        return
    last = ["\n"]

    def tell(text: str) -> None:
        if text:
            sys.stderr.write(text)
            sys.stderr.flush()
            last[0] = text[-1]

    try:
        yield tell
    finally:
        if last[0] != "\n":
            sys.stderr.write("\n")


def _is_shown(options: Options) -> bool:
    return sys.stderr.isatty() and not options.quiet and options.format not in MACHINE_FORMATS
