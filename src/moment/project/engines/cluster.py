"""Walks on a Dask cluster: the same shards, on workers that run the same version of Moment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from moment._version import __version__
from moment.behaviour.walks.summary import Summary, from_json
from moment.project.engines.work import EngineError, Left, Texts, Work, seconds_of, walk_shard

PATIENCE = 5.0
"""Seconds to reach a scheduler, and for it to show a worker."""
LOOK = 5.0
"""Seconds without a result after which workers are counted."""
_AHEAD = 2
_RETRIES = 2
_PARTS = ("text", "diagnostics", "language", "model", "behaviour", "project/engines")
_SILENT = logging.CRITICAL + 1


class Cluster:
    """The scheduler at ``address``; without one a cluster of ``jobs`` processes on this machine."""

    def __init__(self, texts: Texts, *, address: str | None, jobs: int) -> None:
        self._texts = texts
        self._address = address
        self._name = f"dask{address.removeprefix('tcp')}" if address else "dask://local"
        self._jobs = jobs
        self._open = ExitStack()

    def __enter__(self) -> Cluster:
        try:
            self._dask = import_module("distributed")
        except ModuleNotFoundError as error:
            hint = "install it with `pip install 'moment-ddd[cluster]'`"
            raise EngineError("Dask is not installed here", hint) from error
        try:
            self._open.enter_context(_Quiet())
            self._connect()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _connect(self) -> None:
        where: Any = self._address
        if where is None:
            where = self._open.enter_context(
                self._dask.LocalCluster(
                    n_workers=self._jobs, threads_per_worker=1, processes=True, dashboard_address=None,
                    silence_logs=_SILENT,
                )
            )  # fmt: skip
        shown = self._name
        try:
            self._client = self._open.enter_context(self._dask.Client(where, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError) as error:
            hint = "start one with `dask scheduler`, or walk with `--engine processes`"
            raise EngineError(f"no Dask scheduler answers at {shown}", hint) from error
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise EngineError(f"the Dask scheduler at {shown} has no worker", "start one with `dask worker`") from error
        for answer in self._client.run(_question()).values():
            _check(answer)
        self._shared = self._client.scatter([self._texts], broadcast=True)[0]

    def walk(self, work: Work, shards: Iterable[int], left: Left | None = None) -> Iterator[Summary]:
        numbers = iter(shards)
        room = max(1, sum(self._client.nthreads().values())) * (_AHEAD if left is None else 1)
        pending = {self._submit(work, number, left) for number in islice(numbers, room)}
        try:
            while pending:
                done, pending = self._next(pending)
                pending |= {self._submit(work, number, left) for number in islice(numbers, len(done))}
                yield from (_summary(future) for future in done)
        except (self._dask.CancelledError, OSError) as error:
            raise EngineError(_LOST, _AGAIN) from error
        finally:
            if self._client.status == "running":
                self._client.cancel(list(pending))

    def _submit(self, work: Work, number: int, left: Left | None) -> Any:
        told = (work, number, seconds_of(left), fingerprint())
        return self._client.submit(_walk, self._shared, *told, pure=False, retries=_RETRIES)

    def _next(self, pending: set[Any]) -> tuple[set[Any], set[Any]]:
        """Those that are done and those that are not, as soon as there is one."""
        while True:
            try:
                with self._client.as_current():
                    found = self._dask.wait(pending, timeout=LOOK, return_when="FIRST_COMPLETED")
            except TimeoutError:
                if not self._client.scheduler_info()["workers"]:
                    raise EngineError("the Dask cluster has no worker left", _AGAIN) from None
                continue
            return set(found.done), set(found.not_done)


_LOST = "the Dask cluster lost its scheduler, or the last worker that knew the specification"
_AGAIN = "run it again, or with `--engine processes`: the same walks give the same result"


def _summary(future: Any) -> Summary:
    if future.status == "finished":
        result = future.result()
        if isinstance(result, bytes):
            return from_json(result)
        _check(result)
    reason = future.exception() if future.status == "error" else None
    if type(reason).__name__ == "KilledWorker":
        raise EngineError("a shard of walks ended several workers of the cluster", "they may be out of memory")
    if reason is not None:
        raise reason
    raise EngineError(_LOST, _AGAIN)


def _question() -> Callable[[], str]:
    """Which Moment a worker has; a function inside a function travels whole, so that it can be asked without any."""

    def answer() -> str:
        try:
            from moment.project.engines.cluster import fingerprint

            return fingerprint()
        except ImportError as error:
            return f"none: {error}"

    return answer


def _check(answer: str) -> None:
    """Raises ``EngineError`` when a worker has no Moment, or another one than this process."""
    if answer != fingerprint():
        raise EngineError(
            f"a worker of the cluster has another Moment ({answer}) than this one ({fingerprint()})",
            "install the same version on every worker",
        )


def _walk(texts: Texts, work: Work, number: int, seconds: float | None, expected: str) -> bytes | str:
    """Runs on a worker: the sums of a shard, or which Moment stands there when it is not the ``expected`` one."""
    found = fingerprint()
    return walk_shard(texts, work, number, seconds=seconds) if found == expected else found


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """The version of this Moment, with a digest of the code that walks depend on."""
    root = Path(__file__).parents[2]
    digest = sha256()
    for part in _PARTS:
        for file in sorted((root / part).rglob("*.py")):
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return f"{__version__}, code {digest.hexdigest()[:12]}"


class _Quiet:
    """Dask tells its own story on standard error; what of it matters is told by ``EngineError``."""

    def __enter__(self) -> None:
        known = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
        self._levels = [
            (each, each.level) for each in known if each.name.partition(".")[0] in ("distributed", "tornado")
        ]
        for logger, _ in self._levels:
            logger.setLevel(_SILENT)

    def __exit__(self, *_: object) -> None:
        for logger, level in self._levels:
            logger.setLevel(level)
