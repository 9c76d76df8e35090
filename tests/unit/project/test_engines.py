"""Engines: the same sums from any number of processes, and what is said when one cannot go on."""

from __future__ import annotations

import multiprocessing
import os
import signal
from itertools import count
from pathlib import Path

import pytest

from moment.behaviour.machine import Scope
from moment.behaviour.simulation import simulate
from moment.behaviour.walks.summary import Summary, to_json
from moment.behaviour.walks.walker import shards
from moment.project.engines import MOST_JOBS, check_name, cores, open_engine
from moment.project.engines.processes import Processes
from moment.project.engines.serial import Serial
from moment.project.engines.work import Engine, EngineError, Texts, Work
from moment.project.session import load
from moment.project.walking import texts_of, walks_of, walks_until

ORDER = Path(__file__).parents[3] / "src" / "moment" / "resources" / "order.moment"
TEXTS: Texts = (("order.moment", ORDER.read_text(encoding="utf-8")),)
WALKS = 3210
SCOPE = Scope(max_faults=2)


def sums(name: str | None, *, jobs: int | None = None) -> bytes:
    found = Summary()
    with open_engine(name, TEXTS, jobs=jobs, walks=WALKS) as engine:
        for part in walks_of(engine, "order-to-parcel", scope=SCOPE, seed=1, walks=WALKS):
            found = found.merged(part)
    return to_json(found)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_any_number_of_processes_gives_the_same_bytes(jobs: int) -> None:
    assert sums("processes", jobs=jobs) == sums("serial")


def test_the_library_walks_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "order.moment").write_text(TEXTS[0][1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    session = load("order.moment")
    assert texts_of(session) == TEXTS
    run = simulate(session.domain(), max_faults=2, walks=WALKS).flows[0]
    assert run.walks is not None
    assert to_json(run.walks) == sums(None)


def test_few_walks_are_not_worth_a_process() -> None:
    assert isinstance(open_engine(None, TEXTS, jobs=None, walks=99_999), Serial)
    assert isinstance(open_engine(None, TEXTS, jobs=1, walks=10**9), Serial)
    assert isinstance(open_engine(None, TEXTS, jobs=2, walks=10**9), Processes)
    assert cores() >= 1


def test_walks_go_on_while_there_is_time_and_there_are_some_at_least() -> None:
    for seconds, expected in (((-1.0,), 8), ((60.0, 60.0, 60.0, -1.0), 2000)):
        asked = iter(seconds)
        with Serial(TEXTS) as engine:
            parts = list(walks_until(lambda it=asked: next(it), engine, "order-to-parcel", scope=SCOPE, seed=1))  # type: ignore[misc]
        assert sum(part.walks for part in parts) == expected


def test_leaving_early_stops_the_processes() -> None:
    with open_engine("processes", TEXTS, jobs=2, walks=10**12) as engine:
        work = Work.of("order-to-parcel", SCOPE, 1, 10**12)
        assert next(engine.walk(work, count())).walks == 1000
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


def walk_and_kill(engine: Engine) -> None:
    """Walks for ever; when two sums are there one of the processes is killed."""
    for number, _ in enumerate(engine.walk(Work.of("order-to-parcel", SCOPE, 1, 10**12), count())):
        if number == 1:
            os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)


def test_a_worker_that_dies_is_reported() -> None:
    with (
        pytest.raises(EngineError, match="a worker process ended before its work was done"),
        open_engine("processes", TEXTS, jobs=2, walks=10**12) as engine,
    ):
        walk_and_kill(engine)


def test_a_mistake_of_ours_in_a_worker_stays_one() -> None:
    with pytest.raises(KeyError), open_engine("processes", TEXTS, jobs=1, walks=1) as engine:
        list(engine.walk(Work.of("no-such-flow", SCOPE, 1, 1), shards(1)))


@pytest.mark.parametrize("name", [None, "serial", "processes", "dask://local", "dask://host", "dask://[::1]:9"])
def test_names_of_engines(name: str | None) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("foo", "no engine `foo`", "engines are serial, processes, dask://HOST:PORT, dask://local"),
        ("", "no engine ``", "engines are serial, processes, dask://HOST:PORT, dask://local"),
        ("dask", "no engine `dask`", "write it as dask://HOST:PORT"),
        ("dask://", "no engine `dask://`", "write it as dask://HOST:PORT"),
        ("dask://a b:1", "no engine `dask://a b:1`", "write it as dask://HOST:PORT"),
        ("dask://a:b", "no engine `dask://a:b`", "write it as dask://HOST:PORT"),
        ("dask://a:0", "`dask://a:0` has no port between 1 and 65535", "Dask's own is 8786"),
        ("dask://a:65536", "`dask://a:65536` has no port between 1 and 65535", "Dask's own is 8786"),
    ],
)
def test_names_of_none(name: str, message: str, hint: str) -> None:
    with pytest.raises(EngineError) as caught:
        check_name(name)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_the_most_processes_can_be_opened() -> None:
    with open_engine("processes", TEXTS, jobs=MOST_JOBS, walks=1) as engine:
        assert sum(part.walks for part in walks_of(engine, "order-to-parcel", scope=SCOPE, seed=1, walks=1)) == 1
