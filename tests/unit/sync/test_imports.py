"""An import is one thing: its files, its record, and the event that tells others."""

from __future__ import annotations

import json

import pytest

from moment.diagnostics.model import Diagnostic
from moment.project.transaction import Change
from moment.sync import ReconciliationState
from moment.sync.imports import Course, carry_out
from tests.storage import HOWS, Crash, How, MemoryStorage
from tests.unit.sync.stores import ROOT, event, opened, refusal

TOLD = ROOT / ".complai" / "events" / "moment" / "2026-01-15.jsonl"


def take(disk: MemoryStorage) -> object:
    return carry_out(
        opened(disk),
        [Change("a.moment", b"old\n", b"new\n"), Change("contexts/b.moment", None, b"b\n")],
        {"context Sales": {"contextName": "Sales"}, "term Sales/Old": None},
        course=Course("import", "APPLIED", 1),
        fingerprint="f" * 64,
        specification_hash="5" * 64,
        applied=["Sales"],
        open_elements=[],
    )


def disk(**how: object) -> MemoryStorage:
    return MemoryStorage({"/project/a.moment": b"old\n"}, **how)  # type: ignore[arg-type]


def seen(storage: MemoryStorage) -> tuple[object, ...]:
    state = ReconciliationState(opened(storage))
    told = storage.read(TOLD).decode().splitlines() if storage.kind(TOLD) else []
    return dict(state.bases), state.last_fingerprint, storage.files("/project").get("a.moment"), len(told)


def test_files_bases_and_the_event_for_others() -> None:
    storage = disk()
    assert not isinstance(take(storage), Diagnostic)
    bases = {"context Sales": {"contextName": "Sales"}, "term Sales/Old": None}
    assert seen(storage) == (bases, "f" * 64, b"new\n", 1)
    told = json.loads(storage.read(TOLD))
    assert (told["eventType"], told["productSource"]) == ("ReconcileCompleted", "moment")
    assert told["payload"] == {
        "specificationHash": "5" * 64, "reconciliationId": "imp-ffffffffffff", "mode": "import", "outcome": "APPLIED",
        "cascadeCategory": 1, "applied": ["Sales"], "open": [], "previousFingerprint": "",
        "currentFingerprint": "f" * 64,
    }  # fmt: skip


def test_a_file_that_changed_meanwhile_refuses_all_of_it() -> None:
    storage = MemoryStorage({"/project/a.moment": b"mine\n"})
    assert refusal(take(storage)) == "MOM820 `a.moment` is left as it is: it was changed meanwhile"
    assert seen(storage) == ({}, None, b"mine\n", 0)


def test_a_reconciliation_that_is_active_comes_first() -> None:
    storage = disk()
    name = event(ReconciliationState(opened(storage)).start_reconciliation(mode="local"))["reconciliationId"]
    assert refusal(take(storage)) == f"MOM822 `{name}` cannot be followed by another: it is active"
    assert seen(storage)[2:] == (b"old\n", 0)


@pytest.mark.parametrize("how", HOWS)
def test_a_failure_at_any_operation_leaves_all_or_nothing(how: How) -> None:
    whole = disk()
    before = seen(whole)
    take(whole)
    after, operations = seen(whole), whole.operations
    assert operations >= 25
    for fail_at in range(1, operations + 1):
        storage = disk(fail_at=fail_at, how=how)
        try:
            take(storage)
        except (Crash, OSError):
            done = False
        else:
            done = True
        for survivor in storage.survivors():
            with opened(survivor).writing() as writer:
                assert not isinstance(writer, Diagnostic)
            assert seen(survivor) in ([after] if done else [before, after]), (fail_at, how)
