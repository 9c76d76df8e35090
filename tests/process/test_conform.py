"""``moment conform`` as a person sees it: transcripts, bad input of every kind, and the example of its page."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from moment.cli.formats import schema
from tests.conftest import Golden
from tests.process.commands import Ran, run, transcript
from tests.process.test_cli import GOOD

LIBRARY = str(Path(__file__).parents[2] / "examples" / "library")
PAGE = Path(__file__).parents[2] / "docs" / "conform.md"
IDS = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in range(3)]
PAYLOADS: dict[str, tuple[str, dict[str, Any]]] = {
    "LoanStarted": ("lending", {"loanId": IDS[1], "readerId": IDS[2], "title": "Emma", "dueOn": "2026-02-01"}),
    "BookReturned": (
        "lending",
        {"loanId": IDS[1], "readerId": IDS[2], "dueOn": "2026-02-01", "returnedAt": "2026-02-03T10:00:00Z"},
    ),
    "FeeCharged": ("fees", {"loanId": IDS[1], "readerId": IDS[2], "amount": 1.5}),
    "FeeWaived": ("fees", {"loanId": IDS[1]}),
}


def events(*runs: str, **more: Any) -> list[dict[str, Any]]:
    """CloudEvents of the library, each run a correlation; ``more`` are further attributes of all."""
    found: list[dict[str, Any]] = []
    for number, names in enumerate(runs, 1):
        for name in names.split():
            source, data = PAYLOADS[name]
            found.append(
                {
                    "specversion": "1.0", "id": str(len(found) + 1), "source": f"/{source}", "type": name,
                    "time": (START + timedelta(seconds=len(found))).isoformat(), "correlationid": f"c{number}", "data": data, **more,
                }
            )  # fmt: skip
    return found


def write(folder: Path, log: list[dict[str, Any]], name: str = "log.jsonl") -> None:
    (folder / name).write_text("".join(json.dumps(event) + "\n" for event in log), encoding="utf-8")


START = datetime(2026, 2, 3, 10, tzinfo=UTC)
HAPPY = "LoanStarted BookReturned FeeCharged"


def library(folder: Path, *arguments: str) -> Any:
    """The answer about ``log.jsonl`` as JSON, valid by its published schema."""
    ran = run(folder, "conform", "log.jsonl", LIBRARY, "--json", *arguments)
    answer = json.loads(ran.out)
    Draft202012Validator(json.loads(schema(answer["format"]))).validate(answer)
    assert ran.exit == answer.get("exit", 2)
    return answer


def aside(answer: Any) -> dict[str, int]:
    return {each["kind"]: each["count"] for each in answer["aside"]}


def test_transcripts(tmp_path: Path, golden: Golden) -> None:
    (tmp_path / "shop.moment").write_text(GOOD, encoding="utf-8")

    def event(number: int, name: str, correlation: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        source = "/dispatch" if name.endswith("ParcelPacked") else "/sales"
        return {"id": str(number), "source": source, "type": name, "correlationid": correlation, "data": data, **more}

    order = {"orderId": IDS[1], "customerId": IDS[2]}
    parcel = {"parcelId": IDS[0], "orderId": IDS[1]}
    write(tmp_path, [event(1, "OrderPlaced", "a", order), event(2, "ParcelPacked", "a", parcel)], "good.jsonl")
    bad = [
        event(1, "acme:OrderPlaced", "a", {"customerId": IDS[2], "gift": True}),
        event(2, "acme:ParcelPacked", "a", parcel | {"parcelId": 17}) | {"source": "/unheard-of"},
        event(3, "acme:ParcelPacked", "b", parcel), event(4, "acme:OrderPlaced", "b", order),
        event(5, "acme:OrderPlaced", "c", order), event(6, "acme:OrderPlaced", "c", order),
        event(7, "acme:OrderPlcaed", "d", order), event(7, "acme:OrderPlaced", "d", order),
        event(7, "acme:OrderPlaced", "d", order), event(8, "acme:ParcelPacked", "d", parcel) | {"source": "/sales"}, {"no": "type"},
    ]  # fmt: skip
    write(tmp_path, bad, "bad.jsonl")
    golden.file(
        "cli/conform.txt",
        transcript(
            tmp_path, "conform good.jsonl", "conform good.jsonl --json", "conform good.jsonl --faults none --max-faults 0 --strict",
            "conform bad.jsonl", "conform bad.jsonl --type-prefix acme: --flow order-to-parcel",
            "conform good.jsonl --correlation data.orderId --order time --window 10 --open 1 --limit-states 1000",
            "conform good.jsonl --limit-states 1", "conform good.jsonl --flow order-to-parcl", "conform gone.jsonl", "conform .",
            "conform", "conform good.jsonl -", "conform good.jsonl --faults loose", "conform good.jsonl --format sarif",
        ),
    )  # fmt: skip


def test_the_example_of_the_page(tmp_path: Path) -> None:
    write(tmp_path, events(HAPPY, "LoanStarted BookReturned", "LoanStarted FeeCharged"), "events.jsonl")
    ran = run(tmp_path, "conform", "events.jsonl", LIBRARY)
    shown = re.search(
        r"```console\n\$ moment conform events.jsonl\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown is not None
    assert re.sub(r"\d+ ms", "5 ms", ran.out) == shown[1]


@pytest.mark.parametrize(("content", "flaws", "code"), [
    (b'{"type": "LoanStarted', {"not-json": 1}, 0),
    (b"null", {"not-an-object": 1}, 0),
    (b"17\n[]\n[1]\n\"x\"", {"not-an-object": 3}, 0),
    (b'{"a": 1}\n{"type": null}\n{"type": ""}\n{"type": 3}', {"no-type": 4}, 0),
    (b"\xff\xfe\x00", {"not-utf8": 1}, 0),
    (b'{"type": "\xff"}', {"not-utf8": 1}, 0),
    (b"\n  \n\r\n", {}, 0),
    (b"[" * 100_000, {"not-json": 1}, 0),
    (b"\0" * 100, {"not-json": 1}, 0),
    (b'{"resourceSpans": 7}', {"no-type": 1}, 0),
    (b'{"resourceSpans": [null, {"scopeSpans": [{"spans": [{"name": 5, "attributes": 7, "startTimeUnixNano": {}}]}]}]}', {}, 0),
    (b'{"type": "LoanStarted", "id": [], "source": {}, "time": [], "correlationid": {}, "data": {}}', {}, 1),
    (b'{"type": "LoanStarted", "data_base64": "!!", "correlationid": "z"}', {}, 1),
])  # fmt: skip
def test_bad_lines_among_good_ones(tmp_path: Path, content: bytes, flaws: dict[str, int], code: int) -> None:
    write(tmp_path, events(HAPPY))
    log = tmp_path / "log.jsonl"
    log.write_bytes(log.read_bytes() + content)
    ran = run(tmp_path, "conform", "log.jsonl", LIBRARY)
    assert (ran.exit, "Traceback" in ran.err) == (code, False)
    answer = library(tmp_path)
    found = {each["subject"]: each["count"] for each in answer["aside"] if each["kind"] == "unreadable"}
    assert (found, answer["complete"]) == (flaws, not flaws)
    assert {end["verdict"]: end["runs"] for end in answer["flows"][0]["ends"]} == {"completed": 1}
    assert run(tmp_path, "conform", "log.jsonl", LIBRARY, "--strict").exit == (1 if flaws else ran.exit)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"null\n", b"\xff", b"{}", b"[]", b"x" * (17 << 20), b"\x1f\x8b", b"\x1f\x8bxx"]
)
def test_a_log_without_an_event_is_no_answer(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "log.jsonl").write_bytes(content)
    ran = run(tmp_path, "conform", "log.jsonl", LIBRARY)
    assert (ran.exit, ran.out, ran.err.splitlines()[0]) == (2, "", "error: no event in `log.jsonl`")
    assert library(tmp_path)["code"] == "no-event"


@pytest.mark.parametrize(("name", "reason"), [("gone.jsonl", "it does not exist"), (".", "it is a folder")])
def test_a_log_that_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    ran = run(tmp_path, "conform", name, LIBRARY)
    assert (ran.exit, ran.err.splitlines()[0]) == (2, f"error: `{name}` cannot be read: {reason}")


def test_gzip_whole_and_torn_by_file_and_by_stream(tmp_path: Path) -> None:
    write(tmp_path, events(*[HAPPY] * 2000))
    plain = (tmp_path / "log.jsonl").read_bytes()
    packed = gzip.compress(plain, mtime=0)
    (tmp_path / "log.jsonl").write_bytes(packed)
    assert (library(tmp_path)["exit"], library(tmp_path)["counts"]["events"]) == (0, 6000)
    (tmp_path / "log.jsonl").write_bytes(packed[: len(packed) // 2])
    torn = library(tmp_path)
    assert 1000 < torn["counts"]["events"] < 6000
    assert {each["subject"] for each in torn["aside"]} == {"torn", "not-json"}
    for content in (plain, packed):
        assert piped(tmp_path, content).out.splitlines()[-1] == "conforms: 6,000 events of 2,000 correlations"


def piped(folder: Path, content: bytes) -> Ran:
    command = [sys.executable, "-m", "moment", "conform", "-", LIBRARY]
    done = subprocess.run(command, cwd=folder, input=content, capture_output=True, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    write(tmp_path, events(HAPPY))
    log = tmp_path / "log.jsonl"
    log.write_bytes(b"\xef\xbb\xbf" + log.read_bytes().replace(b"\n", b"\r\n"))
    assert (library(tmp_path)["exit"], library(tmp_path)["aside"]) == (0, [])


def test_a_batch_is_a_line_of_several_events(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(json.dumps(events(HAPPY)), encoding="utf-8")
    assert library(tmp_path)["counts"]["replayed"] == 3


@pytest.mark.parametrize("attribute", ["correlationid", "correlationId", "correlation_id", "traceparent"])
def test_where_a_correlation_is_found(tmp_path: Path, attribute: str) -> None:
    log = events(HAPPY, "LoanStarted BookReturned FeeWaived")
    for event in log:
        own = event.pop("correlationid")
        event[attribute] = f"00-{own:0>32}-00f067aa0ba902b7-01" if attribute == "traceparent" else own
    write(tmp_path, log)
    assert library(tmp_path)["counts"]["correlations"] == 2


def test_a_log_without_correlations_names_the_way_out(tmp_path: Path) -> None:
    log = events(HAPPY)
    for event in log:
        del event["correlationid"]
    write(tmp_path, log)
    ran = run(tmp_path, "conform", "log.jsonl", LIBRARY)
    assert (ran.exit, ran.out.splitlines()[-1]) == (
        1, "nothing to judge: no event with a correlation belongs to a flow; see --correlation and --type-prefix",
    )  # fmt: skip
    assert library(tmp_path, "--correlation", "data.loanId")["exit"] == 0
    assert library(tmp_path, "--correlation", "data.nothing.here")["counts"]["correlations"] == 0


def test_order_by_time_mends_what_was_shuffled_as_far_as_the_window_goes(tmp_path: Path) -> None:
    write(tmp_path, list(reversed(events(HAPPY))))
    assert [each["kind"] for each in library(tmp_path)["divergences"]] == ["swapped"]
    assert library(tmp_path, "--order", "time")["exit"] == 0
    narrow = library(tmp_path, "--order", "time", "--window", "1")
    assert (narrow["exit"], aside(narrow)) == (1, {"late": 1, "out-of-order": 1})


def test_wrong_times_are_told(tmp_path: Path) -> None:
    log = events(HAPPY)
    log[0]["time"], log[1]["time"], log[2]["time"] = "2999-01-01T00:00:00Z", "soon", "2026-02-03T10:00:00Z"
    log[2]["causationid"] = "1"
    write(tmp_path, log)
    assert aside(library(tmp_path)) == {"future": 1, "unreadable-time": 1, "out-of-order": 1, "before-cause": 1}


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """Peak memory of two logs, one ten times the other, with few correlations kept."""

    def peak(runs: int) -> int:
        write(tmp_path, events(*[HAPPY] * runs))
        code = "import resource, sys\nfrom moment.cli import main\ntry:\n    main()\nfinally:\n"
        code += "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        command = [sys.executable, "-c", code, "conform", "log.jsonl", LIBRARY, "--open", "100"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == f"conforms: {3 * runs:,} events of {runs:,} correlations"
        return int(done.stderr.splitlines()[-1])

    assert peak(30_000) < 1.1 * peak(3_000)
