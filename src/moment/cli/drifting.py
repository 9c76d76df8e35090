"""What the commands about drift share: a look at the project, and how its points are shown."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from moment.cli.errors import Failure
from moment.cli.options import MACHINE_FORMATS, Options
from moment.cli.output import is_colored, open_session, paint, summary_of, telling_limits
from moment.diagnostics.model import Diagnostic
from moment.diagnostics.summary import counted
from moment.project.implementation import Implementation, implementation_of
from moment.project.session import Session
from moment.sync.glance import Glances, Sight, leaves_traces
from moment.sync.told import Told
from moment.sync.types import Place
from moment.text.source import Source

if TYPE_CHECKING:
    from moment.sync.comparing import Look

FORMATS = ("full", "concise", "json", "sarif", "github", "junit")
_SEVERITIES = {"info": "36", "warning": "33", "error": "31"}
_COLOURS = {1: "32", 2: "33", 3: "31"}


def looked(options: Options) -> Look:
    """The project of the command line, compared; a specification with errors ends the command with them."""
    return _looked(options, open_session(options, ()))


def glanced(
    options: Options, paths: Collection[str] = (), *, strict: bool | None = None, elements: Collection[str] = ()
) -> Sight:
    """What ``looked`` finds, for who only shows it: where nothing changed since the last time it is what was found then."""
    session = open_session(options, tuple(paths))
    if not leaves_traces(session):
        return _looked(options, session, strict=strict, elements=elements)
    with telling_limits():
        code = implementation_of(session.project, session.files)
        glances = Glances(session, code, strict=strict, only=elements)
        known = glances.recall()
    return known or _looked(options, session, strict=strict, elements=elements, code=code, glances=glances)


def _looked(
    options: Options,
    session: Session,
    *,
    strict: bool | None = None,
    elements: Collection[str] = (),
    code: Implementation | None = None,
    glances: Glances | None = None,
) -> Look:
    from moment.sync.comparing import look

    held_back = session.held_back
    if held_back:
        raise _stopped(options, session, held_back)
    missing = [name for name in elements if name not in _names(session)]
    if missing:
        raise Failure("usage", f"no element `{missing[0]}`", "name it as `moment find` does: Context/Aggregate/Name")
    with telling_limits():
        found = look(session, strict=strict, only=elements, code=code, glances=glances)
    if found.analysis.findings:
        raise _stopped(options, session, found.analysis.findings)
    return found


def _stopped(options: Options, session: Session, found: Sequence[Diagnostic]) -> click.exceptions.Exit:
    """The end of a command that has nothing to compare, once it is told why."""
    from moment.cli.running import stop

    return click.exceptions.Exit(stop(options, session, found))


def _names(session: Session) -> frozenset[str]:
    domain = session.domain()
    return frozenset(
        (*domain.value_object, *domain.enum, *domain.event, *domain.command, *domain.aggregate, *domain.policy, *domain.saga)
    )  # fmt: skip


def show(options: Options, found: Sight, *, code: int) -> None:
    """The report in the format asked for."""
    chosen = options.format_among(FORMATS)
    if chosen == "json":
        import msgspec

        from moment.sync.documents import document

        made = document(found.drift, found.locator, base=found.last_sync)
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n")
        return
    if chosen in MACHINE_FORMATS or chosen == "concise":
        from moment.diagnostics import RENDERERS

        diagnostics = found.drift.diagnostics
        module = import_module(RENDERERS[chosen][0])
        summary = summary_of([found.session], diagnostics, exit=code)
        if chosen == "concise":
            sys.stdout.write(module.findings(diagnostics, sources(found)))
        else:
            sys.stdout.write(module.render(diagnostics, sources(found), summary))
            return
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(found, colored=is_colored(options))))
    if not options.quiet:
        sys.stdout.write(_closing(found, colored=is_colored(options)) + "\n")


def sources(found: Sight) -> dict[str, Source]:
    """Specifications and code, for excerpts."""
    return {**found.session.sources, **found.locator.sources()}


# -- for people ------------------------------------------------------------------------------------------------------


def _lines(found: Sight, *, colored: bool) -> Iterator[str]:
    misnamed = (each for each in found.drift.diagnostics if each.code in ("MOM903", "MOM910"))
    for each in (*found.drift.state, *misnamed):
        head = f"{each.code} {each.severity.label}"
        yield f"{paint(head, _SEVERITIES[each.severity.label], colored=colored)}  {each.message}"
        if each.hint:
            yield f"  hint  {each.hint}"
    for told in found.drift.told:
        if told.counts:
            yield from _point_lines(found, told, colored=colored)
    for unread in found.drift.report.unread:
        symbols = f" ({', '.join(unread.symbols)})" if unread.symbols else ""
        yield f"{paint('unread', '33', colored=colored)}  {_at(unread.place)}  {unread.reason}{symbols}"
    shown = found.drift.report.unmodelled
    if shown:
        names = ", ".join(each.symbol for each in shown[:8])
        more = f" and {len(shown) - 8} more" if len(shown) > 8 else ""
        yield f"{paint('unmodelled', '2', colored=colored)}  {names}{more}"


def _point_lines(found: Sight, told: Told, *, colored: bool) -> Iterator[str]:
    """A point as a few lines: what, where on both sides, whom it hurts."""
    point = told.point
    code = told.diagnostic.code
    subject = f"{point.element}.{point.member}" if point.member else point.element
    head = f"{code} {told.word}"
    status = f"  {told.status}" if told.status else ""
    yield f"{paint(head, _COLOURS[point.category], colored=colored)}  {paint(subject, '1', colored=colored)}  {point.direction}  {point.proposal_id}{status}"
    spec = _at(point.spec) if point.spec is not None else "(not in the specification)"
    code_place = _at(point.implementation) if point.implementation is not None else "(not implemented)"
    width = max(len(spec), len(code_place))
    yield f"  {spec:{width}}  {_change(told)}"
    line = found.locator.line(point.implementation) if point.implementation is not None else ""
    yield f"  {code_place:{width}}  {line}".rstrip()
    for consumer in point.consumers:
        where = f" ({_at(consumer.place)})" if consumer.place is not None else ""
        yield f"  hurts  {consumer.context}: {consumer.party}{where}"


def _change(told: Told) -> str:
    """``items: OrderItem[]   →   orderItems: OrderItem[]   (renamed)``."""
    point = told.point
    before, after = point.before or "nothing", point.after or "nothing"
    how = {"name": "renamed", "insert": "new", "remove": "gone", "move": "moved"}
    word_ = how.get(point.aspect or "") or how.get(point.change) or point.aspect or point.change
    return f"{before}   →   {after}   ({word_})"


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"


def _closing(found: Sight, *, colored: bool) -> str:
    report = found.drift.report
    name = found.session.project.name
    aligned = counted(report.total_aligned, "element")
    rejected = sum(1 for each in found.drift.told if not each.counts)
    parts = [report.summary, f"{aligned} in sync"]
    if rejected:
        parts.append(f"{rejected} rejected")
    colour = "32" if report.category is None and not report.unread else _COLOURS[report.category or 2]
    return f"{paint(name, '1', colored=colored)}: {paint(', '.join(parts), colour, colored=colored)}"
