"""Where walks are taken: in this process, in several, or on a Dask cluster. The sums are the same everywhere."""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager

from moment.project.engines.work import Engine, EngineError, Texts

WORTH = 100_000
"""Walks from which starting processes takes less time than it saves, where nothing else is asked for."""
MOST_JOBS = 61
"""Processes that every system can wait for."""
_DEFAULT_PORT = 8786
_NAMES = "serial, processes, dask://HOST:PORT, dask://local"
_ADDRESS = re.compile(r"dask://(?P<host>\[[0-9a-fA-F:.]+\]|[^\s/:@\[\]]+)(:(?P<port>[0-9]{1,5}))?")


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_name(name: str | None) -> None:
    """Raises ``EngineError`` for a name that is no engine."""
    if name is not None and name not in ("serial", "processes", "dask://local"):
        _address(name)


def open_engine(name: str | None, texts: Texts, *, jobs: int | None, walks: int) -> AbstractContextManager[Engine]:
    """The engine called ``name``; without one, processes when so many ``walks`` are worth it.

    ``texts`` are the specifications (path, text), ``jobs`` the processes it may start (all cores). Entering it, and
    walking, raise ``EngineError``.
    """
    most = jobs or cores()
    if name is None:
        name = "processes" if walks >= WORTH and most > 1 else "serial"
    if name == "serial":
        from moment.project.engines.serial import Serial

        return Serial(texts)
    if name == "processes":
        from moment.project.engines.processes import Processes

        return Processes(texts, jobs=most)
    from moment.project.engines.cluster import Cluster

    return Cluster(texts, address=None if name == "dask://local" else _address(name), jobs=most)


def _address(name: str) -> str:
    """``dask://HOST:PORT`` as Dask writes it."""
    found = _ADDRESS.fullmatch(name)
    if found is None:
        hint = "write it as dask://HOST:PORT" if name.startswith("dask") else f"engines are {_NAMES}"
        raise EngineError(f"no engine `{name}`", hint)
    port = int(found["port"] or _DEFAULT_PORT)
    if not 0 < port < 1 << 16:
        raise EngineError(f"`{name}` has no port between 1 and 65535", "Dask's own is 8786")
    return f"tcp://{found['host']}:{port}"
