"""Whether a change of the text really mends: it is made, read, built and explored again under the same scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from moment.behaviour.failures import FailureName, fewest_faults, hidden_faults
from moment.behaviour.figures import Explored
from moment.behaviour.repairs.candidate import Candidate
from moment.behaviour.repairs.writing import Change, difference, edited
from moment.behaviour.verdicts import GOOD
from moment.diagnostics.edits import resolve
from moment.diagnostics.model import Edit
from moment.language.formatter import format_text
from moment.language.parser import Parsed, parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source

Explorer = Callable[[Flow, Domain], Explored]
"""Explores a flow of an edited domain under the scope and the limits of the search."""


class Figures(NamedTuple):
    """Of all runs of the scope: how many, and those that end so; the probability of a good end without a fault."""

    runs: int
    failing: int
    good: Fraction

    def is_worse(self, before: Figures) -> bool:
        """Whether good ends are less likely than ``before``, or as likely and a greater share of the runs ends so."""
        return (-self.good, self.share) > (-before.good, before.share)

    @property
    def share(self) -> Fraction:
        return Fraction(self.failing, self.runs or 1)


class Repair(NamedTuple):
    """A change that was explored again.

    ``removes`` are the failures gone, ``brings`` rarer ones that are new, ``reveals`` those that were hidden behind it.
    ``edits`` are whole lines; ``changes`` are the same to read.
    """

    kind: str
    title: str
    edits: tuple[Edit, ...]
    removes: tuple[FailureName, ...]
    brings: tuple[FailureName, ...]
    reveals: tuple[FailureName, ...]
    changes: tuple[Change, ...]
    before: Figures
    after: Figures


class Workshop:
    """The texts of a project, parsed once, and an explorer."""

    def __init__(self, sources: Mapping[str, Source], explore: Explorer) -> None:
        self.sources = sources
        self.explore = explore
        self._parsed: dict[str, Parsed] = {}
        self._formatted: dict[str, bool] = {}

    def parsed(self, path: str) -> Parsed:
        if path not in self._parsed:
            self._parsed[path] = parse(self.sources[path])
        return self._parsed[path]

    def is_formatted(self, path: str) -> bool:
        if path not in self._formatted:
            self._formatted[path] = format_text(self.parsed(path)) == self.sources[path].text
        return self._formatted[path]

    def changed(self, candidate: Candidate) -> dict[str, Parsed] | None:
        """The files that the candidate changes, in the layout that they have; ``None`` when one cannot be read."""
        edits: dict[str, list[Edit]] = {}
        for edit in candidate.edits:
            source = self.sources[edit.place.path]
            edits.setdefault(source.path, []).append(resolve(edit, source))
        found: dict[str, Parsed] = {}
        for path, those in edits.items():
            parsed = edited(self.sources[path], those, formatted=self.is_formatted(path))
            if parsed is None:
                return None
            found[path] = parsed
        return found

    def prove(self, candidate: Candidate, explored: Explored, wanted: tuple[FailureName, ...]) -> Repair | None:
        """The candidate as a repair of the failures ``wanted``; ``None`` when it does not mend them, or does harm.

        Harm is a new failure that needs no more faults, an arm that no run takes any more, fewer good ends, or a
        greater share of runs that end so. A failure that the old runs had as well, hidden behind the one that is gone,
        is not new.
        """
        files = self.changed(candidate)
        if files is None:
            return None
        domain = build([files.get(path) or self.parsed(path) for path in self.sources])
        flow = domain.flow.get(explored.machine.plan.flow.name)
        again = self.explore(flow, domain) if flow is not None else None
        if again is None or again.graph.limit is not None:
            return None
        before, after = fewest_faults(explored), fewest_faults(again)
        removes = tuple(name for name in before if name not in after)
        fresh = [name for name, faults in after.items() if faults < before.get(name, faults + 1)]
        hidden = hidden_faults(explored) if fresh else {}
        reveals = tuple(name for name in fresh if hidden.get(name, after[name] + 1) <= after[name])
        brings = tuple(name for name in fresh if name not in reveals)
        most = max(before[name] for name in wanted)
        harm = any(after[name] <= most and name.verdict != "unhandled-refusal" for name in brings)
        if harm or not set(wanted) <= set(removes) or not _arms(explored) <= _arms(again):
            return None
        first, second = _figures(explored, wanted), _figures(again, wanted)
        if second.is_worse(first):
            return None
        made = [difference(self.sources[path], files[path].source) for path in sorted(files)]
        edits = tuple(edit for those, _ in made for edit in those)
        changes = tuple(change for _, those in made for change in those)
        return Repair(candidate.kind, candidate.title, edits, removes, brings, reveals, changes, first, second)


def _arms(explored: Explored) -> set[tuple[str, str]]:
    """Moments and the conditions of their arms that a run without a fault takes."""
    moments = explored.machine.plan.flow.moments
    return {
        (moments[m].slug, moments[m].arms[arm].condition) for (m, arm), p in explored.arms.items() if arm >= 0 and p
    }


def _figures(explored: Explored, wanted: tuple[FailureName, ...]) -> Figures:
    kinds = {name.verdict for name in wanted}
    whole = explored.rungs[-1]
    good = sum((end.probability or Fraction(0) for end in explored.rungs[0].ends if end.verdict in GOOD), Fraction(0))
    return Figures(whole.runs, sum(end.runs for end in whole.ends if end.verdict in kinds), good)
