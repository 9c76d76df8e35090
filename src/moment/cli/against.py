"""``moment simulate --against``: the other side is found, run alike, compared, and shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from moment.behaviour.difference import Difference
from moment.behaviour.simulation import FlowRun, Simulation
from moment.cli.errors import Failure
from moment.cli.options import Options
from moment.cli.progress import tracked
from moment.diagnostics.model import Diagnostic
from moment.model.domain import Flow
from moment.project.discover import SearchLimitError
from moment.project.revision import Other, RevisionError, open_other
from moment.project.session import Session
from moment.text.nearest import nearest
from moment.text.span import Place

_MISTAKES_SHOWN = 3


def other_side(
    options: Options,
    session: Session,
    paths: Sequence[str],
    against: str,
) -> Other:
    """The other side, ready to run; whatever is in the way is a failure."""
    if not against.strip():
        raise Failure("usage", "`--against` names nothing", "name a Git revision, as main, or another checkout")
    try:
        other = open_other(
            against,
            session.project,
            paths=[Path(path) for path in paths],
            cwd=Path.cwd(),
            isolated=options.isolated,
            overrides=options.settings,
        )
    except RevisionError as error:
        raise Failure(error.code, error.message, error.hint) from error
    except SearchLimitError as error:
        hint = "name the folder of the project in it, or list `sources` in a moment.toml"
        raise Failure("search-limit", f"too many files to search at `{against}`", hint) from error
    mistakes = other.session.held_back
    if mistakes:
        raise _broken(other, mistakes)
    return other


def _broken(other: Other, mistakes: Sequence[Diagnostic]) -> Failure:
    """The specification there cannot be run, so nothing is compared with it."""
    where = placed(other.session)
    shown = [f"{each.code} at {where(each.place)}: {each.message}" for each in mistakes[:_MISTAKES_SHOWN]]
    more = len(mistakes) - len(shown)
    hint = "; ".join(shown) + (f"; and {more} more" if more else "")
    return Failure("against", f"the specification at `{other.name}` has errors, so nothing was compared", hint)


def flows_here(session: Session, other: Other | None, names: Sequence[str]) -> list[Flow]:
    """The chosen flows of this side; a name that neither side has is a usage error."""
    known = [*session.domain().flow, *(other.session.domain().flow if other is not None else ())]
    for name in names:
        if name not in known:
            guess = nearest(name, known)
            listed = ", ".join(dict.fromkeys(known)) or "none is declared"
            raise Failure("usage", f"no flow `{name}`", f"did you mean `{guess}`?" if guess else f"flows: {listed}")
    return _chosen(session, names)


def _chosen(session: Session, names: Sequence[str]) -> list[Flow]:
    return [flow for flow in session.domain().flow.values() if not names or flow.name in names]


def show_difference(
    options: Options,
    session: Session,
    other: Other,
    simulation: Simulation,
    *,
    run: Callable[[Session, Flow], FlowRun],
    flows: Sequence[str],
) -> int:
    """Runs the other side as ``simulation`` ran and shows what changed since; the exit code."""
    from moment.behaviour.comparison import compare

    earlier = _chosen(other.session, flows)
    runs = [run(other.session, flow) for flow in tracked(options, earlier, total=len(earlier), label="running")]
    before = replace(simulation, domain=other.session.domain(), flows=tuple(runs))
    difference = compare(before, simulation)
    sys.stdout.write(_rendered(options.format, difference, session, other))
    return difference.exit


def _rendered(format: str | None, difference: Difference, session: Session, other: Other) -> str:
    match format:
        case "json":
            from moment.behaviour.difference_document import AgainstDoc, difference_text
            from moment.behaviour.model_document import Places

            against = AgainstDoc(other.written, other.kind, other.commit)
            places = Places(session.sources)
            return difference_text(difference, project=session.project.name, against=against, places=places)
        case "markdown":
            from moment.behaviour.comment import comment

            return comment(difference, against=other.written, commit=other.short, where=placed(session))
        case _:
            from moment.behaviour.difference_report import difference_report

            return difference_report(difference, against=other.name, where=placed(session))


def placed(session: Session) -> Callable[[Place], str]:
    """File and line of a place in the texts of ``session``."""
    sources = session.sources

    def where(place: Place) -> str:
        source = sources.get(place.path)
        return f"{place.path}:{source.position(place.start)[0]}" if source is not None else place.path

    return where
