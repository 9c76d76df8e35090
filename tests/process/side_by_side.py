"""``python -m tests.process.side_by_side COUNT``: two processes append at once, others read, two decide about one thing."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from moment.diagnostics.model import Diagnostic
from moment.project.log import Stream
from moment.project.record import Record
from moment.project.store import Store
from moment.project.transaction import Change
from moment.sync.opening import open_store
from moment.sync.state import SyncState
from moment.sync.types import ImplementationChangeProposal

SYNC = Stream("sync", "log/sync.jsonl", frozenset({"Noted"}))
PROPOSAL = ImplementationChangeProposal(proposal_id="prp-000000000001", element="Sales")
_MEMORY = "/dev/shm"


def started(work: Callable[[], None]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        work()
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


def ended(processes: list[int]) -> list[int]:
    return [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]


def append(root: Path, name: str, count: int) -> None:
    store = Store(root / ".moment", actor=name)
    for number in range(count):
        done = store.append(SYNC, lambda log, number=number: [{"type": "Noted", "number": number, "by": name}])  # type: ignore[misc]
        assert isinstance(done, Record), done


def read(root: Path, total: int) -> None:
    """Reads until all are there; what was seen never goes away and no error is seen."""
    seen = 0
    while seen < total:
        log = Store(root / ".moment").read(SYNC)
        assert [finding.code for finding in log.findings if finding.code != "MOM830"] == []
        assert len(log.records) >= seen
        seen = len(log.records)


def accept(root: Path, name: str) -> None:
    answer = SyncState(open_store(root / ".moment", actor=name)).accept(
        PROPOSAL.proposal_id, changes=[Change("a.ts", b"a\n", f"{name}\n".encode())]
    )
    if isinstance(answer, Diagnostic):
        assert (answer.code, answer.message.rpartition(": ")[2]) == ("MOM822", "it is accepted"), answer
    else:
        assert isinstance(answer, Mapping)


def appends(root: Path, count: int) -> None:
    writers = [started(lambda name=name: append(root, name, count)) for name in ("ann", "bob")]  # type: ignore[misc]
    readers = [started(lambda: read(root, 2 * count))]
    assert ended([*writers, *readers]) == [0, 0, 0]
    log = Store(root / ".moment").read(SYNC)
    assert [record.seq for record in log.records] == list(range(1, 2 * count + 1))
    for name in ("ann", "bob"):
        assert [event["number"] for event in log.events if event["by"] == name] == list(range(count))
    assert (root / ".moment/log/sync.jsonl").read_bytes().count(b"\n") == 2 * count
    assert log.findings == ()


def decisions(root: Path) -> None:
    (root / "a.ts").write_bytes(b"a\n")
    state = SyncState(open_store(root / ".moment", actor="ann"))
    state.record_proposal(PROPOSAL)
    assert ended([started(lambda name=name: accept(root, name)) for name in ("ann", "bob")]) == [0, 0]  # type: ignore[misc]
    accepted = [event for event in state.history() if event["type"] == "ProposalAccepted"]
    assert len(accepted) == 1
    tracked = state.tracked(PROPOSAL.proposal_id)
    assert tracked is not None
    assert (root / "a.ts").read_text() == f"{tracked.actor}\n"


def main(count: int, tries: int = 20) -> None:
    with tempfile.TemporaryDirectory(dir=_MEMORY if Path(_MEMORY).is_dir() else None) as folder:
        (Path(folder) / "appends").mkdir()
        appends(Path(folder) / "appends", count)
        for number in range(tries):
            root = Path(folder) / f"decisions-{number}"
            root.mkdir()
            decisions(root)
    print(f"{2 * count} records, {tries} times one of two decisions")


if __name__ == "__main__":
    main(int(sys.argv[1]))
