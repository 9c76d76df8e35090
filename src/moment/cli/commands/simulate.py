"""``moment simulate``: run every flow to its ends and write what was seen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from moment.behaviour.repairs import Effort
from moment.behaviour.report import report
from moment.behaviour.simulation import FlowRun, Simulation
from moment.cli import exports as exporting
from moment.cli.against import flows_here, other_side, placed, show_difference
from moment.cli.errors import Failure
from moment.cli.options import Options, completed_by, global_options
from moment.cli.output import is_colored, note, open_session, show_stats
from moment.cli.progress import tracked
from moment.cli.running import budgets_in, stop
from moment.cli.walking import Walking
from moment.diagnostics.model import Diagnostic
from moment.model.domain import Flow
from moment.project.config import FaultSettings, FlowSettings
from moment.project.engines import MOST_JOBS
from moment.project.saving import Output
from moment.project.scopes import scope_of
from moment.project.session import Session
from moment.project.simulating import run, text_of
from moment.project.walking import MOST_WALKS

_FORMATS = ("text", "json", "markdown")


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
@click.option("--walks", type=click.IntRange(1, MOST_WALKS), help="Walks through every flow, drawn from the seed.")
@click.option("--jobs", type=click.IntRange(1, MOST_JOBS), help="Processes that walk (default: one per core).")
@click.option("--engine", metavar="ENGINE", help="Where to walk: serial, processes, dask://HOST:PORT, dask://local.")
@click.option("--limit-states", type=click.IntRange(1), help="States of one flow at most.")
@click.option("--limit-seconds", type=click.FloatRange(0, min_open=True), help="Seconds for one flow at most.")
@click.option("--strict", is_flag=True, help="A bad run with faults gives exit 1 too.")
@click.option(
    "--against", metavar="REV_OR_PATH", help="Tell what changed from this Git revision or checkout; exit 1: got worse."
)
@click.option("--out", metavar="FILE", help="Where the scenarios are written (default facet.json; `-`: nowhere).")
@click.option(
    "--export",
    "exports",
    multiple=True,
    metavar="FORMAT=FILE",
    shell_complete=completed_by("export_formats"),
    help="Also write the scenarios for another tool: cloudevents, otlp, itf, ocel, mermaid, given-when-then, columns; repeatable.",
)
@click.option("--open", "opens", is_flag=True, help="Look at the runs in a browser.")
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
    walks: int | None,
    jobs: int | None,
    engine: str | None,
    limit_states: int | None,
    limit_seconds: float | None,
    strict: bool,
    against: str | None,
    out: str | None,
    exports: tuple[str, ...],
    opens: bool,
) -> int:
    """Run every flow to its ends.

    Prints outcomes, coverage, findings and the smallest number of faults that breaks each flow, and writes the
    scenarios as facet.json. Exit 1: a run without faults ends badly; with --strict, any. With --against: something
    got worse. `--format markdown` is a comment for a pull request.
    """
    options = Options.of(invocation)
    chosen = options.format_among(_FORMATS)
    asked = exporting.wanted(exports, has_document=chosen == "json")
    session = open_session(options, paths)
    held_back = session.held_back
    if held_back:
        return stop(options, session, held_back)
    other = other_side(options, session, paths, against) if against is not None else None
    flags = Flags(_struck(faults), max_faults, instances, seed, limit_states, limit_seconds, walks)
    running = Running(options, session, flags, strict=strict, walking=Walking(engine, jobs))
    simulation = running.simulate(flows_here(session, other, flows))
    target = session.project.config.simulate.out if out is None else out
    text = text_of(session, simulation)
    files = [_facet(session, target, text, is_flag=out is not None)] if target != "-" else []
    is_printed = exporting.write(asked, simulation, session, beside=files)
    if opens:
        _open(options, session, simulation)
    taken = float(sum(running.milliseconds.values()))
    if other is not None:
        code = show_difference(options, session, other, simulation, run=running.run, flows=flows)
        show_stats(options, [session, other.session], simulate=taken)
        return code
    if chosen == "json":
        sys.stdout.write(text)
    elif chosen == "markdown":
        from moment.behaviour.simulation_comment import simulation_comment

        sys.stdout.write(simulation_comment(simulation, where=placed(session)))
    else:
        _show(options, session, simulation, running.milliseconds, on_errors=is_printed)
        if target != "-":
            note(options, f"{target} written: {len(simulation.scenarios)} scenarios")
        exporting.tell(options, asked, simulation)
    show_stats(options, [session], simulate=taken)
    return simulation.exit


def _struck(faults: str | None) -> FaultSettings | None:
    budgets = budgets_in(faults)
    return FaultSettings(**budgets) if budgets is not None else None


def _open(options: Options, session: Session, simulation: Simulation) -> None:
    from moment.cli.opening import open_page

    open_page(options, session, simulation)


@dataclass(frozen=True)
class Flags:
    """What the command line says of how flows are run; ``None``: moment.toml decides."""

    faults: FaultSettings | None
    max_faults: int | None
    instances: int | None
    seed: int | None
    states: int | None
    seconds: float | None
    walks: int | None

    def over(self, base: FlowSettings) -> FlowSettings:
        """``base`` with what the flags say."""
        return replace(
            base,
            faults=self.faults or base.faults,
            max_faults=base.max_faults if self.max_faults is None else self.max_faults,
            instances=self.instances or base.instances,
            seed=base.seed if self.seed is None else self.seed,
            limits=replace(
                base.limits,
                states=self.states or base.limits.states,
                seconds=self.seconds or base.limits.seconds,
                walks=self.walks or base.limits.walks,
            ),
        )


class Running:
    """The runs of one invocation; ``milliseconds`` says how long each flow took."""

    def __init__(self, options: Options, session: Session, flags: Flags, *, strict: bool, walking: Walking) -> None:
        self.options = options
        self.session = session
        self.flags = flags
        self.settings = session.project.config.simulate
        self.strict = strict or self.settings.strict
        self.walking = walking
        self.effort = Effort()
        self.milliseconds: dict[str, int] = {}

    def of_flow(self, flow: Flow) -> FlowSettings:
        return self.flags.over(self.settings.of_flow(flow.name))

    def run(self, side: Session, flow: Flow) -> FlowRun:
        """One flow of this side, with repairs, or of another that it is compared with."""
        return run(flow, side, self.of_flow(flow), self.effort if side is self.session else None)

    def simulate(self, flows: Sequence[Flow]) -> Simulation:
        runs: list[FlowRun] = []
        for flow in tracked(self.options, flows, total=len(flows), label="running"):
            started = perf_counter()
            runs.append(self.run(self.session, flow))
            self.milliseconds[flow.name] = round((perf_counter() - started) * 1000)
        each = {flow.name: self.of_flow(flow) for flow in flows}
        runs = self.walking.through(runs, self.options, self.session, settings=each, milliseconds=self.milliseconds)
        common = self.flags.over(self.settings)
        return Simulation(self.session.domain(), scope_of(common), common.seed, self.strict, tuple(runs))


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

    def excerpt(diagnostic: Diagnostic, notes: Sequence[tuple[str, Sequence[str]]]) -> str:
        return "\n" + full.block(diagnostic, session.sources, notes, color=colored)

    allowed = [each for each in session.settled(simulation.diagnostics) if each.suppressed is not None]
    stream.write(report(simulation, milliseconds=milliseconds, excerpt=excerpt, allowed=allowed))
