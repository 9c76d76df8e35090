"""Walks on a real Dask cluster, judged by Dask itself: two worker processes, none, strangers, and lost ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from moment.behaviour.machine import Scope
from moment.behaviour.walks.summary import Summary, to_json
from moment.project.engines import cluster as engine_module
from moment.project.engines import open_engine
from moment.project.engines.work import Engine, EngineError, Texts, Work
from moment.project.walking import walks_of

pytestmark = pytest.mark.filterwarnings("ignore")
"""What Dask and its libraries warn of is theirs."""

SOURCE = Path(__file__).parents[2] / "src"
TEXTS: Texts = (("order.moment", (SOURCE / "moment" / "resources" / "order.moment").read_text(encoding="utf-8")),)
WALKS = 4321
SCOPE = Scope(max_faults=2)


@contextmanager
def scheduler(workers: int) -> Iterator[Any]:
    import distributed

    local: Any = distributed.LocalCluster
    with local(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=60
    ) as found:
        yield found


def name_of(found: Any) -> str:
    return "dask" + str(found.scheduler_address).removeprefix("tcp")


@contextmanager
def worker(address: str, path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own whose modules come from ``path``."""
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
    ]
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(path)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def sums(name: str) -> bytes:
    found = Summary()
    with open_engine(name, TEXTS, jobs=2, walks=WALKS) as engine:
        for part in walks_of(engine, "order-to-parcel", scope=SCOPE, seed=1, walks=WALKS):
            found = found.merged(part)
    return to_json(found)


def walk_until_second(engine: Engine, then: Callable[[], object]) -> None:
    """Walks for ever, and calls ``then`` once, when two sums are there."""
    for number, _ in enumerate(engine.walk(Work.of("order-to-parcel", SCOPE, 1, 10**12), count())):
        if number == 1:
            then()


def test_two_workers_give_the_same_bytes_as_one_process() -> None:
    with scheduler(2) as found:
        assert len(found.scheduler.workers) == 2
        assert sums(name_of(found)) == sums("serial")


def test_a_cluster_of_this_machine() -> None:
    assert sums("dask://local") == sums("serial")


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "PATIENCE", 1.0)
    with pytest.raises(EngineError, match=r"no Dask scheduler answers at dask://127\.0\.0\.1:1$"):
        sums("dask://127.0.0.1:1")


def test_a_scheduler_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "PATIENCE", 1.0)
    with scheduler(0) as found, pytest.raises(EngineError, match="has no worker"):
        sums(name_of(found))


def test_a_worker_with_another_moment(tmp_path: Path) -> None:
    shutil.copytree(SOURCE / "moment", tmp_path / "moment", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "moment" / "behaviour" / "machine.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    with scheduler(0) as found, worker(found.scheduler_address, tmp_path):
        with pytest.raises(EngineError, match="another Moment") as caught:
            sums(name_of(found))
        assert engine_module.fingerprint() in caught.value.message


def test_a_worker_without_moment(tmp_path: Path) -> None:
    (tmp_path / "moment").mkdir()
    (tmp_path / "moment" / "__init__.py").touch()
    with (
        scheduler(0) as found,
        worker(found.scheduler_address, tmp_path),
        pytest.raises(EngineError, match=r"another Moment .none: No module named 'moment"),
    ):
        sums(name_of(found))


def test_the_last_worker_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "LOOK", 0.5)
    with (
        scheduler(0) as found,
        worker(found.scheduler_address, SOURCE) as process,
        open_engine(name_of(found), TEXTS, jobs=None, walks=1) as engine,
        pytest.raises(EngineError, match=r"no worker left|the last worker"),
    ):
        walk_until_second(engine, process.kill)


def test_the_scheduler_is_lost() -> None:
    with (
        scheduler(1) as found,
        open_engine(name_of(found), TEXTS, jobs=None, walks=1) as engine,
        pytest.raises(EngineError, match="lost its scheduler"),
    ):
        walk_until_second(engine, found.close)


def test_without_dask_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ModuleNotFoundError(name='distributed')\n", encoding="utf-8")
    (tmp_path / "order.moment").write_text(TEXTS[0][1], encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "moment", "simulate", "--walks", "5", "--engine", "dask://local"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (
        ran.stderr == "error: Dask is not installed here\n  hint: install it with `pip install 'moment-ddd[cluster]'`\n"
    )
