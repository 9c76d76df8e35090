"""Logs: what is appended is there, what is damaged is named, and what can be trusted is read."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pytest

from moment.diagnostics.model import Diagnostic
from moment.project.lock import holder, lock
from moment.project.log import REPAIRED, Log, Stream, read_log
from moment.project.record import Record, compose, decode, encode
from moment.project.repair import Repaired, repair
from moment.project.store import Store
from moment.project.versioning import ATTRIBUTES_TEXT, IGNORE_TEXT
from tests.storage import MemoryStorage

SYNC = Stream("sync", "log/sync.jsonl", frozenset({"Done"}))
LOG = Path(".moment/log/sync.jsonl")


def store(root: Path, actor: str = "ann") -> Store:
    return Store(root / ".moment", actor=actor, now=lambda: datetime(2026, 1, 15, 10, tzinfo=UTC))


def append(target: Store, *numbers: int) -> Record | Diagnostic | None:
    return target.append(SYNC, lambda log: [{"type": "Done", "number": number} for number in numbers])


def numbers(log: Log) -> list[int]:
    return [event["number"] for event in log.events if event["type"] == "Done"]


def codes(log: Log) -> list[str]:
    return [finding.code for finding in log.findings]


def chain(length: int) -> list[Record]:
    """Records after one another, as one writer appends them."""
    found: list[Record] = []
    for number in range(1, length + 1):
        prev = (found[-1].sum,) if found else ()
        events = ({"type": "Done", "number": number, "text": "größer"},)
        found.append(compose("sync", seq=number, prev=prev, at="t", actor="ann", tx="", events=events))
    return found


def written(*records: Record) -> bytes:
    return b"".join(encode(record) for record in records)


def test_a_record_is_one_line_in_the_published_form(tmp_path: Path) -> None:
    append(store(tmp_path), 1)
    head = '{"v":1,"stream":"sync","seq":1,"prev":[],"at":"2026-01-15T10:00:00.000Z","actor":"ann","tx":"",'
    members = json.loads(head + '"events":[{"type":"Done","number":1}]}')
    plain = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    total = sha256(plain.encode()).hexdigest()[:32]
    expected = f'{head}"events":[{{"type":"Done","number":1}}],"sum":"{total}"}}\n'
    assert (tmp_path / LOG).read_text(encoding="utf-8") == expected


def test_each_record_follows_the_one_before() -> None:
    disk = MemoryStorage({"/p/moment.toml": b""})
    one = Store(Path("/p/.moment"), storage=disk)
    for number in range(1, 4):
        append(one, number)
    records = Store(Path("/p/.moment"), storage=disk).read(SYNC).records
    assert [record.seq for record in records] == [1, 2, 3]
    assert [record.prev for record in records] == [(), (records[0].sum,), (records[1].sum,)]
    assert numbers(one.read(SYNC)) == [1, 2, 3]


def test_two_stores_see_what_the_other_appends(tmp_path: Path) -> None:
    first, second = store(tmp_path), store(tmp_path, "bob")
    for number in range(6):
        append((first, second)[number % 2], number)
    assert numbers(first.read(SYNC)) == numbers(second.read(SYNC)) == list(range(6))
    assert [record.actor for record in first.read(SYNC).records] == ["ann", "bob"] * 3


def test_a_decision_is_made_over_what_is_there(tmp_path: Path) -> None:
    first, second = store(tmp_path), store(tmp_path)
    append(first, 1)
    second.read(SYNC)
    append(first, 2)
    second.append(SYNC, lambda log: [{"type": "Done", "number": sum(numbers(log))}])
    assert numbers(first.read(SYNC)) == [1, 2, 3]


def test_what_decides_may_refuse_or_have_nothing_to_say(tmp_path: Path) -> None:
    target = store(tmp_path)
    refusal = store(tmp_path).read(SYNC).stream
    assert target.append(SYNC, lambda log: []) is None
    assert not (tmp_path / LOG).exists()
    assert refusal == SYNC


def test_git_leaves_private_files_alone_and_merges_logs_by_line(tmp_path: Path) -> None:
    append(store(tmp_path), 1)
    assert (tmp_path / ".moment/.gitignore").read_text() == IGNORE_TEXT
    assert (tmp_path / ".moment/.gitattributes").read_text() == ATTRIBUTES_TEXT


def test_lines_that_git_was_told_before_stay(tmp_path: Path) -> None:
    (tmp_path / ".moment").mkdir()
    (tmp_path / ".moment/.gitignore").write_text("mine\ncache/")
    append(store(tmp_path), 1)
    assert (tmp_path / ".moment/.gitignore").read_text() == "mine\ncache/\nlock\nreplaced/\nlocal/\nsync-state.json\n"


def test_reading_writes_nothing(tmp_path: Path) -> None:
    assert store(tmp_path).read(SYNC) == Log(SYNC)
    assert list(tmp_path.iterdir()) == []


def test_a_held_lock_names_its_holder(tmp_path: Path) -> None:
    (tmp_path / ".moment").mkdir()
    with lock(tmp_path / ".moment/lock", wait=0) as taken:
        found = append(Store(tmp_path / ".moment", wait=0.02), 1)
        assert taken
        assert holder(tmp_path / ".moment/lock").startswith(f"process {os.getpid()} (moment")
        assert isinstance(found, Diagnostic)
        assert (found.code, found.facts[0][:8]) == ("MOM833", "process ")
    assert holder(tmp_path / ".moment/lock") == ""
    assert not (tmp_path / LOG).exists()


# -- damage ------------------------------------------------------------------------------------------


def test_of_every_prefix_the_whole_records_are_read_and_the_next_one_fits() -> None:
    data = written(*chain(3))
    whole = [at for at in range(len(data)) if data.startswith(b"}\n", at)]
    for length in range(len(data) + 1):
        log = read_log(SYNC, data[:length])
        assert numbers(log) == list(range(1, 1 + sum(length > at for at in whole)))
        disk = MemoryStorage({"/p/.moment/log/sync.jsonl": data[:length]})
        assert isinstance(append(Store(Path("/p/.moment"), storage=disk), 9), Record)
        after = read_log(SYNC, disk.read(Path("/p/.moment/log/sync.jsonl")))
        assert (numbers(after), after.findings) == ([*numbers(log), 9], ())
        torn = [data[data.rfind(b"\n", 0, length) + 1 : length]] if codes(log) == ["MOM830"] else []
        assert [text for _, text in _kept(disk)] == torn


def _kept(disk: MemoryStorage) -> list[tuple[str, bytes]]:
    folder = Path("/p/.moment/local/torn")
    if disk.kind(folder) is None:
        return []
    return [(entry.name, disk.read(folder / entry.name)) for entry in disk.entries(folder)]


def test_with_any_byte_flipped_the_prefix_is_read_and_the_rest_repaired() -> None:
    records = chain(4)
    data = written(*records)
    ends = [len(written(*records[:number])) for number in range(5)]
    for at in range(len(data)):
        mask = (0x01, 0x20, 0x80)[at % 3]
        damaged = data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
        hit = next(number for number in range(4) if at < ends[number + 1]) + 1
        log = read_log(SYNC, damaged)
        assert numbers(log) == list(range(1, hit)) or numbers(log) == [1, 2, 3, 4], (at, mask)
        disk = MemoryStorage({"/p/.moment/log/sync.jsonl": damaged})
        target = Store(Path("/p/.moment"), storage=disk)
        assert not isinstance(repair(target, SYNC), Diagnostic), (at, mask)
        mended = target.read(SYNC)
        is_line_end = at + 1 in ends
        wanted = [1, 2, 3, 4] if is_line_end or numbers(log) == [1, 2, 3, 4] else sorted({1, 2, 3, 4} - {hit})
        assert (numbers(mended), codes(mended)) == (wanted, []), (at, mask)
        assert isinstance(append(target, 9), Record)


def test_a_damaged_line_stops_writers_and_says_where() -> None:
    one, two, three = chain(3)
    damaged = encode(two).replace(b'"number":2', b'"number":7')
    disk = MemoryStorage({"/p/.moment/log/sync.jsonl": written(one) + damaged + written(three)})
    target = Store(Path("/p/.moment"), storage=disk)
    refused = append(target, 9)
    assert isinstance(refused, Diagnostic)
    message = "line 2 of `.moment/log/sync.jsonl` is damaged: its sum does not fit"
    assert (refused.code, refused.message) == ("MOM831", message)
    assert (refused.place.start, refused.place.end) == (
        len(encode(one).decode()),
        len((written(one) + damaged).decode()) - 1,
    )
    assert numbers(target.read(SYNC)) == [1]
    assert repair(target, SYNC) == Repaired((2,), (two.sum,))
    assert numbers(target.read(SYNC)) == [1, 3]
    assert target.read(SYNC).events[-1] == {"type": REPAIRED, "lines": [2], "missing": [two.sum]}
    assert [text for _, text in _kept(disk)] == [damaged]
    assert repair(target, SYNC) == Repaired()


def test_a_missing_record_is_a_gap_until_it_is_repaired_or_comes_back() -> None:
    one, two, three = chain(3)
    log = read_log(SYNC, written(one, three))
    assert (numbers(log), codes(log), log.missing) == ([1], ["MOM831"], frozenset({two.sum}))
    disk = MemoryStorage({"/p/.moment/log/sync.jsonl": written(one, three)})
    target = Store(Path("/p/.moment"), storage=disk)
    assert repair(target, SYNC) == Repaired((), (two.sum,))
    assert (numbers(target.read(SYNC)), codes(target.read(SYNC))) == ([1, 3], [])
    merged = read_log(SYNC, disk.read(Path("/p/.moment/log/sync.jsonl")) + written(two))
    assert (numbers(merged), codes(merged)) == ([1, 2, 3], [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"v":2,"stream":"sync","sum":"a1d9ea77b3ab3d7b9ffb87a3a7bd9fd8"}\n', "MOM831"),
        (encode(compose("sync", seq=2, prev=(), at="", actor="", tx="", events=({"type": "Later"},))), "MOM834"),
        (encode(compose("push", seq=2, prev=(), at="", actor="", tx="", events=())), "MOM831"),
        (b"null\n", "MOM831"),
        (b"\xff\xfe\n", "MOM831"),
        (b'{"v":1}\n', "MOM831"),
        (b"[" * 100_000 + b"\n", "MOM831"),
    ],
)
def test_lines_that_are_no_record_of_this_version(line: bytes, code: str) -> None:
    one, two = chain(2)
    log = read_log(SYNC, written(one) + line + written(two))
    assert (numbers(log), codes(log), log.is_writable) == ([1], [code], False)


def test_a_newer_log_is_not_repaired() -> None:
    later = compose("sync", seq=1, prev=(), at="", actor="", tx="", events=({"type": "Later"},))
    target = Store(Path("/p/.moment"), storage=MemoryStorage({"/p/.moment/log/sync.jsonl": encode(later)}))
    found = repair(target, SYNC)
    assert isinstance(found, Diagnostic)
    assert found.code == "MOM834"
    assert found == append(target, 1)


def test_a_version_that_is_not_ours_is_newer_only_when_its_sum_fits() -> None:
    one = chain(1)[0]
    members = {"v": 2, "stream": "sync", "events": [], "what": "ever"}
    from moment.project.record import canonical, sum_of

    line = canonical({**members, "sum": sum_of(members)}) + b"\n"
    assert codes(read_log(SYNC, written(one) + line)) == ["MOM834"]


def test_half_a_character_is_kept_as_a_sign_that_it_was_one() -> None:
    record = compose(
        "sync", seq=1, prev=(), at="", actor="a\udcffb", tx="", events=({"type": "Done", "x": ["\ud800"]},)
    )
    assert record.actor == "a?b"
    assert decode(encode(record)[:-1], stream="sync", number=0) == record


# -- merges ------------------------------------------------------------------------------------------


def fork() -> tuple[Record, Record, Record]:
    first = chain(1)[0]
    left, right = (
        compose("sync", seq=2, prev=(first.sum,), at=side, actor=side, tx="", events=({"type": "Done", "number": n},))
        for n, side in ((2, "left"), (3, "right"))
    )
    return first, left, right


def test_any_order_of_lines_folds_alike_and_twice_is_once() -> None:
    first, left, right = fork()
    expected = read_log(SYNC, written(first, left, right))
    assert sorted(numbers(expected)) == [1, 2, 3]
    assert codes(expected) == ["MOM832"]
    for order in permutations((first, left, right, left)):
        assert numbers(read_log(SYNC, written(*order))) == numbers(expected)


def test_marks_of_a_merge_are_skipped_and_both_halves_read() -> None:
    first, left, right = fork()
    marked = b"<<<<<<< HEAD\n%b||||||| base\n=======\r\n%b>>>>>>> other\n" % (written(left), written(right))
    assert sorted(numbers(read_log(SYNC, written(first) + marked))) == [1, 2, 3]


def test_the_next_record_joins_the_heads() -> None:
    first, left, right = fork()
    disk = MemoryStorage({"/p/.moment/log/sync.jsonl": written(first, left, right)})
    target = Store(Path("/p/.moment"), storage=disk)
    joined = append(target, 4)
    assert isinstance(joined, Record)
    assert (joined.seq, joined.prev) == (3, tuple(sorted((left.sum, right.sum))))
    assert codes(target.read(SYNC)) == []


def git(folder: Path, *arguments: str, exit: int = 0) -> str:
    settings = ("-c", "user.name=ann", "-c", "user.email=ann@localhost", "-c", "merge.conflictStyle=diff3")
    done = subprocess.run(["git", *settings, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == exit, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("driver", ["union", "none"])
def test_branches_with_different_decisions_merge_in_git(tmp_path: Path, driver: str) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    append(store(tmp_path), 1)
    if driver == "none":
        (tmp_path / ".moment/.gitattributes").write_text("")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    for branch, number in (("left", 2), ("right", 3)):
        git(tmp_path, "checkout", "-q", "-b", branch, "main")
        append(store(tmp_path, branch), number)
        append(store(tmp_path, branch), number * 10)
        git(tmp_path, "commit", "-qam", branch)
    merged = []
    for ours, theirs in (("left", "right"), ("right", "left")):
        git(tmp_path, "checkout", "-q", "--detach", ours)
        git(tmp_path, "merge", "-q", theirs, exit=0 if driver == "union" else 1)
        merged.append(store(tmp_path).read(SYNC))
        if driver == "none":
            assert "<<<<<<<" in (tmp_path / LOG).read_text()
            git(tmp_path, "merge", "--abort")
    assert sorted(numbers(merged[0])) == [1, 2, 3, 20, 30]
    assert [record.sum for record in merged[0].records] == [record.sum for record in merged[1].records]
    assert codes(merged[0]) == ["MOM832"]


def test_a_log_written_anew_is_read_from_its_start(tmp_path: Path) -> None:
    target = store(tmp_path)
    append(target, 1)
    append(target, 2)
    data = (tmp_path / LOG).read_bytes()
    (tmp_path / "copy").write_bytes(data.splitlines(keepends=True)[0])
    (tmp_path / "copy").replace(tmp_path / LOG)
    assert numbers(target.read(SYNC)) == [1]
    (tmp_path / LOG).unlink()
    assert target.read(SYNC) == Log(SYNC)
