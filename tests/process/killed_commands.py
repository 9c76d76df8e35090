"""``python -m tests.process.killed_commands ROUNDS``: real commands that change a project are killed while they write.

``sync accept``, ``sync undo``, ``import --from-sift``, ``reconcile --apply`` and ``sync rollback`` in turn, each on a copy of
a project. The clock runs from the moment the command asks for the lock, and may stop it anywhere up to its end. After the
next command has looked, files, records and events for others are as before it or as after it, never between; as after it,
when it had said that it was done.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree

from moment.cli.app import run
from moment.diagnostics.model import Diagnostic
from moment.project.recovery import pending
from moment.project.store import Store, store_of
from moment.sync.git.snapshots import LocalGitArtifactStore
from moment.sync.streams import STREAMS
from tests.unit.sync.projects import CODE, SHOP

MORE = SHOP.replace("      total: Money\n", "      total: Money\n      placedAt: DateTime?\n")
UPSTREAM = f'{MORE}\n  term "Order" "What somebody wants"\n\ncontext "Dispatch"\n\n  term "Parcel" "A box"\n'
_MEMORY = "/dev/shm"  # a kill does not lose what the system was given, so no disk has to be waited for
_LONGER = 1.1
Seen = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Course:
    """A command, and what has to be done before it."""

    arguments: tuple[str, ...]
    prepared: Callable[[Path], None]


def _shop(root: Path) -> None:
    (root / "src").mkdir(parents=True)
    (root / "moment.toml").write_text('name = "shop"\n')
    (root / "shop.moment").write_text(SHOP)
    (root / "src" / "order.ts").write_text(CODE)


def _differing(root: Path) -> None:
    """The specification and the code have a change each, both proposed."""
    _shop(root)
    command(root, "sync", "propose")
    (root / "shop.moment").write_text(MORE)
    (root / "src" / "order.ts").write_text(CODE.replace("note?: string", "note?: string; colour?: string"))
    command(root, "sync", "propose")


def _accepted(root: Path) -> None:
    _differing(root)
    command(root, "sync", "accept", "--all")


def _published(root: Path) -> None:
    """Upstream says more than the project, which was imported once."""
    _shop(root)
    command(root, "sift", "publish")
    command(root, "import", "--from-sift")
    (root / "shop.moment").write_text(UPSTREAM)
    command(root, "sift", "publish")
    (root / "shop.moment").write_text(SHOP)


def _kept(root: Path) -> None:
    _shop(root)
    for name in ("one", "two", "three"):
        (root / f"{name}.moment").write_text(f'context "{name.title()}"\n')
    command(root, "sync", "snapshot", "--label", "first")
    (root / "shop.moment").write_text(UPSTREAM)
    (root / "one.moment").unlink()
    (root / "four.moment").write_text('context "Four"\n')
    command(root, "sync", "snapshot", "--label", "second")


COURSES = (
    Course(("sync", "accept", "--all"), _differing),
    Course(("sync", "undo"), _accepted),
    Course(("import", "--from-sift"), _published),
    Course(("reconcile", "--local", "--apply", "--category", "2"), _published),
    Course(("sync", "rollback", "first"), _kept),
)


def command(root: Path, *arguments: str) -> None:
    """A command that is left alone; it must do what it is asked."""
    assert ended(started(root, arguments, lambda: None)) == 0, arguments


def started(root: Path, arguments: tuple[str, ...], locked: Callable[[], None], *, pipe: int | None = None) -> int:
    """A process with the command, which calls ``locked`` as soon as it opens the lock, and says on ``pipe`` that it is done."""
    process = os.fork()
    if process:
        return process
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    os.chdir(root)
    seen: list[str] = []

    def hook(event: str, given: tuple[object, ...]) -> None:
        if event == "open" and not seen and str(given[0]).endswith("/.moment/lock"):
            seen.append(event)
            locked()

    sys.addaudithook(hook)
    code = run(arguments)
    if pipe is not None:
        os.write(pipe, f"{time.perf_counter()}\n".encode())
    os._exit(code)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def seen_at(root: Path) -> Seen:
    """Everything that the command may change; of records and events what happened, not when."""
    store = Store(root / ".moment")
    private = {".moment", ".complai"}
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in private
    }
    said = {each.name: tuple(event["type"] for event in store.read(each).events) for each in STREAMS}
    told = sum(path.read_bytes().count(b"\n") for path in root.glob(".complai/events/moment/*.jsonl"))
    return {**files, **said, "told": told}


class Rounds:
    """One course: the project before its command, and what is seen there before and after it."""

    def __init__(self, course: Course, folder: Path, source: random.Random) -> None:
        self.course, self.folder, self.source = course, folder, source
        self.start = folder / "start"
        course.prepared(self.start)
        self.before = seen_at(self.start)
        whole = self._copy()
        reading, writing = os.pipe()
        process = started(whole, course.arguments, lambda: _say(writing, time.perf_counter()), pipe=writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            begun, done = (float(line) for line in pipe.read().split())
        assert ended(process) == 0, course.arguments
        self.seconds = (done - begun) * _LONGER
        self.after = seen_at(whole)
        assert self.before != self.after

    def one(self) -> tuple[bool, bool, bool]:
        """Whether the command was killed before it was done, had happened, and was finished by the next one."""
        root = self._copy()
        reading, writing = os.pipe()
        seconds = self.source.uniform(0.0001, self.seconds)
        process = started(root, self.course.arguments, lambda: _alarm(seconds), pipe=writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            has_said = bool(pipe.read())
        code = ended(process)
        assert code in (0, -signal.SIGALRM), code
        store = store_of(root)
        waiting = bool(pending(store))
        with store.writing() as writer:
            assert not isinstance(writer, Diagnostic), writer
        found = seen_at(root)
        assert found in ((self.after,) if has_said else (self.before, self.after)), (self.course, has_said)
        assert (pending(store), [each.code for stream in STREAMS for each in store.read(stream).findings]) == ((), [])
        assert not list(root.rglob(".*.moment-new"))
        assert all(each.id for each in LocalGitArtifactStore(root).snapshots())
        rmtree(root)
        return code != 0, found == self.after, waiting

    def _copy(self) -> Path:
        root = self.folder / "round"
        rmtree(root, ignore_errors=True)
        return copytree(self.start, root)


def _say(pipe: int, value: float) -> None:
    os.write(pipe, f"{value}\n".encode())


def _alarm(seconds: float) -> None:
    """Nobody listens for the alarm, so it ends the process at once, at whatever instruction it is."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def main(rounds: int, seed: int = 1) -> None:
    source = random.Random(seed)
    each = -(-rounds // len(COURSES))
    with tempfile.TemporaryDirectory(dir=_MEMORY if Path(_MEMORY).is_dir() else None) as folder:
        for number, course in enumerate(COURSES):
            course_folder = Path(folder) / str(number)
            course_folder.mkdir()
            course_rounds = Rounds(course, course_folder, source)
            told = [course_rounds.one() for _ in range(each)]
            killed, happened, waited = (sum(column) for column in zip(*told, strict=True))
            print(
                f"{' '.join(course.arguments)}: {each} rounds, {killed} killed, {happened} had happened, {waited} of them "
                "were finished afterwards",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]))
