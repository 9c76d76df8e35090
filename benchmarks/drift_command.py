"""`moment drift` as a process: 1,000 interfaces in 200 files and the specification that asks for them.

Everything is in the figures: start, discovery, the specification, what it would generate, the code, the report. The
project is in sync but for one field, so that the reach of a change is looked for too.
"""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter, process_time

from moment.project.discover import discover
from moment.project.session import Session
from moment.sync.comparing import Watch

_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Modules are compiled once, as where somebody has installed them."""
_MOMENT = sys.executable, "-c", "import sys; from moment.cli import main; sys.exit(main())"
CONTEXTS, AGGREGATES, ROUNDS = 10, 20, 9
_FIELDS = (
    ("reference", "UUID", "string"), ("title", "string", "string"), ("amount", "Money", "number"),
    ("open", "boolean", "boolean"), ("placedAt", "DateTime", "string"), ("weights", "number[]", "readonly number[]"),
)  # fmt: skip


def specification(context: int) -> str:
    """One context: of every aggregate an identity, three events and a command."""
    lines = [f'context "Area{context}"']
    for number in range(AGGREGATES):
        name = f"Thing{context}x{number}"
        lines += [f'  aggregate "{name}"', "    identity id: UUID"]
        inputs = ", ".join(f"{field}: {type_}" for field, type_, _ in _FIELDS)
        lines += [f"    command Begin{name}", f"      input id: UUID, {inputs}", f"      emits {name}Begun"]
        for event in ("Begun", "Moved", "Ended"):
            lines += [f"    event {name}{event}", "      id: UUID"]
            lines += [f"      {field}: {type_}" for field, type_, _ in _FIELDS]
    return "\n".join(lines) + "\n"


def implementation(context: int, number: int) -> str:
    """One file with five interfaces."""
    name = f"Thing{context}x{number}"
    fields = [f"  readonly {field}: {type_};" for field, _, type_ in _FIELDS]
    lines: list[str] = []
    for event in ("Begun", "Moved", "Ended"):
        lines += [f"export interface {name}{event} {{", f"  readonly _tag: '{name}{event}';", "  readonly id: string;"]
        lines += [*fields, "}"]
    lines += [f"export interface Begin{name}Input {{", "  readonly id: string;", *fields, "}"]
    lines += [f"export interface {name} {{", "  readonly id: string;"]
    lines += [f"  begin{name}(input: Begin{name}Input): {name}Begun;", "}"]
    return "\n".join(lines) + "\n"


def write(root: Path, *, differs: bool) -> None:
    (root / "moment.toml").write_text('name = "large"\n', encoding="utf-8")
    for context in range(CONTEXTS):
        (root / f"area{context}.moment").write_text(specification(context), encoding="utf-8")
        folder = root / f"src/area{context}"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(AGGREGATES):
            text = implementation(context, number)
            if differs and context == number == 0:
                text = text.replace("title: string", "title: number", 1)
            (folder / f"thing{number}.ts").write_text(text, encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, differs=False)
        print(
            f"moment drift, {CONTEXTS * AGGREGATES * 5} interfaces in {CONTEXTS * AGGREGATES} files, of {ROUNDS}: clock (median), processor (least)"
        )
        _row("cold: no cache", [_cold(root) for _ in range(ROUNDS)], "1,000")
        _row("warm: in sync", [_run(root) for _ in range(ROUNDS)], "300")
        write(root, differs=True)
        _run(root)
        _row("warm: one difference", [_run(root) for _ in range(ROUNDS)], "300")
        _row("one file changed since", [_changed(root, number) for number in range(ROUNDS)], "")
        subprocess.run(
            [*_MOMENT, "sync", "propose", "--quiet"], cwd=root, env=_ENVIRONMENT, check=True, capture_output=True
        )
        _row("the same, with bases", [_changed(root, number + ROUNDS) for number in range(ROUNDS)], "")
        write(root, differs=False)
        _inside(root)


def _inside(root: Path) -> None:
    """A running session, told which file has changed."""
    gc.disable()
    watch = Watch(Session(discover((), cwd=root)))
    watch.look()
    path = root / "src/area2/thing2.ts"
    text = path.read_text(encoding="utf-8")
    for what, changed in (("a comment", f"// new\n{text}"), ("a type", text.replace("boolean", "string", 1))):
        spent: list[tuple[float, float]] = []
        for number in range(2 * ROUNDS):
            path.write_text(changed if number % 2 == 0 else text, encoding="utf-8")
            started, before = perf_counter(), process_time()
            found = watch.look(("src/area2/thing2.ts",))
            spent.append((perf_counter() - started, process_time() - before))
            assert len(found.judged) == (what == "a type" and number % 2 == 0), found.drift.report.summary
        _row(f"running session, {what} changed", spent[2:], "20")


def _cold(root: Path) -> tuple[float, float]:
    rmtree(root / ".moment", ignore_errors=True)
    return _run(root)


def _changed(root: Path, number: int) -> tuple[float, float]:
    """With another comment in one file than at any time before."""
    path = root / f"src/area1/thing{number}.ts"
    path.write_text(f"// {number}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    return _run(root)


def _run(root: Path) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run([*_MOMENT, "drift", "--quiet"], cwd=root, capture_output=True, env=_ENVIRONMENT, check=False)
    wall = perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert not done.stderr, done.stderr.decode()
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _row(what: str, spent: list[tuple[float, float]], bar: str) -> None:
    wall, processor = median(each[0] for each in spent), min(each[1] for each in spent)
    shown = f"{wall * 1000:8.1f} ms  {processor * 1000:8.1f} ms"
    print(f"  {what:<32} {shown}   {f'bar {bar} ms' if bar else ''}".rstrip())


if __name__ == "__main__":
    main()
