"""Power may fail at any instant and the disk may be full: a command has happened or it has not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from moment.diagnostics.model import Diagnostic
from moment.project.log import Stream
from moment.project.recovery import pending, undo, undoable
from moment.project.repair import repair
from moment.project.store import Store, Writer
from moment.project.transaction import Change, Entry, Line, perform
from tests.storage import HOWS, Crash, How, MemoryStorage

ROOT = Path("/project")
SYNC = Stream("sync", "log/sync.jsonl", frozenset({"Done", "Undone"}))
FEEDBACK = Stream("feedback", "log/feedback.jsonl", frozenset({"Heard"}))
FIRST = {"/project/a.ts": b"a\n", "/project/deep/c.ts": b"c\n"}


class State(NamedTuple):
    """What is promised to be whole: the files of the user and what the logs say."""

    files: dict[str, bytes]
    sync: tuple[object, ...]
    feedback: tuple[object, ...]


def opened(storage: MemoryStorage) -> Store:
    return Store(ROOT / ".moment", storage=storage, actor="ann", now=lambda: datetime(2026, 1, 15, 10, tzinfo=UTC))


def state(storage: MemoryStorage) -> State:
    store = opened(storage)
    return State(storage.files("/project"), store.read(SYNC).events, store.read(FEEDBACK).events)


def note(number: int) -> Callable[[Store], object]:
    return lambda store: store.append(SYNC, lambda log: [{"type": "Done", "number": number}])


def edit(store: Store) -> object:
    changes = [
        Change("a.ts", b"a\n", b"a, edited\n"), Change("new/b.ts", None, b"b\n"), Change("deep/c.ts", b"c\n", None),
    ]  # fmt: skip
    entries = [Entry(SYNC, ({"type": "Done", "number": 2},)), Entry(FEEDBACK, ({"type": "Heard"},))]
    lines = [Line("out/events/a.jsonl", "{}\n")]
    return _within(store, lambda writer: perform(writer, changes, entries, lines=lines))


def decide(store: Store) -> object:
    entries = [Entry(SYNC, ({"type": "Done", "number": 3},)), Entry(FEEDBACK, ({"type": "Heard"},))]
    return _within(store, lambda writer: perform(writer, (), entries))


def take_back(store: Store) -> object:
    return _within(
        store,
        lambda writer: undo(
            writer, undoable(store)[0], lambda done: [Entry(SYNC, ({"type": "Undone", "id": done.id},))]
        ),
    )


def _within(store: Store, work: Callable[[Writer], object]) -> object:
    with store.writing() as writer:
        assert not isinstance(writer, Diagnostic)
        return work(writer)


STEPS: tuple[Callable[[Store], object], ...] = (note(1), edit, decide, take_back, note(4))


def states() -> list[State]:
    """What is there before the first step, and after each."""
    storage = MemoryStorage(FIRST)
    found = [state(storage)]
    for step in STEPS:
        done = step(opened(storage))
        assert not isinstance(done, Diagnostic)
        found.append(state(storage))
    return found


def operations() -> int:
    storage = MemoryStorage(FIRST)
    for step in STEPS:
        step(opened(storage))
    return storage.operations


def until_it_fails(storage: MemoryStorage) -> int:
    """How many steps were acknowledged."""
    for number, step in enumerate(STEPS):
        try:
            step(opened(storage))
        except (Crash, OSError):
            return number
    return len(STEPS)


def test_every_step_changes_what_is_there() -> None:
    found = states()
    assert len(STEPS) + 1 == len({str(each) for each in found})
    assert found[4].files == {**found[0].files, "out/events/a.jsonl": b"{}\n"}
    assert operations() >= 60


@pytest.mark.parametrize("how", HOWS)
def test_after_a_failure_at_any_operation_a_step_is_there_or_not(how: How) -> None:
    expected = states()
    for fail_at in range(1, operations() + 1):
        storage = MemoryStorage(FIRST, fail_at=fail_at, how=how)
        done = until_it_fails(storage)
        for survivor in storage.survivors():
            assert opened(survivor).append(SYNC, lambda log: ()) is None, (fail_at, how)
            assert state(survivor) in expected[done : done + 2], (fail_at, how)
            assert pending(opened(survivor)) == ()
            assert not [name for name in survivor.files("/project") if "moment-new" in name]


@pytest.mark.parametrize("how", HOWS)
def test_recovery_itself_may_fail_at_any_operation(how: How) -> None:
    expected = states()
    for fail_at in range(1, operations() + 1):
        storage = MemoryStorage(FIRST, fail_at=fail_at, how="crash half")
        done = until_it_fails(storage)
        for again in range(1, 12):
            survivor = storage.survivors()[0]
            survivor.fail_at, survivor.how, survivor.operations = again, how, 0
            with suppress(Crash, OSError):
                opened(survivor).append(SYNC, lambda log: ())
            for last in survivor.survivors():
                assert opened(last).append(SYNC, lambda log: ()) is None
                assert state(last) in expected[done : done + 2], (fail_at, again, how)


@pytest.mark.parametrize("how", HOWS)
def test_a_repair_is_whole_too(how: How) -> None:
    storage = MemoryStorage()
    for number in range(3):
        note(number)(opened(storage))
    good = storage.read(ROOT / ".moment" / "log" / "sync.jsonl").split(b"\n")
    damaged = b"\n".join([good[0], b"damage", *good[2:]])
    wanted = [{"type": "Done", "number": 0}], [{"type": "Done", "number": number} for number in (0, 2)]
    for fail_at in range(1, 12):
        storage = MemoryStorage({"/project/.moment/log/sync.jsonl": damaged}, fail_at=fail_at, how=how)
        with suppress(Crash, OSError):
            repair(opened(storage), SYNC)
        for survivor in storage.survivors():
            done = [event for event in opened(survivor).read(SYNC).events if event["type"] == "Done"]
            assert done in wanted
            assert not isinstance(repair(opened(survivor), SYNC), Diagnostic)
            assert opened(survivor).read(SYNC).is_writable
