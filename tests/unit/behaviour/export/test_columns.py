"""Runs as columns: the bytes of the design, what a scenario becomes, and files that are not as they should be."""

from __future__ import annotations

import dataclasses
from hashlib import sha256

import msgspec
import pytest

from moment.behaviour.export import export_bytes, export_bytes_each
from moment.behaviour.export.columnar import FORMAT, MAGIC, OVERVIEW_ABOVE, Header, Row, RunDoc, read, write
from moment.behaviour.seal import is_sealed_bytes
from tests.unit.behaviour.export.test_export import order

CORRELATION = "corr-order-placed-001"
HEADER = Header(
    format=FORMAT, spec_hash="5c1f2a90b3d47e68", flow="order-placed", seed=1, scope={"instances": 1, "faults": 1},
    start="2026-01-15T10:00:00.000Z", rows=3,
    runs=[RunDoc("order-placed-happy-path", "Order Placed — Happy Path", "happy", "completed", 0, 3)],
    lanes=["ordering", "fulfillment"], kinds=[], reasons=[], faults=[], columns={},
)  # fmt: skip
ROWS = [
    Row("handle:ordering.PlaceOrder", "handle", "ordering", "Ordering/Order", CORRELATION),
    Row("deliver:OrderPlaced>Fulfillment", "deliver", "fulfillment", "", CORRELATION, causes=((0, "emitted"),)),
    Row(
        "handle:fulfillment.InitiateFulfillment", "handle", "fulfillment", "Fulfillment/FulfillmentRequest", CORRELATION,
        1000, causes=((1, "triggered-by"),),
    ),
]  # fmt: skip


def test_the_run_of_the_design_is_the_bytes_of_the_design() -> None:
    data = write(HEADER, ROWS)
    digest = sha256(data).hexdigest()
    assert (len(data), digest[:8], digest[-8:]) == (1090, "a0a6515e", "1689d3f1")


def test_what_is_written_is_read() -> None:
    row = ROWS[2]._replace(
        severity=3, fault="duplicate", moment="moment:a", diff=(("lane:x", "a", "b"),), checks=(("c", False),),
        events=("Placed",), fields=("orderId",), payload='{"orderId":1}',
    )  # fmt: skip
    found = read(write(HEADER, [*ROWS[:2], row]))
    texts = found.texts()
    assert found.header.faults == ["", "duplicate"]
    assert list(found.columns["fault"]) == [0, 0, 1]
    assert list(found.columns["severity"]) == [0, 0, 3]
    assert [texts[number] for number in found.columns["diffPath"]] == ["lane:x"]
    assert [texts[number] for number in found.columns["event"]] == ["Placed"]
    assert list(found.columns["payloadStart"]) == [0, 0, 0, 13]
    assert found.columns["payloadBytes"].tobytes() == b'{"orderId":1}'
    assert list(found.header.columns)[-1] == "payloadBytes"


def test_an_overview_stands_in_big_files_only() -> None:
    rows = [Row("handle:a.B", "handle", "ordering", milliseconds=number) for number in range(OVERVIEW_ABOVE + 1)]
    count = read(write(HEADER, rows)).columns["overviewCount"]
    assert (len(count), sum(count)) == (2 * 1024, OVERVIEW_ABOVE + 1)
    assert "overviewCount" not in read(write(HEADER, rows[1:])).columns


def test_scenarios_stand_one_after_the_other() -> None:
    found = order()
    data = export_bytes("columns", found)
    header = read(data).header
    assert [(run.run_id, run.first, run.rows) for run in header.runs] == [
        ("order-placed-happy-path", 0, 3),
        ("order-placed-negative-order-not-placed", 3, 1),
        ("order-placed-fault-duplicate-order-placed", 4, 6),
    ]
    assert (header.flow, header.rows, header.lanes) == ("order-placed", 10, ["ordering", "fulfillment"])
    assert is_sealed_bytes(data)
    assert not is_sealed_bytes(data[:-1] + b"?")
    assert data == export_bytes("columns", order())


def test_every_scenario_can_stand_alone() -> None:
    found = order()
    alone = dict(export_bytes_each("columns", found))
    assert list(alone) == [scenario.id for scenario in found.scenarios]
    assert [read(data).header.rows for data in alone.values()] == [3, 1, 6]


def test_nothing_was_run() -> None:
    empty = read(export_bytes("columns", dataclasses.replace(order(), flows=())))
    assert (empty.header.runs, empty.header.rows) == ([], 0)


def with_columns(**columns: tuple[str, int, int]) -> bytes:
    header = msgspec.json.encode(msgspec.structs.replace(HEADER, columns=columns))
    header += b" " * (-(12 + len(header)) % 8)
    return MAGIC + len(header).to_bytes(4, "little") + header + bytes(32)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it does not begin with MOMRUN1"),
        (MAGIC + b"\xff\xff\xff\xff", "the header ends beyond the file"),
        (MAGIC + b"\2\0\0\0{}", "the header cannot be read"),
        (with_columns(time=("f64", 0, 5)), "column `time` ends beyond the file"),
        (with_columns(time=("f64", 0, 2), kind=("u8", 8, 1)), "column `kind` overlaps column `time`"),
        (with_columns(time=("f32", 0, 2)), "column `time` is not described"),
        (with_columns(time=("u8", 4, 2)), "column `time` is not described"),
    ],
)
def test_a_broken_file_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(data)
