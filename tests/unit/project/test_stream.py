from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from moment.diagnostics.model import Severity
from moment.project.files import Memory
from moment.project.stream import Reading, read_events, written_event
from moment.sync import SiftEventStreamReader
from tests.unit.sift.streams import line, written

ROOT = Path("/p")


def read(files: dict[str, str], **options: object) -> Reading:
    return read_events(ROOT, files=Memory({f"/p/{name}": text for name, text in files.items()}), **options)  # type: ignore[arg-type]


def problems(reading: Reading) -> list[str]:
    return [f"{finding.code} {finding.message}" for finding in reading.findings]


def test_both_folders_are_read_by_name_with_the_numbers_of_their_lines() -> None:
    reading = read({
        ".domain/b.jsonl": written(line(name="b1"), "", line(name="b2")),
        ".domain/a.jsonl": written(line(name="a1")),
        ".complai/events/sift/x.jsonl": written(line(name="x1")),
        ".complai/events/moment/y.jsonl": written(line(name="y1", productSource="moment")),
        ".domain/deeper/c.jsonl": written(line(name="c1")),
        ".domain/notes.txt": "no event",
    })  # fmt: skip
    found = [(event.event_id, event.place.path, event.place.line) for event in reading.events]
    assert found == [
        ("a1", ".domain/a.jsonl", 1),
        ("b1", ".domain/b.jsonl", 1),
        ("b2", ".domain/b.jsonl", 3),
        ("y1", ".complai/events/moment/y.jsonl", 1),
        ("x1", ".complai/events/sift/x.jsonl", 1),
    ]
    assert (reading.files_read, reading.lines_read, reading.findings) == (4, 6, [])


def test_no_stream_is_no_event() -> None:
    assert read({}) == Reading()


def test_an_event_is_written_as_it_was_read_with_members_that_nobody_knows() -> None:
    said = line(trace={"id": [1, None]}, causationEventIds=["e0"])
    (event,) = read({".domain/a.jsonl": written(said)}).events
    assert written_event(event) == said
    assert (event.type, event.instant) == ("BoundedContextDefined", datetime(2026, 1, 15, 10, tzinfo=UTC))


@pytest.mark.parametrize("version", [1, "1", "1.2", "1.0.0"])
def test_every_first_version_is_read(version: object) -> None:
    assert len(read({".domain/a.jsonl": written(line(version=version))}).events) == 1


def test_only_five_members_must_be_there() -> None:
    said = {key: value for key, value in line().items() if key in ("eventId", "eventType", "productSource", "timestamp", "payload")}  # fmt: skip
    (event,) = read({".domain/a.jsonl": written(said)}).events
    assert (event.version, event.session_id, event.causation_event_ids, event.correlation_id) == ("1", "", (), "")


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ("null", "MOM840 line 2 of `.domain/a.jsonl`: it is no object"),
        ("{", "MOM840 line 2 of `.domain/a.jsonl`: it is no JSON"),
        ("[" * 100_000, "MOM840 line 2 of `.domain/a.jsonl`: it is no JSON"),
        (line(eventId=3), "MOM840 line 2 of `.domain/a.jsonl`: `eventId` is no text"),
        (line(eventId=""), "MOM840 line 2 of `.domain/a.jsonl`: `eventId` is empty"),
        ({"eventId": "e"}, "MOM840 line 2 of `.domain/a.jsonl`: `eventType` is missing"),
        (line(payload=[]), "MOM840 line 2 of `.domain/a.jsonl`: `payload` is no object"),
        (line(timestamp="yesterday"), "MOM840 line 2 of `.domain/a.jsonl`: `timestamp` is no ISO 8601 time"),
        (line(causationEventIds="e"), "MOM840 line 2 of `.domain/a.jsonl`: `causationEventIds` is no list of texts"),
        (line(version="new"), "MOM840 line 2 of `.domain/a.jsonl`: `version` is none"),
        (line(version="2.0"), "MOM846 line 2 of `.domain/a.jsonl` has version 2.0"),
    ],
)
def test_a_line_that_is_no_event_is_said_and_the_rest_is_read(bad: object, problem: str) -> None:
    reading = read({".domain/a.jsonl": written(line(name="größe"), bad, line(name="e3"))})
    assert [event.event_id for event in reading.events] == ["größe", "e3"]
    assert problems(reading) == [problem]
    text = written(line(name="größe"), bad)
    assert reading.findings[0].place.start == text.index("\n") + 1


def test_a_time_without_offset_is_utc_and_said() -> None:
    reading = read({".domain/a.jsonl": written(line(timestamp="2026-01-15T10:00:00"))})
    assert reading.events[0].instant == datetime(2026, 1, 15, 10, tzinfo=UTC)
    assert problems(reading) == ["MOM840 line 1 of `.domain/a.jsonl`: `timestamp` has no offset and is read as UTC"]
    assert reading.findings[0].severity is Severity.WARNING


def test_since_is_inclusive_and_compares_instants() -> None:
    said = [line(name=name, timestamp=at) for name, at in (
        ("early", "2026-01-15T11:59:59+02:00"), ("at", "2026-01-15T12:00:00+02:00"), ("late", "2026-01-15T10:00:01Z"),
    )]  # fmt: skip
    reading = read({".domain/a.jsonl": written(*said)}, since=datetime(2026, 1, 15, 10, tzinfo=UTC))
    assert [event.event_id for event in reading.events] == ["at", "late"]


