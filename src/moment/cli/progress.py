"""A bar for long work: on a terminal only, only after half a second, and only then is rich imported."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from moment.cli.options import MACHINE_FORMATS, Options

_Item = TypeVar("_Item")
PATIENCE = 0.5


def tracked(options: Options, items: Iterable[_Item], *, total: int | None, label: str) -> Iterator[_Item]:
    """The items, with a bar on standard error while they last; ``total`` is ``None`` when nobody knows."""
    shows = sys.stderr.isatty() and not options.quiet and options.format not in MACHINE_FORMATS
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
