"""``moment conform``: replay the log of a running system against the model."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import click

from moment.behaviour.conform.conformance import Conformance, Settings
from moment.behaviour.conform.judgement import conform as replayed
from moment.behaviour.conform.logged import Flaw, Logged
from moment.behaviour.conform.report import report
from moment.behaviour.machine import Scope
from moment.cli.errors import Failure
from moment.cli.options import Options, completed_by, global_options
from moment.cli.output import STANDARD_INPUT, is_colored, open_session, show_stats
from moment.cli.progress import tracked
from moment.cli.running import budgets_in, chosen_flows, stop
from moment.diagnostics.model import Diagnostic
from moment.project.config import FlowSettings
from moment.project.logs.blocks import SIZE, blocks, opened
from moment.project.logs.lines import Lines
from moment.project.logs.reordering import by_time
from moment.project.reading import unreadable
from moment.project.scopes import budgets_of
from moment.project.session import Session

_FORMATS = ("text", "json")


@click.command()
@click.argument("log")
@click.argument("paths", nargs=-1)
@click.option(
    "--flow", "flows", multiple=True, metavar="NAME", shell_complete=completed_by("flow_names"),
    help="Only this flow; repeatable.",
)  # fmt: skip
@click.option("--faults", metavar="KIND[=N],…", help="Which faults may explain a log, and how often.")
@click.option("--max-faults", type=click.IntRange(0), help="Faults in one run at most (default 1).")
@click.option("--correlation", metavar="NAME", help="The attribute, or data.PATH, that tells what belongs together.")
@click.option("--type-prefix", default="", metavar="TEXT", help="What stands before the name in every type.")
@click.option("--order", type=click.Choice(["log", "time"]), default="log", help="Replay by line, or by time.")
@click.option(
    "--window",
    type=click.IntRange(1),
    default=10_000,
    metavar="N",
    help="With --order time, by how many events one may be late.",
)
@click.option(
    "--open", "open_limit", type=click.IntRange(1), default=100_000, metavar="N", help="Correlations to keep at a time."
)
@click.option(
    "--limit-states", type=click.IntRange(1), default=50_000, metavar="N", help="Situations of the flows at most."
)
@click.option("--strict", is_flag=True, help="What is unclear or unfinished gives exit 1 too.")
@global_options
@click.pass_context
def conform(
    invocation: click.Context,
    log: str,
    paths: tuple[str, ...],
    flows: tuple[str, ...],
    faults: str | None,
    max_faults: int | None,
    correlation: str | None,
    type_prefix: str,
    order: str,
    window: int,
    open_limit: int,
    limit_states: int,
    strict: bool,
) -> int:
    """Hold a log of a running system against the model.

    LOG holds CloudEvents or OTLP spans as JSON lines, plain or gzip; `-` is standard input. Tells the first divergence
    of every correlation, payloads that break contracts, and what the log never showed. Exit 1: it does not conform.
    """
    options = Options.of(invocation)
    chosen = options.format_among(_FORMATS)
    if STANDARD_INPUT in paths:
        raise Failure("usage", "`-` is the log here, not a specification", "write the specification to a file")
    session = open_session(options, paths)
    held_back = session.held_back
    if held_back:
        return stop(options, session, held_back)
    settings = session.project.config.simulate
    forced = budgets_in(faults)

    def scope_for(base: FlowSettings) -> Scope:
        """The scope of moment.toml with what the flags say."""
        most = base.max_faults if max_faults is None else max_faults
        return Scope(max_faults=most, budgets=budgets_of(base) if forced is None else forced)

    wanted = [flow.name for flow in chosen_flows(session.domain(), flows)]
    scopes = {name: scope_for(settings.of_flow(name)) for name in wanted}
    limits = Settings(time.time(), open_limit, limit_states, type_prefix, strict)
    started = time.perf_counter()
    stream, size = _opened(log)
    with stream:
        lines = tracked(options, blocks(stream), total=size, label="replaying")
        events: Iterable[Logged | Flaw] = Lines(correlation=correlation).events(lines)
        if order == "time":
            events = by_time(events, window=window)
        try:
            found = replayed(
                session.domain(), events, flows=wanted, scope=scope_for(settings), scopes=scopes, settings=limits
            )
        except OSError as error:
            raise _unread(log, error) from error
    milliseconds = round((time.perf_counter() - started) * 1000)
    if not found.counts.events:
        raise Failure("no-event", f"no event in `{_name(log)}`", _way_out(found))
    _show(chosen, options, session, found, log=_name(log), milliseconds=milliseconds)
    show_stats(options, [session], conform=float(milliseconds))
    return found.exit


def _opened(log: str) -> tuple[BinaryIO, int | None]:
    """The log, and the number of its blocks when that can be known."""
    if log == STANDARD_INPUT:
        return sys.stdin.buffer, None
    try:
        stream, size = opened(Path(log))
    except OSError as error:
        raise _unread(log, error) from error
    return stream, None if log.endswith(".gz") else size // SIZE + 1


def _unread(log: str, error: OSError) -> Failure:
    problem = unreadable(log, error)
    return Failure(problem.code, f"`{_name(log)}` cannot be read: {problem.facts[0]}", "name a file of JSON lines")


def _name(log: str) -> str:
    return "standard input" if log == STANDARD_INPUT else log.encode(errors="replace").decode()


def _way_out(found: Conformance) -> str:
    first = next((case.first for _, case in found.aside.flaws.items()), None)
    if first is None:
        return "it is empty; give CloudEvents or OTLP spans, one JSON object a line"
    return f"give CloudEvents or OTLP spans, one JSON object a line; line {first.line} is `{first.text}`"


def _show(chosen: str, options: Options, session: Session, found: Conformance, *, log: str, milliseconds: int) -> None:
    if chosen == "json":
        from moment.behaviour.conform.wire import document

        text = document(found, session.domain(), project=session.project.name, log=log, sources=session.sources)
        sys.stdout.write(text)
        return
    from moment.diagnostics import full

    colored = is_colored(options)

    def excerpt(diagnostic: Diagnostic) -> str:
        return full.findings([diagnostic], session.sources, color=colored).rstrip("\n")

    sys.stdout.write(report(found, session.domain(), log=log, milliseconds=milliseconds, excerpt=excerpt))
