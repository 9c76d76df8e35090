"""Every derived case with what became of it, and whether that is a green run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from moment.diagnostics.model import Diagnostic
from moment.model.results import Case
from moment.project.rules import TEST_FAILED, TEST_NOT_RUN
from moment.project.testing.results import Result
from moment.text.span import Place

Outcome: TypeAlias = Literal["passed", "failed", "skipped", "not-run"]
_NOT_BOUND = re.compile(r"not bound: (?P<name>.*?)(?: \((?P<file>[^()]*)\))?$")


class Tested(NamedTuple):
    """A case and what a runner said about it; ``not-run`` when it said nothing."""

    case: Case
    runner: str
    outcome: Outcome
    reason: str

    @property
    def binding(self) -> tuple[str, str] | None:
        """What is not bound, and the file to bind it in."""
        found = _NOT_BOUND.match(self.reason) if self.outcome == "skipped" else None
        return (found["name"], found["file"] or "") if found else None


class Verdict(NamedTuple):
    """``broken`` are files that could not be run at all."""

    tested: tuple[Tested, ...]
    broken: tuple[str, ...]

    @property
    def counts(self) -> Mapping[Outcome, int]:
        return Counter(each.outcome for each in self.tested)

    @property
    def unbound(self) -> dict[tuple[str, str], int]:
        """Bindings that are missing, with the number of cases that wait for each, in the order met."""
        return dict(Counter(each.binding for each in self.tested if each.binding is not None))

    @property
    def is_about_nothing(self) -> bool:
        """Whether no case asked anything of an implementation: contracts are held against samples without one."""
        return not any(each.outcome in ("passed", "failed") and each.case.kind != "crossing" for each in self.tested)

    def exit(self, *, fail_on_unbound: bool) -> int:
        """0 only when something of the user's was tested, every case was run, and none failed."""
        counts = self.counts
        wrong = counts["failed"] + counts["not-run"] + len(self.broken)
        return 1 if wrong or self.is_about_nothing or (fail_on_unbound and self.unbound) else 0

    def findings(self) -> Iterator[Diagnostic]:
        """One error for every case that failed or was not run, at its place in the specification."""
        for each in self.tested:
            first = next((line.strip() for line in each.reason.splitlines() if line.strip()), "no reason given")
            if each.outcome == "failed":
                yield TEST_FAILED.at(
                    each.case.place, hint=first, elements=(each.case.subject,), case=each.case.id, runner=each.runner
                )
            elif each.outcome == "not-run":
                hint = "Look at what the runner leaves out: its settings, a filter, a file that breaks."
                yield TEST_NOT_RUN.at(
                    each.case.place, hint=hint, elements=(each.case.subject,), case=each.case.id, runner=each.runner
                )
        for text in self.broken:
            first = next((line.strip() for line in text.splitlines() if line.strip()), "no reason given")
            yield TEST_FAILED.at(Place(".", 0, 0), hint=first, case="a whole file", runner="the runner")


def judge(runner: str, cases: Iterable[Case], results: Iterable[Result]) -> Verdict:
    """Results by case; of several about one the worst counts."""
    known: dict[str, Result] = {}
    broken: list[str] = []
    for result in results:
        if result.case is None:
            broken.append(result.reason)
        elif result.case not in known or _weight(result) > _weight(known[result.case]):
            known[result.case] = result
    tested = []
    for case in cases:
        found = known.get(case.id)
        tested.append(
            Tested(case, runner, found.status, found.reason) if found else Tested(case, runner, "not-run", "")
        )
    return Verdict(tuple(tested), tuple(broken))


def together(verdicts: Iterable[Verdict]) -> Verdict:
    found = tuple(verdicts)
    return Verdict(tuple(t for each in found for t in each.tested), tuple(b for each in found for b in each.broken))


def _weight(result: Result) -> int:
    return ("passed", "skipped", "failed").index(result.status)
