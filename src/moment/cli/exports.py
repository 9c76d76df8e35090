"""``--export FORMAT=FILE``: what is asked for, and how it leaves together with facet.json."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from moment.behaviour.export import FORMATS, PACKED
from moment.behaviour.simulation import Simulation
from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.output import note
from moment.diagnostics.summary import counted
from moment.project.exporting import Wanted, exported
from moment.project.saving import Output, save_outputs
from moment.project.session import Session
from moment.text.nearest import nearest

STANDARD_OUTPUT = "-"


def wanted(texts: Iterable[str], *, has_document: bool) -> tuple[Wanted, ...]:
    """Each ``FORMAT=FILE``; ``has_document`` when a machine format has standard output already."""
    found = tuple(_wanted(text) for text in texts)
    printed = [each for each in found if each.file == STANDARD_OUTPUT]
    if len(printed) > 1:
        both = " and ".join(f"`{each.format}`" for each in printed[:2])
        raise Failure("usage", f"{both} cannot both be written to standard output", "give one of them a file")
    if printed and has_document:
        raise Failure(
            "usage", f"`{printed[0].format}` and the JSON document cannot both be written to standard output",
            f"write `--export {printed[0].format}=FILE`, or leave `--json` out",
        )  # fmt: skip
    return found


def _wanted(text: str) -> Wanted:
    name, sign, file = text.partition("=")
    if name not in FORMATS:
        guess = nearest(name, FORMATS)
        hint = f"did you mean `{guess}`?" if guess else f"formats are {', '.join(FORMATS)}"
        raise Failure("usage", f"nothing is exported as `{name}`", hint)
    if not file:
        lacks = "has no file behind `=`" if sign else "has no file"
        more = "" if name in PACKED else "; `-` is standard output"
        raise Failure("usage", f"`--export {text}` {lacks}", f"write `--export {name}=FILE`{more}")
    if file == STANDARD_OUTPUT and name in PACKED:
        raise Failure(
            "usage", f"`{name}` is no text and is not written to standard output", f"write `--export {name}=FILE`"
        )
    return Wanted(name, file)


def write(asked: Sequence[Wanted], simulation: Simulation, session: Session, *, beside: Sequence[Output]) -> bool:
    """Writes every export and the outputs ``beside`` them, all or none; whether one went to standard output.

    What is in the way, cannot be written, or would be written twice is a failure.
    """
    files = list(beside)
    printed: list[str] = []
    for each in asked:
        for file, text in exported(each, simulation, session):
            if isinstance(text, str) and file == STANDARD_OUTPUT:
                printed.append(text)
            else:
                files.append(Output(Path(file), text, file, f"--export {each.format}="))
    _refuse_twice(files)
    problem = save_outputs(files)
    if problem is not None:
        raise Failure(problem.code, problem.message, problem.hint)
    sys.stdout.writelines(printed)
    return bool(printed)


def tell(options: Options, asked: Sequence[Wanted], simulation: Simulation) -> None:
    """A note on each file."""
    told = counted(len(simulation.scenarios), "scenario")
    for each in asked:
        if each.file != STANDARD_OUTPUT:
            note(options, f"{each.file} written: {told} as {each.format}")


def _refuse_twice(files: Iterable[Output]) -> None:
    places: dict[str, Output] = {}
    for file in files:
        other = places.setdefault(os.path.realpath(file.file), file)
        if other is not file:
            by = " and ".join(f"`{option}`" for option in dict.fromkeys((other.option, file.option)))
            raise Failure("usage", f"`{file.shown}` is written twice, by {by}", "give each a file of its own")
