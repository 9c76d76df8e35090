"""``python -m tests.process.killed ROUNDS``: a process that writes state is killed, again and again, at any moment.

It appends records, changes two files with a record, and takes that back, in turn; each time it is done it says so on a
pipe. After every kill what it said is there, nothing is there in part, and the files are what the log says.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.project.log import Log, Stream
from moment.project.recovery import pending, undo, undoable
from moment.project.store import Store
from moment.project.transaction import Change, Entry, perform

SYNC = Stream("sync", "log/sync.jsonl", frozenset({"Noted", "Edited", "TakenBack"}))
NAMES = ("a.ts", "deep/b.ts")
_LONGEST = 0.016
_FINISHED: list[int] = []
_MEMORY = "/dev/shm"  # a kill does not lose what the system was given, so no disk has to be waited for


def step(store: Store, number: int) -> None:
    """The command of that number: it notes, edits or takes back."""
    with store.writing() as writer:
        assert not isinstance(writer, Diagnostic), writer
        if number % 3 == 0:
            done: object = writer.append(SYNC, [{"type": "Noted", "number": number}])
        elif number % 3 == 1:
            before = [(store.root / name).read_bytes() for name in NAMES]
            changes = [Change(name, old, _text(number)) for name, old in zip(NAMES, before, strict=True)]
            done = perform(writer, changes, [Entry(SYNC, ({"type": "Edited", "number": number},))])
        else:
            last = undoable(store)[0]
            done = undo(writer, last, lambda _: [Entry(SYNC, ({"type": "TakenBack", "number": number},))])
        assert not isinstance(done, Diagnostic), done


def _text(number: int) -> bytes:
    return f"{number}\n".encode() * 200


def numbers(log: Log) -> list[int]:
    return [event["number"] for event in log.events]


def expected(log: Log) -> bytes:
    """What both files hold after the events of the log."""
    texts = [b"start\n"]
    for event in log.events:
        if event["type"] == "Edited":
            texts.append(_text(event["number"]))
        elif event["type"] == "TakenBack":
            texts.pop()
    return texts[-1]


def child(root: Path, pipe: int, seconds: float) -> None:
    """Works until its processor time is spent, which may be at any instant of a command; then it is killed."""
    signal.signal(signal.SIGPROF, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    store = Store(root / ".moment", actor="child")
    number = len(numbers(store.read(SYNC)))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    while True:
        step(store, number)
        os.write(pipe, f"{number}\n".encode())
        number += 1


def round_(root: Path, source: random.Random) -> int:
    """One process until it is killed; returns how many of its commands it acknowledged."""
    reading, writing = os.pipe()
    seconds = source.uniform(0.0001, _LONGEST)
    process = os.fork()
    if process == 0:
        os.close(reading)
        child(root, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    return said.count(b"\n")


def check(root: Path, known: int) -> int:
    """Everything that was acknowledged is there, and at most one command more; the number of all is returned."""
    reader = Store(root / ".moment")
    before = numbers(reader.read(SYNC))
    assert before == list(range(len(before))), before
    _FINISHED.append(len(pending(reader)))
    store = Store(root / ".moment", actor="next")
    assert store.append(SYNC, lambda log: ()) is None
    log = store.read(SYNC)
    found = numbers(log)
    assert found == list(range(len(found))), found
    assert len(found) in (known, known + 1), (known, len(found))
    assert [(root / name).read_bytes() for name in NAMES] == [expected(log)] * 2
    assert (log.findings, pending(store)) == ((), ())
    assert not list(root.rglob(".*.moment-new"))
    return len(found)


def main(rounds: int, seed: int = 1) -> None:
    source = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=_MEMORY if os.path.isdir(_MEMORY) else None) as folder:  # noqa: PTH112
        root = Path(folder)
        known = 0
        for _ in range(rounds):
            if not (root / "a.ts").exists():
                _begin(root)
            known = check(root, known + round_(root, source))
            if known > 300:  # a new state, so that the last rounds are as quick as the first
                root = Path(tempfile.mkdtemp(dir=folder))
                known = 0
        print(f"{rounds} rounds, every acknowledged command is there; in {sum(_FINISHED)} one was finished afterwards")


def _begin(root: Path) -> None:
    (root / "deep").mkdir()
    for name in NAMES:
        (root / name).write_bytes(b"start\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