def test_a_cursor_goes_on_where_reading_stopped() -> None:
    first = read({".domain/a.jsonl": written(line(name="e1"), "")})
    both = written(line(name="e1"), "", line(name="e2"))
    second = read({".domain/a.jsonl": both}, cursor=first.positions)
    assert [(event.event_id, event.place.line) for event in second.events] == [("e2", 3)]
    third = read({".domain/a.jsonl": both}, cursor=second.positions)
    assert (third.events, third.positions) == ([], second.positions)
    anew = written(line(name="n1"), line(name="n2"), line(name="n3"))
    assert len(read({".domain/a.jsonl": anew}, cursor=second.positions).events) == 3
    assert len(read({".domain/a.jsonl": written(line(name="n1"))}, cursor=second.positions).events) == 1


def test_a_line_that_is_being_written_is_read_when_it_is_whole() -> None:
    whole = written(line(name="e1"), line(name="e2"))
    first = read({".domain/a.jsonl": whole[:-20]})
    assert problems(first) == ["MOM840 line 2 of `.domain/a.jsonl`: it is not written to its end"]
    second = read({".domain/a.jsonl": whole}, cursor=first.positions)
    assert [event.event_id for event in second.events] == ["e2"]
    without_end = read({".domain/a.jsonl": whole[:-1]}, cursor=first.positions)
    assert [event.event_id for event in without_end.events] == ["e2"]


def test_of_every_prefix_nothing_is_read_that_is_not_there() -> None:
    whole = written(line(name="e1"), line(name="e2"))
    for length in range(len(whole)):
        reading = read({".domain/a.jsonl": whole[:length]})
        lines = [each for each in whole[:length].split("\n") if each]
        expected = sum(1 for each in lines if each.endswith("}}") and json.loads(each))
        assert len(reading.events) == expected


def test_what_a_whole_file_has_in_every_line_is_told_once() -> None:
    stamp = {"timestamp": "2026-01-15T10:00:00"}
    newer = [line(name=f"n{number}", version="2.0") for number in range(3)]
    plain = [line(name=f"e{number}", **stamp) for number in range(2)]
    reading = read({".domain/a.jsonl": written(*newer, *plain), ".domain/b.jsonl": written(line(name="b", **stamp))})
    assert len(reading.events) == 3
    assert [f"{each.severity.name} {each.message}" for each in reading.findings] == [
        "WARNING line 1 of `.domain/a.jsonl` has version 2.0",
        "WARNING line 4 of `.domain/a.jsonl`: `timestamp` has no offset and is read as UTC",
        "WARNING line 1 of `.domain/b.jsonl`: `timestamp` has no offset and is read as UTC",
    ]
    assert [str(each.hint).partition(". ")[2] for each in reading.findings] == [
        "So are 2 more lines of this file. Use a version of moment that knows it.", "So is one more.", "",
    ]  # fmt: skip


def test_a_mark_before_the_first_line_and_absent_versions_are_nothing() -> None:
    reading = read({".domain/a.jsonl": "\ufeff" + written(line(name="e1", version=None))})
    assert ([event.version for event in reading.events], reading.findings) == (["1"], [])


def test_a_version_may_have_any_length() -> None:
    assert problems(read({".domain/a.jsonl": written(line(version="1" * 6000))})) == [
        "MOM840 line 1 of `.domain/a.jsonl`: `version` is none"
    ]


def test_faults_stand_where_they_are_in_the_text() -> None:
    text = written(line(name="\xe4"), None, line(name="e2"), 7)
    found = read({".domain/a.jsonl": text}).findings
    assert [text[each.place.start : each.place.end] for each in found] == ["null", "7"]


def test_a_reader_keeps_all_that_two_events_of_one_id_say(tmp_path: Path) -> None:
    (tmp_path / ".domain").mkdir()
    lines = [line(name="e1"), line(name="e1", payload={"contextName": "Other"}), line(name="e1")]
    (tmp_path / ".domain" / "a.jsonl").write_text(written(*lines), encoding="utf-8")
    reader = SiftEventStreamReader()
    found = reader.read(tmp_path)
    assert ([event.payload["contextName"] for event in found.events], found.duplicates) == (["Sales", "Other"], 1)
    since = (datetime(2026, 1, 15, 10), date(2026, 1, 15), "2026-01-15T11:00:00+01:00", datetime(2026, 1, 15, 10, 0, 1))
    assert [len(reader.read(tmp_path, each).events) for each in since] == [2, 2, 2, 0]


def test_a_finding_is_on_its_line_in_code_points_whatever_stands_before() -> None:
    text = "".join(f"{each}\n" for each in ("\u00e9\U0001f600 null", "{}", json.dumps(line()), "\u00e9[", "1"))
    found = [finding.place for finding in read({".domain/a.jsonl": text}).findings]
    assert [text[place.start : place.end] for place in found] == ["\u00e9\U0001f600 null", "{}", "\u00e9[", "1"]
