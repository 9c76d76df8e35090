"""Reading and comparing 1,000 interfaces in 200 files with their specification's side: cold, warm, one file changed.

The figures are those of `moment.drift` alone: text to readings, readings to shapes, shapes to edits. What the command
adds (discovery, rendering of the specification, the report) is not in them; the bars are those of the whole command.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from benchmarks.corpus import SEED
from moment.drift.shape import Shape

FILES, INTERFACES, ROUNDS = 200, 5, 7
_TYPES = (
    "string", "number", "boolean", "UUID", "DateTime", "Money", "readonly string[]", "'open' | 'closed' | 'lost'",
    "string | null",
)  # fmt: skip
_WORDS = (
    "order",
    "customer",
    "total",
    "note",
    "city",
    "owner",
    "weight",
    "label",
    "route",
    "stock",
    "grade",
    "channel",
)
_RUNTIME = """declare const brand: unique symbol;
export type UUID = string & { readonly [brand]: 'UUID' };
export type DateTime = string & { readonly [brand]: 'DateTime' };
export type Money = number & { readonly [brand]: 'Money' };
"""


class Spent(NamedTuple):
    """Seconds of the clock and of the processor."""

    wall: float
    processor: float


def project(seed: int = SEED) -> dict[str, str]:
    """The files of one side by path; always the same ones."""
    chance = random.Random(seed)
    files = {"runtime.ts": _RUNTIME}
    for number in range(FILES):
        lines = ["import type { DateTime, Money, UUID } from './runtime.js';"]
        other = chance.randrange(FILES)
        if other != number:
            lines.append(f"import type {{ Shape{other}x0 }} from './file{other}.js';")
        for index in range(INTERFACES):
            name = f"Shape{number}x{index}"
            lines += ["", f"/** What {name} is. */", f"export interface {name} {{", f"  readonly _tag: '{name}';"]
            for at, word in enumerate(chance.sample(_WORDS, 5)):
                kind = f"readonly Shape{other}x0[]" if at == 0 and other != number else chance.choice(_TYPES)
                lines.append(f"  readonly {word}{chance.choice(_WORDS).capitalize()}{'?' if at == 3 else ''}: {kind};")
            lines.append("}")
        files[f"file{number}.ts"] = "\n".join(lines) + "\n"
    return files


def changed(files: dict[str, str]) -> dict[str, str]:
    """The same with one type of every tenth file changed."""
    return {
        path: text.replace(": boolean;", ": bigint;", 1) if path.endswith("0.ts") else text
        for path, text in files.items()
    }


def main() -> None:
    gc.disable()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side, files in (("expected", project()), ("implemented", changed(project()))):
            (folder / side).mkdir()
            for path, text in files.items():
                (folder / side / path).write_text(text, encoding="utf-8")
        size = sum(path.stat().st_size for path in (folder / "implemented").iterdir())
        print(
            f"drift, {FILES * INTERFACES} interfaces in {FILES} files, {size // 1000} kB a side, of {ROUNDS}: clock (median), processor (least)"
        )
        _row(
            "cold: process, imports, both sides read",
            _middle([_process(folder, "cold") for _ in range(ROUNDS)]),
            "1,000",
        )
        _row(
            "warm: process, imports, both sides cached",
            _middle([_process(folder, "warm") for _ in range(ROUNDS)]),
            "300",
        )
        _inside(folder)


def _process(folder: Path, kind: str) -> Spent:
    """A process of its own, its modules compiled already; what it spent on the processor as the system tells."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run([sys.executable, "-m", "benchmarks.drift", kind, str(folder)], check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(perf_counter() - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _child(kind: str, folder: Path) -> None:
    gc.disable()  # as the command does
    from moment.drift.compare import compare_all

    expected, implemented = (_shapes(folder / side, kind) for side in ("expected", "implemented"))
    assert len(compare_all(expected, implemented).edits) >= 15


def _shapes(folder: Path, kind: str) -> tuple[Shape, ...]:
    from moment.drift.reading import decode, encode, key
    from moment.drift.resolve import Resolver
    from moment.drift.scope import Scope

    data = {path.name: path.read_bytes() for path in sorted(folder.glob("*.ts"))}
    cache = folder / "cache"
    known = decode(cache.read_bytes()) if kind == "warm" and cache.is_file() else {}
    keys = {path: key(content) for path, content in data.items()}
    missing = [path for path in data if keys[path] not in known]
    if missing:
        from moment.drift.readers.typescript import read

        known.update({keys[path]: read(data[path]) for path in missing})
        cache.write_bytes(encode({name: known[name] for name in keys.values()}))
    return Resolver(Scope({path: known[name] for path, name in keys.items()})).shapes()


def _inside(folder: Path) -> None:
    """The parts in one process, and one file that changes while everything else is kept."""
    from moment.drift.compare import Known, compare_all
    from moment.drift.readers.typescript import parse, read
    from moment.drift.resolve import Resolver
    from moment.drift.scope import Scope

    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "implemented").glob("*.ts"))}
    readings = {path: read(text.encode()) for path, text in texts.items()}
    expected = Resolver(Scope({path: read(text.encode()) for path, text in project().items()})).shapes()
    shapes = Resolver(Scope(readings)).shapes()
    _row("parse one side", _median(lambda: [parse(text) for text in texts.values()]), "")
    _row("read one side", _median(lambda: [read(text.encode()) for text in texts.values()]), "")
    _row("resolve one side", _median(lambda: Resolver(Scope(readings)).shapes()), "")
    _row("compare", _median(lambda: compare_all(expected, shapes)), "")

    known, earlier = Known(), Resolver(Scope(readings))
    compare_all(expected, earlier.shapes(), known=known)
    states = [earlier]

    def one_file() -> None:
        text = texts["file7.ts"].replace("string;", "bigint;", len(states) % 2)
        before = states[-1]
        scope = Scope({**before.scope.readings, "file7.ts": read(text.encode())}, earlier=before.scope)
        states.append(Resolver(scope, earlier=before))
        compare_all(expected, states[-1].shapes(), known=known)

    _row("one changed file: read it, resolve and compare all", _median(one_file), "20")


def _median(run: Callable[[], object]) -> Spent:
    found = []
    for _ in range(ROUNDS):
        started, before = perf_counter(), process_time()
        run()
        found.append(Spent(perf_counter() - started, process_time() - before))
    return _middle(found)


def _middle(found: list[Spent]) -> Spent:
    """The median by the clock, and the least of the processor, which a busy machine only adds to."""
    return Spent(median(each.wall for each in found), min(each.processor for each in found))


def _row(what: str, spent: Spent, bar: str) -> None:
    shown = f"{spent.wall * 1000:8.1f} ms  {spent.processor * 1000:8.1f} ms"
    print(f"  {what:<52} {shown}   {f'bar {bar} ms' if bar else ''}".rstrip())


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
