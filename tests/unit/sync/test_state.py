"""Proposals take the decisions of the table and no others, and every decision is in the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from jsonschema import Draft202012Validator

from moment.diagnostics.model import Diagnostic
from moment.project.catalogue import schema
from moment.project.record import compose, encode
from moment.project.transaction import Change
from moment.sync import ImplementationFeedbackJournal, SyncCursor, SyncState, proposal_id
from moment.sync.decisions import OUTCOMES, Verb
from moment.sync.opening import open_store
from moment.sync.streams import SYNC
from moment.sync.types import Status
from tests.storage import Crash, MemoryStorage
from tests.unit.sync.stores import ROOT, Clock, event, opened, proposal, refusal

ONE = proposal().proposal_id
OTHER = "prp-00000000000f"
WAYS: dict[Status, tuple[Verb, ...]] = {
    "pending": (),
    "accepted": ("accept",),
    "rejected": ("reject",),
    "skipped": ("skip",),
    "superseded": ("supersede",),
}


def state(**files: bytes) -> SyncState:
    found = SyncState(opened(files={f"/project/{name}.ts": text for name, text in files.items()}))
    event(found.record_proposal(proposal()))
    return found


def decide(target: SyncState, verb: Verb) -> object:
    match verb:
        case "accept":
            return target.accept(ONE)
        case "reject":
            return target.reject(ONE, "not so")
        case "skip":
            return target.skip(ONE, "later")
        case "reopen":
            return target.reopen(ONE)
    return target.supersede(ONE)


@pytest.mark.parametrize(("status", "verb"), list(product(get_args(Status), get_args(Verb))))
def test_a_decision_does_what_the_table_says(status: Status, verb: Verb) -> None:
    target = state()
    for way in WAYS[status]:
        event(decide(target, way))
    assert target.proposal_status(ONE) == status
    before = target.history()
    answer = decide(target, verb)
    expected = OUTCOMES.get((status, verb))
    if expected is None:
        assert refusal(answer).endswith(f"it is {status}")
        assert target.history() == before
    else:
        assert event(answer) == target.history()[-1]
        assert target.proposal_status(ONE) == expected
    assert SyncState(target.store).proposal_status(ONE) == target.proposal_status(ONE)


def test_a_known_proposal_is_not_recorded_twice() -> None:
    target = state()
    assert target.record_proposal(proposal()) == target.history()[0]
    assert len(target.history()) == 1
    assert target.proposals() == (proposal(),)


@pytest.mark.parametrize("verb", ["accept", "supersede"])
def test_a_difference_that_returns_is_pending_again(verb: Verb) -> None:
    target = state()
    event(decide(target, verb))
    event(target.record_proposal(proposal()))
    assert target.proposal_status(ONE) == "pending"
    assert [each["type"] for each in target.history()][2:] == ["ProposalReopened"]


def test_a_rejected_proposal_stays_so_when_it_is_proposed_again() -> None:
    target = state()
    event(target.reject(ONE, "not so", intended=True))
    target.record_proposal(proposal())
    assert target.proposal_status(ONE) == "rejected"
    tracked = target.tracked(ONE)
    assert tracked is not None
    assert (tracked.reason, tracked.intended, tracked.actor) == ("not so", True, "ann")


def test_an_intended_rejection_is_a_hint_for_the_same_change_elsewhere() -> None:
    target = state()
    elsewhere = proposal(2, "Sales/Order/OrderLost")
    assert target.intended(elsewhere) is None
    target.reject(ONE, "on purpose", intended=True)
    found = target.intended(elsewhere)
    assert found is not None
    assert (found.proposal.proposal_id, found.reason) == (ONE, "on purpose")
    assert target.intended(replace(elsewhere, after="number")) is None
    assert target.intended(proposal()) is None
    target.record_proposal(elsewhere)
    assert target.proposal_status(elsewhere.proposal_id) == "pending"


def test_a_skip_ends_when_its_date_has_come() -> None:
    clock = Clock()
    target = SyncState(opened(clock=clock))
    target.record_proposal(proposal())
    event(target.skip(ONE, "later", "2026-02-01"))
    assert target.proposals("skipped")[0].status == "skipped"
    clock.now = datetime(2026, 2, 1, tzinfo=UTC)
    assert target.proposal_status(ONE) == "pending"
    event(target.skip(ONE, "again"))
    assert target.proposal_status(ONE) == "skipped"


def test_a_skip_until_no_date_is_refused() -> None:
    target = state()
    target.record_proposal(proposal())
    assert refusal(target.skip(ONE, "later", "tomorrow")) == f"MOM822 `{ONE}` cannot be skipped: `tomorrow` is no date"
    assert refusal(target.skip(ONE, "later", "2026-01-01")) == f"MOM822 `{ONE}` cannot be skipped: `2026-01-01` is past"
    assert target.proposal_status(ONE) == "pending"
    assert event(target.skip(ONE, "later", date(2026, 2, 1)))["until"] == "2026-02-01"


def test_ids_are_found_by_their_beginning_while_it_is_unique() -> None:
    target = state()
    target.record_proposals([proposal(0xABC000000000), proposal(0xABD000000000)])
    assert target.resolve("abc") == target.resolve("prp-abc") == "prp-abc000000000"
    assert refusal(target.resolve("ab", "accepted")) == "MOM822 `ab` cannot be accepted: 2 proposals begin so"
    assert refusal(target.resolve("", "accepted")) == "MOM822 `` cannot be accepted: no such proposal is recorded"
    assert refusal(target.accept("prp-9")) == "MOM822 `prp-9` cannot be accepted: no such proposal is recorded"


def test_ids_are_the_same_everywhere_and_longer_when_two_meet() -> None:
    said = ("Sales/Order", "note", "insert", None, None, "string", "spec-ahead")
    assert proposal_id(*said) == f"prp-{sha256(json.dumps(said, separators=(',', ':')).encode()).hexdigest()[:12]}"
    long = proposal_id(*said, taken=[proposal_id(*said)])
    assert (len(long), long.startswith(proposal_id(*said))) == (20, True)
    assert proposal_id(*said[:-1], "impl-ahead") != proposal_id(*said)


def test_accepting_changes_files_bases_and_both_logs_at_once() -> None:
    target = state(a=b"a\n")
    change = Change("a.ts", b"a\n", b"A\n")
    event(target.accept(ONE, changes=[change], bases={"Sales/Order": {"kind": "object"}}))
    disk = target.store.storage
    assert disk.read(ROOT / "a.ts") == b"A\n"
    assert target.base("Sales/Order") == {"kind": "object"}
    journal = ImplementationFeedbackJournal(target.store)
    assert [entry["metadata"]["eventType"] for entry in journal.entries()] == ["ProposalAccepted"]
    records = target.store.read(SYNC).records
    assert [bool(record.tx) for record in records] == [False, True]


def test_a_file_changed_meanwhile_refuses_the_whole_decision() -> None:
    target = state(a=b"edited\n")
    answer = target.accept(ONE, changes=[Change("a.ts", b"a\n", b"A\n")])
    assert refusal(answer) == "MOM820 `a.ts` is left as it is: it was changed meanwhile"
    assert target.proposal_status(ONE) == "pending"
    assert ImplementationFeedbackJournal(target.store).entries() == ()


def test_undo_gives_the_first_bytes_and_bases_back() -> None:
    target = state(a=b"a\n")
    target.synced({"Sales/Order": 1, "Sales/Line": 1})
    event(target.accept(ONE, changes=[Change("a.ts", b"a\n", b"A\n"), Change("b/c.ts", None, b"c\n")], bases={"Sales/Order": 2}))  # fmt: skip
    assert event(target.undo())["proposals"] == [ONE]
    assert target.store.storage.read(ROOT / "a.ts") == b"a\n"
    assert target.store.storage.kind(ROOT / "b/c.ts") is None
    assert (target.proposal_status(ONE), dict(target.bases)) == ("pending", {"Sales/Order": 1, "Sales/Line": 1})
    assert refusal(target.undo()) == "MOM822 `edit` cannot be undone: none was applied, or all are undone"
    event(target.accept(ONE, changes=[Change("a.ts", b"a\n", b"B\n")]))
    assert target.store.storage.read(ROOT / "a.ts") == b"B\n"


def test_undo_refuses_a_file_that_was_changed_since() -> None:
    target = state(a=b"a\n")
    event(target.accept(ONE, changes=[Change("a.ts", b"a\n", b"A\n")]))
    target.store.storage.write(ROOT / "a.ts", b"mine\n")
    assert refusal(target.undo()) == "MOM820 `a.ts` is left as it is: it was changed since the edit"
    assert target.store.storage.read(ROOT / "a.ts") == b"mine\n"
    assert target.proposal_status(ONE) == "accepted"


def test_an_edit_that_cannot_be_finished_is_taken_back() -> None:
    """Killed between two files, one of which somebody edited afterwards."""
    target = state(a=b"a\n", b=b"b\n")
    changes = [Change("a.ts", b"a\n", b"A\n"), Change("b.ts", b"b\n", b"B\n")]
    disk = target.store.storage
    assert isinstance(disk, MemoryStorage)
    at = _operation_of_the_last_rename(changes)
    disk.operations, disk.fail_at, disk.how = 0, at, "crash before"
    with pytest.raises(Crash):
        target.accept(ONE, changes=changes)
    (left, _) = disk.survivors()
    assert left.files("/project") == {"a.ts": b"A\n", "b.ts": b"b\n", ".b.ts.moment-new": b"B\n", "moment.toml": b""}
    left.write(ROOT / "b.ts", b"mine\n")
    again = SyncState(opened(left))
    assert [each.code for each in again.diagnostics] == ["MOM821"]
    assert refusal(again.accept(ONE)).endswith("was interrupted: `b.ts` was edited meanwhile")
    assert left.read(ROOT / "a.ts") == b"A\n"
    assert event(again.undo())["proposals"] == []
    assert left.files("/project") == {"a.ts": b"a\n", "b.ts": b"mine\n", "moment.toml": b""}
    assert (again.diagnostics, again.proposal_status(ONE)) == ((), "pending")
    assert refusal(again.undo()) == "MOM822 `edit` cannot be undone: none was applied, or all are undone"


def _operation_of_the_last_rename(changes: list[Change]) -> int:
    """Which operation of accepting ``changes`` puts the last file in its place."""
    for at in range(1, 60):
        target = state(a=b"a\n", b=b"b\n")
        disk = target.store.storage
        assert isinstance(disk, MemoryStorage)
        disk.operations, disk.fail_at, disk.how = 0, at, "crash after"
        with suppress(Crash):
            target.accept(ONE, changes=changes)
        if disk.survivors()[0].files("/project").get("b.ts") == b"B\n":
            return at
    raise AssertionError("no operation does")


def test_many_are_decided_as_one_command() -> None:
    target = state(a=b"a\n")
    target.record_proposals([proposal(2), proposal(3)])
    ids = [each.proposal_id for each in target.proposals()]
    answer = target.accept_all(ids, changes=[Change("a.ts", b"a\n", b"A\n")])
    assert not isinstance(answer, Diagnostic)
    assert [each["proposalId"] for each in answer] == ids
    assert len(target.store.read(SYNC).records) == 3
    assert refusal(target.accept_all(ids[:1])) == f"MOM822 `{ids[0]}` cannot be accepted: it is accepted"


def test_a_base_advances_only_where_it_is_another() -> None:
    target = state()
    assert len(target.synced({"A": 1, "B": None})) == 2  # type: ignore[arg-type]
    assert target.synced({"A": 1, "B": None}) == ()
    assert [each["element"] for each in target.synced({"A": 2, "B": None})] == ["A"]  # type: ignore[union-attr]


def test_the_cursor_never_goes_back() -> None:
    target = state()
    late = SyncCursor("spec", "impl", {"a.jsonl": (90, "ff")}, "2026-01-15T10:00:00.000Z")
    event(target.advance_cursor(late))
    assert (target.cursor, target.last_sync_timestamp) == (late, "2026-01-15T10:00:00.000Z")
    assert target.fingerprints == {"specification": "spec", "implementation": "impl"}
    back = refusal(target.advance_cursor(timestamp="2026-01-15T09:00:00+00:00"))
    assert back == "MOM822 `cursor` cannot be advanced: it would go back"
    event(target.advance_cursor({"specificationHash": "next", "timestamp": "2026-01-16T00:00:00Z"}))
    assert target.cursor.specification_hash == "next"


def test_the_summary_says_the_same_to_other_programs() -> None:
    target = state()
    event(target.advance_cursor(specification_hash="spec", timestamp="2026-01-15T10:00:00.000Z"))
    written = msgspec.json.decode(target.store.storage.read(ROOT / ".moment/sync-state.json"))
    assert written == {
        "format": "moment.sync-state/1",
        "lastSyncTimestamp": "2026-01-15T10:00:00.000Z",
        "fingerprints": {"specification": "spec"},
        "proposals": {"pending": 1},
        "cursor": {"specificationHash": "spec", "timestamp": "2026-01-15T10:00:00.000Z"},
    }


def test_the_summary_is_as_its_published_schema_says() -> None:
    validator = Draft202012Validator(json.loads(schema("moment.sync-state/1") or ""))
    target = state()
    path = ROOT / ".moment/sync-state.json"
    changes: tuple[Callable[[], object], ...] = (
        lambda: target.record_proposal(replace(proposal(), proposal_id=OTHER)),
        lambda: target.reject(OTHER, "no"),
        lambda: target.skip(ONE, "later"),
        lambda: target.advance_cursor(SyncCursor("spec", "impl", {"a.jsonl": (90, "ff")}, "2026-01-15T10:00:00.000Z")),
    )
    for change in changes:
        event(change())
        validator.validate(msgspec.json.decode(target.store.storage.read(path)))
    written = msgspec.json.decode(target.store.storage.read(path))
    assert (written["proposals"], written["cursor"]["positions"]) == (
        {"rejected": 1, "skipped": 1},
        {"a.jsonl": [90, "ff"]},
    )
    assert [error.message for error in validator.iter_errors({**written, "proposals": {"pending": "many"}})] != []


@pytest.mark.parametrize("named", [".", ".moment", ".moment/sync-state.json", ".moment/log/sync.jsonl"])
def test_a_state_is_loaded_by_any_of_its_names(tmp_path: Path, named: str) -> None:
    SyncState(open_store(tmp_path / ".moment", actor="ann")).record_proposal(proposal())
    assert SyncState().load(tmp_path / named).proposals() == (proposal(),)
    assert SyncState().load(str(tmp_path / named)).last_sync_timestamp is None


def test_reading_a_state_that_is_not_there_writes_nothing(tmp_path: Path) -> None:
    found = SyncState().load(tmp_path / ".moment" / "sync-state.json")
    assert (found.proposals(), found.last_sync_timestamp, found.diagnostics) == ((), None, ())
    assert list(tmp_path.iterdir()) == []


def test_contradictory_decisions_of_two_branches_fold_alike_everywhere() -> None:
    recorded = compose(
        "sync", seq=1, prev=(), at="t", actor="ann", tx="",
        events=({"type": "ProposalRecorded", "proposal": {"proposalId": ONE}},),
    )  # fmt: skip
    sides = [
        compose("sync", seq=2, prev=(recorded.sum,), at="t", actor=kind, tx="", events=({"type": kind, "proposalId": ONE},))
        for kind in ("ProposalAccepted", "ProposalRejected")
    ]  # fmt: skip
    found = []
    for order in (sides, sides[::-1]):
        data = b"".join(encode(record) for record in (recorded, *order))
        found.append(SyncState(opened(MemoryStorage({"/project/.moment/log/sync.jsonl": data}))).proposal_status(ONE))
    first = min(sides, key=lambda record: record.order)
    assert found == [{"ProposalAccepted": "accepted", "ProposalRejected": "rejected"}[first.actor]] * 2
