"""Walks in processes of this machine: each builds the model once, then takes shards by number."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.synchronize import Event

from moment.behaviour.walks.summary import Summary, from_json
from moment.project.engines.work import EngineError, Left, Texts, Work, seconds_of, walk_shard

_AHEAD = 2
"""Shards that wait or run, per process."""
_texts: Texts = ()
_stop: Event | None = None


class Processes:
    """``jobs`` fresh processes. Leaving it early stops them in the middle of their shards."""

    def __init__(self, texts: Texts, *, jobs: int) -> None:
        self._texts = texts
        self._jobs = jobs

    def __enter__(self) -> Processes:
        context = multiprocessing.get_context("spawn")
        try:
            self._stop = context.Event()
            self._pool = ProcessPoolExecutor(
                self._jobs, mp_context=context, initializer=_begin, initargs=(self._texts, self._stop)
            )
        except (OSError, ValueError) as error:
            raise EngineError(f"no processes can be started: {error}", "walk with `--engine serial`") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def walk(self, work: Work, shards: Iterable[int], left: Left | None = None) -> Iterator[Summary]:
        numbers = iter(shards)
        ahead = _AHEAD if left is None else 1  # what waits would begin later than its seconds are counted from
        try:
            pending = {self._submit(work, number, left) for number in islice(numbers, self._jobs * ahead)}
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                pending |= {self._submit(work, number, left) for number in islice(numbers, len(done))}
                yield from (from_json(future.result()) for future in done)
        except (BrokenProcessPool, OSError) as error:
            hint = "it may have run out of memory: try a smaller `--jobs`, or `--engine serial`"
            raise EngineError("a worker process ended before its work was done", hint) from error

    def _submit(self, work: Work, number: int, left: Left | None) -> Future[bytes]:
        with _uninterrupted():
            return self._pool.submit(_walk, work, number, seconds_of(left))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A process that is started in here is not interrupted from the keyboard, this one a moment later."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(texts: Texts, stop: Event) -> None:
    """A worker starts: interrupts are for the process that started it, and without that it ends."""
    global _texts, _stop
    _texts, _stop = texts, stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # what a walk makes has no cycles, and the memo is bounded
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _walk(work: Work, number: int, seconds: float | None) -> bytes:
    return walk_shard(_texts, work, number, seconds=seconds, stopped=_stop.is_set if _stop is not None else None)
