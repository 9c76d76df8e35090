"""``moment simulate --walks`` as a person runs it: the same file from every engine, bad input, interrupts, dead parents."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.process.commands import Ran, run

ORDER = Path(__file__).parents[2] / "src" / "moment" / "resources" / "order.moment"
PATIENCE = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(ORDER, tmp_path / "order.moment")
    (tmp_path / "moment.toml").touch()
    return tmp_path


def test_every_engine_writes_the_same_file(folder: Path) -> None:
    written: list[bytes] = []
    reports: list[str] = []
    for engine in (
        ("serial",),
        ("processes", "--jobs", "1"),
        ("processes", "--jobs", "3"),
        ("dask://local", "--jobs", "2"),
    ):
        ran = run(folder, "simulate", "-q", "--walks", "2500", "--max-faults", "2", "--engine", *engine)
        assert (ran.exit, ran.err) == (0, "")
        written.append((folder / "facet.json").read_bytes())
        reports.append("\n".join(line for line in ran.out.splitlines() if " ms" not in line))
    assert len(set(written)) == len(set(reports)) == 1
    assert json.loads(written[0])["flows"][0]["walks"]["walks"] == 2500


def test_the_configuration_asks_for_walks_and_the_flag_for_more(folder: Path) -> None:
    (folder / "moment.toml").write_text("[simulate.limits]\nwalks = 10\n", encoding="utf-8")
    assert walks(run(folder, "simulate", "--json")) == 10
    assert walks(run(folder, "simulate", "--json", "--walks", "20")) == 20
    assert walks(run(folder, "simulate", "--json", "--set", "simulate.limits.walks=0")) is None
    run(folder, "generate", "facet")
    assert json.loads((folder / "generated" / "facet" / "facet.json").read_bytes())["flows"][0]["walks"]["walks"] == 10


def test_one_flow_may_have_walks_and_instances_of_its_own(folder: Path) -> None:
    table = "flows.order-to-parcel = { instances = 2, limits = { walks = 30 } }"
    (folder / "moment.toml").write_text(f"[simulate]\n{table}\n", encoding="utf-8")
    assert walks(run(folder, "simulate", "--json", "--max-faults", "0")) == 30
    assert walks(run(folder, "simulate", "--json", "--max-faults", "0", "--engine", "processes", "--jobs", "2")) == 30


def walks(ran: Ran) -> int | None:
    found = json.loads(ran.out)["flows"][0]["walks"]
    return None if found is None else int(found["walks"])


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_beyond_a_limit_walks_go_on_while_there_is_time(folder: Path, engine: str) -> None:
    ran = run(
        folder, "simulate", "--limit-states", "5", "--limit-seconds", "1", "--engine", engine, "--json", "--jobs", "2"
    )
    flow = json.loads(ran.out)["flows"][0]
    assert flow["figures"][0]["limit"] == "5 states"
    assert flow["walks"]["walks"] >= 1000
    assert {(each["verdict"], each["outcome"]) for each in flow["walks"]["ends"] if each["mode"] == "uniform"} == {
        ("completed", None), ("ended", "Out of stock"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--walks", "0"), "invalid value for '--walks': 0 is not in the range 1<=x<=1000000000000"),
        (("--walks", "-5"), "invalid value for '--walks': -5 is not in the range 1<=x<=1000000000000"),
        (("--walks", "9" * 40), f"invalid value for '--walks': {'9' * 40} is not in the range 1<=x<=1000000000000"),
        (("--walks", "many"), "invalid value for '--walks': 'many' is not a valid integer range"),
        (("--jobs", "0"), "invalid value for '--jobs': 0 is not in the range 1<=x<=61"),
        (("--engine", "foo"), "no engine `foo`"),
        (("--set", "simulate.limits.walks=2000000000000"), "more than 1,000,000,000,000 walks"),
        (("--walks", "5", "--engine", "dask://127.0.0.1:1"), "no Dask scheduler answers at dask://127.0.0.1:1"),
    ],
)
def test_bad_input(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = run(folder, "simulate", *arguments)
    assert (ran.exit, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"error: {message}"
    assert ran.err.splitlines()[1].startswith("  hint: ")
    assert not (folder / "facet.json").exists()


@contextmanager
def walking(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a session of its own, with two workers that walk for weeks."""
    command = [
        sys.executable,
        "-m",
        "moment",
        "simulate",
        "--walks",
        str(10**12),
        "--engine",
        "processes",
        "--jobs",
        "2",
    ]
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # else a suite in the background hands on "ignore"
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    signal.signal(signal.SIGINT, before)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The workers, as soon as both are there and have used the processor for a while."""
    there = psutil.Process(process.pid)
    while True:
        assert process.poll() is None
        found = [each for each in there.children() if "spawn_main" in " ".join(each.cmdline())]
        if len(found) == 2 and all(each.cpu_times().user > 0.5 for each in found):
            return found


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_an_interrupt_from_the_keyboard_ends_all_of_it_without_a_trace(folder: Path) -> None:
    with walking(folder) as process:
        found = workers(process)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err.strip()) == (130, "", "")
        _, alive = psutil.wait_procs(found, timeout=PATIENCE)
        assert alive == []
    assert not (folder / "facet.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_workers_do_not_outlive_a_parent_that_was_killed(folder: Path) -> None:
    with walking(folder) as process:
        found = workers(process)
        process.kill()
        _, alive = psutil.wait_procs(found, timeout=PATIENCE)
        assert alive == []


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_worker_that_is_killed_is_reported(folder: Path) -> None:
    with walking(folder) as process:
        workers(process)[0].kill()
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out) == (2, "")
        assert err.splitlines()[0] == "error: a worker process ended before its work was done"
