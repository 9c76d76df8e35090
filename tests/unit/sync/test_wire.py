from __future__ import annotations

import pytest

from moment.sync.types import (
    CascadeCategory,
    Consumer,
    DriftReport,
    ImplementationChangeProposal,
    Place,
    SourceAttribution,
    SyncCursor,
    TextEdit,
)
from moment.sync.wire import accepted, read, written

PLACE = Place("src/a.ts", 1, 2, 1, 9)
FULL = ImplementationChangeProposal(
    proposal_id="prp-1",
    event_type="EventFieldAdded",
    payload={"contextName": "Sales", "inner_name": [1, {"a_b": None}]},
    direction="conflict",
    member="note",
    category=CascadeCategory.BREAKING,
    edits=(TextEdit("src/a.ts", 1, 2, "x"),),
    consumers=(Consumer("contract of OrderPlaced", "Dispatch", "read", PLACE),),
    attribution=SourceAttribution("upstream", PLACE, event_id="e-1"),
)


def test_a_record_is_written_in_camel_case_without_its_defaults() -> None:
    assert written(FULL) == {
        "proposalId": "prp-1",
        "eventType": "EventFieldAdded",
        "payload": {"contextName": "Sales", "inner_name": [1, {"a_b": None}]},
        "direction": "conflict",
        "member": "note",
        "category": 3,
        "edits": [{"path": "src/a.ts", "start": 1, "end": 2, "text": "x"}],
        "consumers": [
            {
                "party": "contract of OrderPlaced",
                "context": "Dispatch",
                "role": "read",
                "place": {"path": "src/a.ts", "line": 1, "column": 2, "endLine": 1, "endColumn": 9},
            }
        ],
        "attribution": {
            "source": "upstream",
            "place": {"path": "src/a.ts", "line": 1, "column": 2, "endLine": 1, "endColumn": 9},
            "eventId": "e-1",
        },
    }


@pytest.mark.parametrize("record", [FULL, SyncCursor(positions={"a.jsonl": (3, "ff")}), DriftReport(total_aligned=2)])
def test_what_was_written_is_read_again(record: object) -> None:
    assert read(type(record), written(record)) == record


@pytest.mark.parametrize(
    ("given", "keywords"),
    [
        ({"specificationHash": "a", "positions": {"f": [1, "b"]}}, {}),
        ({"specification_hash": "a", "positions": {"f": (1, "b")}}, {}),
        (None, {"specification_hash": "a", "positions": {"f": (1, "b")}}),
        ({"specificationHash": "x"}, {"specificationHash": "a", "positions": {"f": [1, "b"]}}),
        (SyncCursor("a", positions={"f": (1, "b")}), {}),
    ],
)
def test_a_method_takes_a_record_a_mapping_or_keywords(given: object, keywords: dict[str, object]) -> None:
    assert accepted(SyncCursor, given, keywords) == SyncCursor("a", positions={"f": (1, "b")})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"specificationHsh": "a"}, "SyncCursor has no `specificationHsh`; did you mean `specificationHash`?"),
        (4, "give a SyncCursor, a mapping or keywords"),
    ],
)
def test_what_is_no_record_is_said(given: object, message: str) -> None:
    with pytest.raises(TypeError, match=message.replace("?", r"\?")):
        accepted(SyncCursor, given, {})


def test_what_a_record_lacks_is_said() -> None:
    with pytest.raises(TypeError, match="ImplementationChangeProposal needs `proposal_id`"):
        read(ImplementationChangeProposal, {"element": "Sales"})
