"""What becomes of each proposal of a push: asked one by one, the soft step of a break before the break itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, cast

from moment.project.record import Event
from moment.sync.plans import Side
from moment.sync.proposals import Proposed
from moment.sync.types import NOTHING, ImplementationChangeProposal, Status

Verb: TypeAlias = Literal["accept", "reject", "skip"]
VERBS: tuple[Verb, ...] = ("accept", "reject", "skip")
FOR_LATER = "it is left for later"
SOFT_STEP_FIRST = "the step before it comes first"
GONE = "it goes with the change that is accepted"
NO_WINNER = "both sides changed: say which wins"


@dataclass(frozen=True, slots=True)
class Answer:
    """``side`` is the one that wins a conflict; ``reason`` says why something is rejected or skipped."""

    verb: Verb
    reason: str = ""
    side: Side | None = None


Decide: TypeAlias = Callable[[ImplementationChangeProposal], "Verb | Answer"]


@dataclass(frozen=True, slots=True)
class Open:
    """A proposal that nobody has decided for good; ``until`` is the date to which it was skipped."""

    proposed: Proposed
    status: Status = "pending"
    until: str = ""

    @property
    def name(self) -> str:
        return self.proposed.proposal.proposal_id

    @property
    def proposal(self) -> ImplementationChangeProposal:
        return replace(self.proposed.proposal, status=self.status)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Ids by what was decided; ``rejected``, ``skipped`` and ``left`` with the reason. What is ``left`` stays as it is."""

    accepted: tuple[str, ...] = ()
    rejected: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    skipped: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    left: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    sides: Mapping[str, Side] = field(default_factory=lambda: NOTHING)

    def members(self) -> dict[str, Any]:
        """What the log says of them besides the three lists."""
        said: dict[str, Any] = {"reasons": {**self.rejected, **self.skipped, **self.left}, "left": list(self.left)}
        return {**said, "sides": dict(self.sides)} if self.sides else said


def decided(groups: Iterable[Sequence[Open]], decide: Decide) -> Decisions:
    """Asks about every proposal; in a group, which is one difference, no further once one of it is accepted."""
    accepted: list[str] = []
    found: dict[Verb, dict[str, str]] = {"reject": {}, "skip": {}}
    left: dict[str, str] = {}
    sides: dict[str, Side] = {}
    for group in groups:
        is_taken = False
        names = {each.name for each in group}
        for each in group:
            reason = SOFT_STEP_FIRST if is_taken else FOR_LATER if each.status == "skipped" and each.until else ""
            answer = Answer("skip", reason) if reason else _answer(decide(each.proposal))
            reason = reason or _kept_open(each, answer)
            if reason:
                left[each.name] = reason
            elif answer.verb == "accept":
                is_taken = True
                accepted.append(each.name)
                if answer.side is not None:
                    sides[each.name] = answer.side
            else:
                found[answer.verb][each.name] = answer.reason
        if is_taken and accepted[-1] == group[-1].name:
            for name in names & found["skip"].keys():
                left[name] = GONE
                del found["skip"][name]
    return Decisions(tuple(accepted), found["reject"], found["skip"], left, sides)


def recalled(event: Event) -> Decisions:
    """The decisions that a ``PushFlowConfirmationComplete`` of the log holds."""
    reasons, left = event.get("reasons", {}), tuple(event.get("left", ()))
    return Decisions(
        tuple(event.get("accepted", ())),
        {name: reasons.get(name, "") for name in event.get("rejected", ())},
        {name: reasons.get(name, "") for name in event.get("skipped", ()) if name not in left},
        {name: reasons.get(name, "") for name in left},
        cast("Mapping[str, Side]", event.get("sides", {})),
    )


def yes(proposal: ImplementationChangeProposal) -> Verb:
    """Accepts whatever nobody has put off."""
    return "skip" if proposal.status == "skipped" else "accept"


def _answer(given: Verb | Answer) -> Answer:
    """Raises ``ValueError`` for a word that decides nothing."""
    answer = given if isinstance(given, Answer) else Answer(given)
    if answer.verb not in VERBS:
        raise ValueError(f"{answer.verb!r} decides nothing: {', '.join(VERBS)}")
    return answer


def _kept_open(each: Open, answer: Answer) -> str:
    """Why a proposal stays as it is whatever was answered; empty when it does not."""
    if answer.verb == "skip" and each.status == "skipped":
        return FOR_LATER
    if answer.verb != "accept":
        return ""
    if answer.side is None and each.proposed.proposal.direction == "conflict":
        return NO_WINNER
    return each.proposed.plan.refused if answer.side is None else ""
