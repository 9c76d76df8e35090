"""``moment simulate``: run every flow to its ends and write what was seen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import click

from moment.behaviour.machine import DEFAULT_BUDGETS, FAULT_KINDS, FaultKind
from moment.behaviour.report import report
from moment.behaviour.simulation import FlowRun, Simulation
from moment.cli import exports as exporting
from moment.cli.errors import Failure
from moment.cli.options import MACHINE_FORMATS, Options, completed_by, global_options
from moment.cli.output import ENVIRONMENT_CODES, is_colored, note, open_session, show_findings, show_stats, summary_of
from moment.cli.progress import tracked
from moment.diagnostics.model import Diagnostic, Severity
from moment.model.domain import Domain, Flow
from moment.project.config import FaultSettings, FlowSettings
from moment.project.saving import Output
from moment.project.session import Session
from moment.project.simulating import run, scope_of, text_of
from moment.text.nearest import nearest

_FORMATS = ("text", "json")
_HELD_BACK = ("MOM0", "MOM1", "MOM2", "MOM9")
"""Areas whose errors leave nothing to run; errors of the others are what a run shows."""


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--flow",
    "flows",
    multiple=True,
    metavar="NAME",
    shell_complete=completed_by("flow_names"),
    help="Only this flow; repeatable.",
)
@click.option(
    "--faults", metavar="KIND[=N],…", help="Which faults may strike, and how often: lose, duplicate, refuse …"
)
@click.option("--max-faults", type=click.IntRange(0), help="Faults in one run at most (default 1).")
@click.option("--instances", type=click.IntRange(1), help="Instances of each flow side by side (default 1).")
@click.option("--seed", type=int, help="Seed of all payloads (default 1).")
@click.option("--limit-states", type=click.IntRange(1), help="States of one flow at most.")
@click.option("--limit-seconds", type=click.FloatRange(0, min_open=True), help="Seconds for one flow at most.")
@click.option("--strict", is_flag=True, help="A bad run with faults gives exit 1 too.")
@click.option("--out", metavar="FILE", help="Where the scenarios are written (default facet.json; `-`: nowhere).")
@click.option(
    "--export",
    "exports",
    multiple=True,
    metavar="FORMAT=FILE",
    shell_complete=completed_by("export_formats"),
    help="Also write the scenarios for another tool: cloudevents, otlp, itf, ocel, mermaid, given-when-then; repeatable.",
)
@global_options
@click.pass_context
def simulate(
    invocation: click.Context,
    paths: tuple[str, ...],
    flows: tuple[str, ...],
    faults: str | None,
    max_faults: int | None,
    instances: int | None,
    seed: int | None,
    limit_states: int | None,
    limit_seconds: float | None,
    strict: bool,
    out: str | None,
    exports: tuple[str, ...],
) -> int:
    """Run every flow to its ends.

    Prints outcomes, coverage, findings and the smallest number of faults that breaks each flow, and writes the
    scenarios as facet.json. Exit 1: a run without faults ends badly; with --strict, any.
    """
    options = Options.of(invocation)
    chosen = options.format_among(_FORMATS)
    asked = exporting.wanted(exports, has_document=chosen == "json")
    session = open_session(options, paths)
    held_back = _held_back(session)
    if held_back:
        return _stop(options, session, held_back)
    settings = session.project.config.simulate
    budgets = _budgets(faults)

    def chosen_for(base: FlowSettings) -> FlowSettings:
        """``base`` with what the flags say."""
        return replace(
            base,
            faults=FaultSettings(**budgets) if budgets is not None else base.faults,
            max_faults=base.max_faults if max_faults is None else max_faults,
            instances=instances or base.instances,
            seed=base.seed if seed is None else seed,
            limits=replace(
                base.limits,
                states=limit_states or base.limits.states,
                seconds=limit_seconds or base.limits.seconds,
            ),
        )

    common = chosen_for(settings)
    milliseconds: dict[str, int] = {}
    runs: list[FlowRun] = []
    wanted = _flows(session.domain(), flows)
    for flow in tracked(options, wanted, total=len(wanted), label="running"):
        started = perf_counter()
        runs.append(run(flow, session, chosen_for(settings.of_flow(flow.name))))
        milliseconds[flow.name] = round((perf_counter() - started) * 1000)
    simulation = Simulation(session.domain(), scope_of(common), common.seed, strict or settings.strict, tuple(runs))
    text = text_of(session, simulation)
    target = settings.out if out is None else out
    files = [_facet(session, target, text, is_flag=out is not None)] if target != "-" else []
    is_printed = exporting.write(asked, simulation, session, beside=files)
    if chosen == "json":
        sys.stdout.write(text)
    else:
        _show(options, session, simulation, milliseconds, on_errors=is_printed)
        if target != "-":
            note(options, f"{target} written: {len(simulation.scenarios)} scenarios")
        exporting.tell(options, asked, simulation)
    show_stats(options, [session], simulate=float(sum(milliseconds.values())))
    return simulation.exit


def _held_back(session: Session) -> list[Diagnostic]:
    """Errors after which there is nothing to run."""
    return [
        finding
        for finding in session.diagnostics()
        if finding.severity is Severity.ERROR and finding.suppressed is None and finding.code[:4] in _HELD_BACK
    ]


def _stop(options: Options, session: Session, found: Sequence[Diagnostic]) -> int:
    code = 2 if any(finding.code in ENVIRONMENT_CODES for finding in found) else 1
    if options.format in MACHINE_FORMATS:
        summary = summary_of([session], found, exit=code)
        show_findings(options, found, session.sources, summary)
        return code
    options.format = None
    show_findings(options, found, session.sources, summary_of([session], found, exit=code), closing=False)
    note(options, "nothing was run")
    return code


def _budgets(text: str | None) -> dict[FaultKind, int] | None:
    """``lose,duplicate=2``: those kinds and no others; ``None`` when moment.toml decides."""
    if text is None:
        return None
    found: dict[FaultKind, int] = dict.fromkeys(FAULT_KINDS, 0)
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        kind, sign, number = part.partition("=")
        if kind == "none":
            continue
        if kind not in DEFAULT_BUDGETS:
            guess = nearest(kind, FAULT_KINDS)
            hint = f"did you mean `{guess}`?" if guess else f"kinds are {', '.join(FAULT_KINDS)}, none"
            raise Failure("usage", f"no fault `{kind}`", hint)
        if sign and not number.isdecimal():
            raise Failure("usage", f"`{part}` has no number behind `=`", "write it as `lose=2`")
        found[cast("FaultKind", kind)] = int(number) if sign else 1
    return found


def _flows(domain: Domain, names: Sequence[str]) -> list[Flow]:
    for name in names:
        if name not in domain.flow:
            guess = nearest(name, domain.flow)
            listed = ", ".join(domain.flow) or "none is declared"
            raise Failure("usage", f"no flow `{name}`", f"did you mean `{guess}`?" if guess else f"flows: {listed}")
    return [flow for flow in domain.flow.values() if not names or flow.name in names]


def _facet(session: Session, target: str, text: str, *, is_flag: bool) -> Output:
    """The scenarios and their file, which a moment.toml can have only inside the project."""
    from moment.project.paths import Paths

    file: Any = Path(target)
    if not is_flag:
        file = Paths(session.project.root).resolve(target)
        if isinstance(file, Diagnostic):
            raise Failure(file.code, file.message, file.hint)
    return Output(file, text, target)


def _show(
    options: Options, session: Session, simulation: Simulation, milliseconds: dict[str, int], *, on_errors: bool
) -> None:
    """The report on standard output; ``on_errors`` on standard error, because the other holds an export."""
    from moment.diagnostics import full

    if on_errors and options.quiet:
        return
    stream = sys.stderr if on_errors else sys.stdout
    colored = is_colored(options, stream)

    def excerpt(diagnostic: Diagnostic) -> str:
        return "\n" + full.findings([diagnostic], session.sources, color=colored).rstrip("\n")

    stream.write(report(simulation, milliseconds=milliseconds, excerpt=excerpt))
