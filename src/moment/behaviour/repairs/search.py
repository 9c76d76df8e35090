"""Which repairs are offered for the failures of a flow: at most three each, the least intrusive first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from moment.behaviour.failures import names_of
from moment.behaviour.figures import Explored
from moment.behaviour.machine import Action
from moment.behaviour.repairs.candidate import Candidate, Scene
from moment.behaviour.repairs.causes import of_stall
from moment.behaviour.repairs.contracts import of_contract, of_second_effect
from moment.behaviour.repairs.decisions import of_emission, of_refusal, of_retries
from moment.behaviour.repairs.effort import Effort
from moment.behaviour.repairs.processes import of_loop, of_saga, of_transition
from moment.behaviour.repairs.proof import Explorer, Repair, Workshop
from moment.behaviour.repairs.writing import Pen
from moment.behaviour.trace import replay
from moment.behaviour.verdicts import Verdict, guilty
from moment.model.domain import Domain, Flow
from moment.text.source import Source

MOST_STATES = 20_000
"""Flows above this get no repairs, nor is a changed flow explored any further."""
MOST_OFFERED = 3
MOST_TRIED = 8
"""Candidates tried for one failure."""
MOST_EXPLORED = 20_000
"""States explored again for one flow, over all candidates: what bounds the time in the same way on any machine."""

Writer: TypeAlias = Callable[[Scene], Iterator[Candidate]]
WRITERS: Mapping[str, Writer] = {
    "stalled": of_stall,
    "contract-violation": of_contract,
    "illegal-transition": of_transition,
    "unhandled-refusal": of_refusal,
    "unanticipated": of_emission,
    "double-effect": of_second_effect,
    "unfinished-saga": of_saga,
    "policy-loop": of_loop,
    "retry-exhausted": of_retries,
}


class Failure(NamedTuple):
    """A way to fail with a run that ends so."""

    verdict: Verdict
    actions: tuple[Action, ...]


class Mended(NamedTuple):
    """``tried`` changes were explored again; ``untried`` says why no more were, ``None`` when nothing hindered it."""

    repairs: tuple[Repair, ...]
    tried: int
    untried: str | None


NOT_MENDED = Mended((), 0, None)
"""Of a finding for which no repairs were looked for."""


def mend(
    explored: Explored,
    failures: Sequence[Failure],
    *,
    sources: Mapping[str, Source],
    explore: Explorer,
    effort: Effort | None = None,
    expired: Callable[[], bool] | None = None,
) -> tuple[Mended, ...]:
    """For each of ``failures`` the repairs that remove it.

    ``effort`` is what all flows of a command share, a fresh one when left out; ``expired`` is asked before each
    candidate, for one who has no use for the answer any more.
    """
    search = _Search(explored, sources, explore, effort if effort is not None else Effort(), expired)
    return tuple(search.mended(failure, share=len(failures) - at) for at, failure in enumerate(failures))


class _Search:
    def __init__(
        self,
        explored: Explored,
        sources: Mapping[str, Source],
        explore: Explorer,
        effort: Effort,
        expired: Callable[[], bool] | None,
    ) -> None:
        self.explored = explored
        self.sources = sources
        self.workshop = Workshop(sources, self._counted(explore))
        self.effort = effort
        self.expired = expired
        self.characters = sum(len(source.text) for source in sources.values())
        self.spent = 0
        self.allowed = MOST_EXPLORED

    def _counted(self, explore: Explorer) -> Explorer:
        """``explore``, whose states are added to those spent."""

        def explorer(flow: Flow, domain: Domain) -> Explored:
            found = explore(flow, domain)
            self.spent += found.states
            self.effort.explored(found.states)
            return found

        return explorer

    def mended(self, failure: Failure, *, share: int) -> Mended:
        """What mends ``failure``, with at most its share of the states that may still be explored again."""
        self.allowed = self.spent + max(MOST_EXPLORED - self.spent, 0) // share
        why = self._hindrance()
        if why is not None:
            return Mended((), 0, why)
        wanted = tuple(names_of(self.explored.machine.plan, failure.verdict))
        found: list[Repair] = []
        tried = 0
        for candidate in islice(self._candidates(failure), MOST_TRIED):
            why = self._hindrance()
            if len(found) == MOST_OFFERED or why is not None:
                break
            tried += 1
            self.effort.built(self.characters)
            repair = self.workshop.prove(candidate, self.explored, wanted)
            if repair is not None and all(each.edits != repair.edits for each in found):
                found.append(repair)
        return Mended(tuple(found), tried, why if len(found) < MOST_OFFERED else None)

    def _candidates(self, failure: Failure) -> Iterator[Candidate]:
        machine = self.explored.machine
        trace = replay(machine, failure.actions)
        state = guilty(machine, trace.final, failure.verdict)
        scene = Scene(machine, failure.verdict, state, trace, Pen(self.sources))
        writer = WRITERS.get(failure.verdict.kind)
        return writer(scene) if writer is not None else iter(())

    def _hindrance(self) -> str | None:
        """Why nothing more is tried."""
        if self.explored.graph.limit is not None:
            return "the flow was not explored to its ends"
        if self.explored.states > MOST_STATES:
            return f"the flow has more than {MOST_STATES:,} states"
        if self.spent > self.allowed:
            return f"{self.spent:,} states were explored again"
        if self.effort.is_spent:
            return "the repairs of this project took as much work as is allowed"
        if self.expired is not None and self.expired():
            return "the search was ended"
        return None
