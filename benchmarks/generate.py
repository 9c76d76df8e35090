"""Generating from 1,000 events in 100 contexts: each target, all of them, and runs that change nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.corpus import thousand_events
from benchmarks.language import peak_megabytes
from moment.generate import TARGETS
from moment.generate.artifact import Artifact
from moment.project.production import Production, produce_artifacts
from moment.project.session import Session, load

ROUNDS = 7
NODE = Path(__file__).parent / "node"
_TOUCHED = "files touched by it"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "moment.toml").write_text('name = "large"\n', encoding="utf-8")
        (folder / "large.moment").write_text(thousand_events(), encoding="utf-8")
        session = load(folder)
        domain = session.domain()
        print(f"generating, {len(domain.event)} events in {len(domain.contexts)} contexts, median of {ROUNDS}")
        made = produce_artifacts(session, tuple(TARGETS))
        alone = _median(lambda: produce_artifacts(session, ("typescript",)))
        _row("typescript alone", alone, "329 (aim 100)")
        modelina(made.artifacts)
        _targets(session, made)
        _commands(folder)
        print(f"  {'peak memory of this process':<44} {peak_megabytes():>7.0f} MB")


def modelina(artifacts: tuple[Artifact, ...]) -> None:
    """The same events as JSON Schemas through Modelina, where it is installed."""
    if not (NODE / "node_modules/@asyncapi/modelina").is_dir():
        print("  Modelina is not installed: `npm ci` in benchmarks/node")
        return
    schemas = [_draft_7(each.text) for each in artifacts if each.target == "jsonschema" and "/contexts/" in each.path]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "schemas.json")
        path.write_text(json.dumps(schemas), encoding="utf-8")
        command = ["node", "modelina.mjs", str(path)]
        done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    print(f"  {'Modelina, typescript of ' + str(found['schemas']) + ' schemas':<44} {found['milliseconds']:>7.0f} ms")


def _draft_7(text: str) -> Any:
    """The schema in the newest dialect that Modelina reads."""
    old = text.replace("#/$defs/", "#/definitions/").replace('"$defs"', '"definitions"')
    return {**json.loads(old), "$schema": "http://json-schema.org/draft-07/schema#"}


def _targets(session: Session, made: Production) -> None:
    """Every step of a run over all targets: what is computed for several of them, then each by itself."""
    rounds = [produce_artifacts(session, tuple(TARGETS)).milliseconds for _ in range(ROUNDS)]
    for step in rounds[0]:
        files = [each for each in made.artifacts if each.target == step]
        size = sum(len(each.text.encode()) for each in files)
        told = f"{len(files):>5} files {size / 1000:>8.0f} kB" if step in TARGETS else "for several targets"
        print(f"  {step:<44} {median(each[step] for each in rounds):>7.0f} ms  {told}")
    text = median(sum(spent for step, spent in each.items() if step != "facet") for each in rounds)
    _row("every text target together", text, "aim 1000")
    _row("every target together", median(sum(each.values()) for each in rounds), "3000")


def _commands(folder: Path) -> None:
    """Whole commands, each in a process of its own."""
    generate = [sys.executable, "-m", "moment", "generate", "--all", "-q"]

    def call(*flags: str) -> None:
        subprocess.run([*generate, *flags], cwd=folder, check=True, capture_output=True)

    started = perf_counter()
    call()
    _row("`moment generate --all`, everything written", (perf_counter() - started) * 1000, "")
    before = _times(folder)
    _row("the same again, nothing changed", _median(call), "300 (aim 150)")
    _row("`moment generate --all --check`", _median(lambda: call("--check")), "")
    touched = sum(_times(folder).get(path) != time for path, time in before.items())
    print(f"  {_TOUCHED:<44} {touched:>7}")
    (folder / ".moment/cache").rename(folder / ".moment/kept")
    _row("`--check` without what the last run left", _timed(lambda: call("--check")), "")


def _times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def _median(work: Callable[[], object]) -> float:
    return median(_timed(work) for _ in range(ROUNDS))


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def _row(name: str, milliseconds: float, bar: str) -> None:
    print(f"  {name:<44} {milliseconds:>7.0f} ms" + (f"  (bar {bar})" if bar else ""))


if __name__ == "__main__":
    main()
