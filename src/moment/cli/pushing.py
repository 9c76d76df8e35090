"""What `moment sync push` asks and answers: a question for each proposal, the document, the lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import click
import msgspec

from moment.cli.deciding import colours, proposal_lines
from moment.cli.options import Options
from moment.cli.output import paint
from moment.diagnostics.model import Diagnostic
from moment.project.session import Session
from moment.sync.documents import FindingDocument, PlaceDocument
from moment.sync.git.sharing import PushResult
from moment.sync.proposals import Proposed, proposals
from moment.sync.push_course import PushCourse
from moment.sync.push_decisions import Answer
from moment.sync.types import ImplementationChangeProposal, ReconciliationAction, ReconciliationResult

FORMAT = "moment.push/1"
_COLOURS = {"APPLIED": "32", "DRIFT": "33", "BREAKING": "31", "ABORTED": "31"}
_ANSWERS = {"a": Answer("accept"), "c": Answer("accept", side="impl"), "m": Answer("accept", side="spec")}


class ActionDocument(msgspec.Struct, frozen=True, rename="camel"):
    """One proposal, applied or left to be done; `places` are where the two sides say it."""

    description: str
    category: Literal[1, 2, 3]
    proposal_id: str
    applied: bool
    places: tuple[PlaceDocument, ...]


class ReferenceDocument(msgspec.Struct, frozen=True, rename="camel"):
    """A reference of the other repository that moved; `old` is null for a new one."""

    reference: str
    old: str | None
    new: str


class SentDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What was sent; `commit` is that of the branch for review."""

    remote: str
    references: tuple[ReferenceDocument, ...]
    commit: str | None


class PushDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What `moment sync push --json` answers. `category` is the highest that is left, or that was applied."""

    format: str
    project: str
    outcome: Literal["APPLIED", "DRIFT", "BREAKING", "ABORTED"]
    category: Literal[1, 2, 3] | None
    message: str
    saga_id: str
    snapshot: str | None
    actions: tuple[ActionDocument, ...]
    sent: SentDocument | None
    diagnostics: tuple[FindingDocument, ...]


class Questions:
    """Asks a person about each proposal, on a terminal; ``course`` has what was compared."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.course: PushCourse | None = None

    def __call__(self, proposal: ImplementationChangeProposal) -> Answer:
        proposed = self._proposed(proposal)
        look = self.course.look if self.course is not None else None
        if proposed is not None and look is not None:
            for line in proposal_lines(look.analysis, proposed, colored=colours(self.options)):
                click.echo(line)
        is_by_hand = proposed is not None and bool(proposed.plan.refused)
        signs: tuple[str, ...]
        if proposal.direction == "conflict":
            asked, signs = "the model wins, the code wins, reject or skip", ("m", "c", "r", "s")
        elif is_by_hand:
            asked, signs = "reject or skip", ("r", "s")
        else:
            asked, signs = "accept, reject or skip", ("a", "r", "s")
        said = click.prompt(f"{asked}?", type=click.Choice(signs), default="s", err=True)
        if said == "r":
            return Answer("reject", click.prompt("why?", err=True))
        return _ANSWERS.get(said, Answer("skip"))

    def _proposed(self, proposal: ImplementationChangeProposal) -> Proposed | None:
        look = self.course.look if self.course is not None else None
        found = proposals(look.analysis, look.judged) if look is not None else ()
        return next((each for each in found if each.proposal.proposal_id == proposal.proposal_id), None)


def document(
    session: Session,
    result: ReconciliationResult,
    sent: PushResult | None,
    diagnostics: Iterable[Diagnostic],
) -> PushDocument:
    """The answer for programs."""
    return PushDocument(
        FORMAT,
        session.project.name,
        result.outcome,  # type: ignore[arg-type]
        result.category,  # type: ignore[arg-type]
        result.message,
        result.saga_id,
        result.snapshot or None,
        tuple(_action(each) for each in result.actions),
        _sent(sent) if sent is not None else None,
        tuple(_finding(session, each) for each in diagnostics),
    )


def lines(options: Options, result: ReconciliationResult, sent: PushResult | None) -> Iterator[str]:
    """The answer for people: what is left, then the outcome."""
    colored = colours(options)
    for each in result.actions:
        if not each.applied or options.verbose:
            sign = "applied" if each.applied else "open"
            yield f"{paint(sign, '2', colored=colored):<7}  {each.proposal_id}  category {int(each.category)}  {each.description}"
    applied = sum(1 for each in result.actions if each.applied)
    parts = [result.message]
    if result.actions and result.outcome != "ABORTED":
        parts = [f"{applied} of {len(result.actions)} applied", *(parts if applied < len(result.actions) else ())]
    if result.snapshot:
        parts.append(f"snapshot {result.snapshot[:10]}")
    if sent is not None:
        moved = ", ".join(each.reference for each in sent.updates) or "nothing new"
        parts.append(f"{sent.remote}: {moved}")
    yield f"{paint(result.outcome, _COLOURS[result.outcome], colored=colored)}  {' · '.join(parts)}"


def _action(each: ReconciliationAction) -> ActionDocument:
    places = tuple(PlaceDocument(p.path, p.line, p.column, p.end_line, p.end_column) for p in each.places)
    return ActionDocument(each.description, each.category, each.proposal_id, each.applied, places)  # type: ignore[arg-type]


def _sent(sent: PushResult) -> SentDocument:
    moved = tuple(ReferenceDocument(each.reference, each.old, each.new) for each in sent.updates)
    return SentDocument(sent.remote, moved, sent.commit)


def _finding(session: Session, each: Diagnostic) -> FindingDocument:
    source = session.sources.get(each.place.path)
    line, column = source.position(each.place.start) if source is not None else (1, 1)
    severity = each.severity.label
    return FindingDocument(
        each.code, each.rule.name, severity, each.message, each.place.path, line, column, each.hint  # type: ignore[arg-type]
    )  # fmt: skip
