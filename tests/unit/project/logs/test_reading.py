"""Logs as blocks of lines, lines as events, events by time."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import pytest

from moment.behaviour.conform.logged import Flaw, Logged
from moment.project.logs.blocks import LONGEST, SIZE, Block, blocks
from moment.project.logs.lines import Lines
from moment.project.logs.reordering import by_time


def lines_of(content: bytes, *, size: int = SIZE, longest: int = LONGEST) -> tuple[list[tuple[int, bytes]], list[Flaw]]:
    """Every line that is not empty with its number, and the flaws."""
    found: list[tuple[int, bytes]] = []
    flaws: list[Flaw] = []
    for block in blocks(io.BytesIO(content), size=size, longest=longest):
        found.extend((number, line) for number, line in enumerate(block.lines, block.first) if line)
        flaws.extend(block.flaws)
    return found, flaws


@pytest.mark.parametrize("size", [3, 4, 7, 64])
@pytest.mark.parametrize("packed", [False, True])
def test_lines_are_the_same_whatever_the_size_of_blocks(size: int, packed: bool) -> None:
    content = b"one\n\nthree\r\nfour\n" + b"x" * 50 + b"\nlast"
    expected = [(number, line) for number, line in enumerate(content.split(b"\n"), 1) if line]
    assert lines_of(gzip.compress(content) if packed else content, size=size) == (expected, [])


def test_a_line_that_is_too_long_is_a_flaw_and_the_next_is_read() -> None:
    found, flaws = lines_of(b"a\n" + b"x" * 100 + b"\nb\n" + b"y" * 100, size=4, longest=10)
    assert found == [(1, b"a"), (3, b"b")]
    assert [(flaw.line, flaw.kind) for flaw in flaws] == [(2, "too-long"), (4, "too-long")]


def test_members_of_a_gzip_stream_follow_each_other() -> None:
    assert lines_of(gzip.compress(b"a\nb") + gzip.compress(b"c\nd") + b"\0" * 512)[0] == [
        (1, b"a"),
        (2, b"bc"),
        (3, b"d"),
    ]


@pytest.mark.parametrize("kept", [12, 30, 60])
def test_a_stream_that_breaks_off_is_torn_behind_what_it_held(kept: int) -> None:
    packed = gzip.compress(bytes(range(256)) * 4, compresslevel=0)
    found, flaws = lines_of(packed[:kept])
    assert [flaw.kind for flaw in flaws] == ["torn"]
    assert sum(len(line) + 1 for _, line in found) <= kept


def test_what_is_no_gzip_behind_its_mark_is_torn() -> None:
    assert [flaw.kind for flaw in lines_of(b"\x1f\x8bnot at all")[1]] == ["torn"]


def read(*written: Any, correlation: str | None = None) -> list[Logged | Flaw]:
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in written]
    return list(Lines(correlation=correlation).events([Block(1, lines)]))


def test_a_cloud_event() -> None:
    event = {
        "specversion": "1.0", "id": "7", "source": "/a", "type": "T", "time": "2026-01-01T00:00:00Z", "data": {"x": [1]},
        "correlationid": "c", "causationid": "6", "unheard": {"of": 1},
    }  # fmt: skip
    assert read(event) == [Logged(1, "T", "/a", "7", "2026-01-01T00:00:00Z", "c", "6", {"x": [1]})]


@pytest.mark.parametrize(("event", "data"), [
    ({"data_base64": "eyJhIjogMX0="}, {"a": 1}), ({"data_base64": "eyJh"}, "eyJh"), ({"data_base64": 7}, 7),
    ({}, {}), ({"data": None}, None), ({"data": "text"}, "text"),
])  # fmt: skip
def test_payloads_of_cloud_events(event: dict[str, Any], data: Any) -> None:
    assert [each.data for each in read({"type": "T", **event}) if isinstance(each, Logged)] == [data]


@pytest.mark.parametrize(("name", "event", "expected"), [
    (None, {"correlationid": 7}, "7"), (None, {"correlationid": True}, None), (None, {"correlationid": ""}, None),
    (None, {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}, "0af7651916cd43dd8448eb211c80319c"),
    (None, {"traceparent": "nonsense"}, None), ("subject", {"subject": "s"}, "s"), ("subject", {"correlationid": "c"}, None),
    ("data.order.id", {"data": {"order": {"id": 5}}}, "5"), ("data.order.id", {"data": {"order": []}}, None),
    ("data.id", {}, None), ("source", {"source": "/a"}, "/a"),
])  # fmt: skip
def test_correlations(name: str | None, event: dict[str, Any], expected: str | None) -> None:
    assert [
        each.correlation for each in read({"type": "T", **event}, correlation=name) if isinstance(each, Logged)
    ] == [expected]


def test_a_batch_keeps_its_line_and_tells_what_is_no_event() -> None:
    found = read({"type": "A"}, [{"type": "B"}, {"no": 1}, {"type": "C"}])
    assert [(each.line, each.type if isinstance(each, Logged) else each.kind) for each in found] == [
        (1, "A"), (2, "B"), (2, "no-type"), (2, "C"),
    ]  # fmt: skip


def attributes(**values: Any) -> list[dict[str, Any]]:
    return [{"key": key.replace("__", "."), "value": value} for key, value in values.items()]


def span(name: Any, start: Any, **more: Any) -> dict[str, Any]:
    return {"traceId": "t", "spanId": f"s{start}", "name": name, "startTimeUnixNano": start, **more}


def resource(service: str, *spans: dict[str, Any]) -> dict[str, Any]:
    declared = {"attributes": attributes(service__name={"stringValue": service})}
    return {"resource": declared, "scopeSpans": [{"spans": list(spans)}]}


def test_spans_of_a_line_come_by_time_with_the_events_in_them() -> None:
    inside = {"name": "Inner", "timeUnixNano": "1500000000", "attributes": attributes(data={"stringValue": '{"x": 1}'})}
    line = {"resourceSpans": [
        resource("b", span("GET /late", "2000000000", kind=2)),
        resource("a", span("Early", "1000000000", parentSpanId="p", events=[inside])),
    ]}  # fmt: skip
    assert read(line) == [
        Logged(1, "Early", "a", "s1000000000", 1.0, "t", "p", None, has_data=False, is_loose=True),
        Logged(1, "Inner", "a", "s1000000000.0", 1.5, "t", "s1000000000", {"x": 1}, is_loose=True),
        Logged(1, "", "b", "s2000000000", 2.0, "t", None, None, has_data=False, is_loose=True),
    ]


def test_of_spans_that_begin_together_the_upper_comes_first() -> None:
    def one(name: str, own: str, parent: str) -> dict[str, Any]:
        return {"name": name, "spanId": own, "parentSpanId": parent, "startTimeUnixNano": 1_000_000_000}

    spans = [one("C", "3", "2"), one("A", "1", ""), one("B", "2", "1"), one("D", "4", "5"), one("E", "5", "4")]
    assert [each.type for each in read({"resourceSpans": [resource("a", *spans)]}) if isinstance(each, Logged)] == [
        "A", "E", "B", "D", "C",
    ]  # fmt: skip


def test_attributes_name_the_event_and_everything_about_it() -> None:
    named = attributes(
        cloudevents__event_type={"stringValue": "T"}, cloudevents__event_id={"intValue": "17"},
        correlationid={"stringValue": "c"}, causationid={"stringValue": "16"},
        data={"kvlistValue": {"values": attributes(
            n={"intValue": "5"}, d={"doubleValue": 0.5}, b={"boolValue": False}, s={"stringValue": "x"},
            l={"arrayValue": {"values": [{"intValue": "1"}, {"stringValue": "y"}]}}, nothing={},
        )}},
    )  # fmt: skip
    (found,) = read({"resourceSpans": [resource("a", span("send x", 1_000_000_000, kind=5, attributes=named))]})
    assert found == Logged(
        1, "T", "a", "17", 1.0, "c", "16", {"n": 5, "d": 0.5, "b": False, "s": "x", "l": [1, "y"], "nothing": None},
        received=True, is_loose=True,
    )  # fmt: skip


@pytest.mark.parametrize(("start", "seconds"), [
    ("1500000000", 1.5), (2_000_000_000, 2.0), ("", None), ("-1", None), (None, None), (True, None), ("9" * 40, None), (0, None),
])  # fmt: skip
def test_times_of_spans(start: Any, seconds: float | None) -> None:
    assert [e.time for e in read({"resourceSpans": [resource("a", span("A", start))]}) if isinstance(e, Logged)] == [
        seconds
    ]


def at(line: int, time: str | float | None) -> Logged:
    return Logged(line, "T", None, None, time, None, None, None)


@pytest.mark.parametrize(("window", "times", "expected"), [
    (10, [3.0, 1.0, 2.0], [2, 3, 1]), (1, [1.0, 2.0, 3.0], [1, 2, 3]), (10, [1.0, 1.0, 1.0], [1, 2, 3]),
    (10, [2.0, None, 1.0], [3, 1, 2]), (10, ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"], [2, 1]),
    (10, [1.0, "never", 2.0], [1, 2, 3]), (1, [3.0, 4.0, 1.0], [1, "late 3", 3, 2]),
])  # fmt: skip
def test_order_by_time(window: int, times: list[Any], expected: list[Any]) -> None:
    events = [at(line, time) for line, time in enumerate(times, 1)]
    found = [
        each.line if isinstance(each, Logged) else f"{each.kind} {each.line}" for each in by_time(events, window=window)
    ]
    assert found == expected
