"""``moment reconcile``: what upstream asks of the project, and what of it can be taken over."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

import click

from moment.cli.documents import text_of
from moment.cli.errors import Failure
from moment.cli.options import REPORT_FORMATS, Options, global_options
from moment.cli.output import is_colored, note, open_session, paint
from moment.cli.upstreaming import has_errors, refused, show, show_only, telling_refusals
from moment.sync.reconcile import Step
from moment.sync.reconcile_document import difference
from moment.sync.reconcile_findings import finding as step_finding
from moment.sync.reconcile_findings import is_long, kind_of, text
from moment.sync.upstream_changes import Prefer, Sign
from moment.text.source import Source
from moment.upstream.compared import Compared
from moment.upstream.reconciling import Reconciled, ReconcileInput
from moment.upstream.reconciling import reconcile as reconciled

_COLOURS = {"+": "32", "-": "31", "~": "33", ">": "36"}
_HERE: Mapping[Sign, Sign] = {"+": "-", "-": "+"}
"""How a change looks to whom it is told as one of the project's."""
_GRADES = {None: "32", 1: "32", 2: "33", 3: "31"}
_WORDS = {None: "info", 1: "clean", 2: "drift", 3: "breaking"}
_DIFF_LINES = 60


@click.command()
@click.option("--local", is_flag=True, help="Everything that the events in the project say.")
@click.option("--event", "event", metavar="FILE", help="Only the elements that an announcement names.")
@click.option("--apply", is_flag=True, help="Write what is clean, when nothing is above it.")
@click.option("--category", type=click.IntRange(1, 2), default=1, metavar="N", help="With --apply: write up to this.")
@click.option("--prefer", type=click.Choice(["upstream", "local"]), help="Who is right where both sides changed.")
@global_options
@click.pass_context
def reconcile(
    invocation: click.Context, local: bool, event: str | None, apply: bool, category: int, prefer: Prefer | None
) -> int:
    """Compare the project with upstream, and take over what hurts nobody.

    Each change has a category: 1 clean, 2 drift, 3 breaking for somebody in another context, who is named. Without
    `--apply` nothing is written. Exit 1: something is left to do, or events cannot be read.
    """
    options = Options.of(invocation)
    options.format_among(REPORT_FORMATS)
    if local == (event is not None):
        raise click.UsageError("say what to compare: `--local` or `--event FILE`")
    if category > 1 and not apply:
        raise click.UsageError("`--category` says what `--apply` writes")
    session = open_session(options, ())
    if session.project.isolated:
        raise Failure(
            "usage", "loose files have no upstream", "run it in the folder of a project, without `--isolated`"
        )
    given = ReconcileInput(event, apply, 2 if category == 2 else 1, prefer)
    with telling_refusals():
        done = reconciled(session, given)
    if done.refusal is not None:
        raise refused(done.refusal)
    told = done.result.diagnostics
    code = 1 if not done.is_done or has_errors(told) else 0
    if done.plan is None and any(each.code == "MOM902" and each.place.path == event for each in told):
        code = 2
    if options.format == "json":
        sys.stdout.write(text_of(done.document()))
    elif not show_only(options, session, told, code=code, further=_texts(done)):
        _show(options, done)
    return code


def _texts(done: Reconciled) -> Mapping[str, Source]:
    return done.found.where.locator.sources() if done.found is not None else {}


def _show(options: Options, done: Reconciled) -> None:
    told, plan, found = done.result.diagnostics, done.plan, done.found
    if plan is None or found is None:
        show(options, done.session, told)
        note(options, f"ABORTED: {done.result.message}")
        return
    show(options, done.session, [each for each in told if each.code[:5] != "MOM85" and each.code != "MOM848"])
    for step in plan.steps:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(found, step, colored=is_colored(options))))
    for path in sorted(plan.texts):
        note(options, f"wrote {path}" if plan.texts[path].strip() else f"removed {path}")
    note(options, f"{done.result.outcome}: {done.result.message}")


def _lines(found: Compared, step: Step, *, colored: bool) -> Iterator[str]:
    """What changes, how far it reaches, where both sides say it, whom it hurts, and what would be written."""
    change, origin, here = step.change, found.where.upstream(step.change), found.where.here(step.change)
    moved = _HERE.get(change.sign, change.sign) if change.direction == "local-ahead" else change.sign
    sign = paint(moved, _COLOURS[moved], colored=colored)
    code = step_finding(step, found.where).code
    grade = paint(f"{code} {_WORDS[step.category]}", _GRADES[step.category], colored=colored)
    done = "  applied" if step.chosen else ""
    places = [f"{origin[0]}:{origin[1]}"] if origin else []
    at = found.where.locator.place(here) if here is not None else None
    places += [f"{at.path}:{at.line}:{at.column}"] if at is not None else []
    where = paint("  ".join(places), "2", colored=colored)
    yield f"{sign} {grade}  {change.direction}  {kind_of(change)} {_what(step)}{done}  {where}"
    for party in step.found.consumers if step.category is not None else ():
        place = found.where.locator.place(party.place)
        beside = f" ({place.path}:{place.line}:{place.column})" if place is not None else ""
        yield f"  hurts  {party.context}: {party.description}{beside}"
    if change.direction == "conflict":
        yield "  choose with --prefer upstream or --prefer local"
    if step.refused:
        yield f"  by hand: {step.refused}"
    lines = [] if step.chosen else difference(found.given.texts, step.texts)
    for line in lines[:_DIFF_LINES]:
        shade = "32" if line.startswith("+") else "31" if line.startswith("-") else "2"
        yield f"  {paint(line, shade, colored=colored)}".rstrip()
    if len(lines) > _DIFF_LINES:
        yield f"  … {len(lines) - _DIFF_LINES} more lines"


def _what(step: Step) -> str:
    """``Sales/Order/OrderPlaced.total  type number → Money``."""
    change = step.change
    if change.sign == ">":
        return f"{change.subject} → {change.new_name}"
    if change.sign == "~":
        said = [change.before, change.after] if step.category is not None else [change.after, change.before]
        if any(is_long(each) for each in said):
            return f"{change.subject}  {change.spot.aspect}"
        before, after = (_short(text(each) or "nothing") for each in said)
        return f"{change.subject}  {change.spot.aspect} {before} → {after}"
    return change.subject


def _short(shown: str) -> str:
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
