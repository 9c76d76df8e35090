"""What a look at a project tells: points with their findings, totals, and what counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moment.diagnostics.model import Diagnostic, Severity
from moment.sync.types import CascadeCategory, DriftPoint, DriftReport

WORDS: Mapping[CascadeCategory, str] = {
    CascadeCategory.CLEAN: "clean",
    CascadeCategory.DRIFT: "drift",
    CascadeCategory.BREAKING: "breaking",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One point; ``status`` is that of its proposal, when one was recorded."""

    point: DriftPoint
    diagnostic: Diagnostic
    status: str

    @property
    def word(self) -> str:
        """``clean``, ``drift`` or ``breaking``."""
        return WORDS[self.point.category]

    @property
    def counts(self) -> bool:
        """Whoever rejected a change has seen it: it is no news until either side changes."""
        return self.status != "rejected"


@dataclass(frozen=True, slots=True)
class Drift:
    """``diagnostics`` are all findings, those about points among them, in the order in which they are shown.

    ``state`` are those about what is kept of the past: with a damaged log, or in the middle of a change, directions may
    be other ones.
    """

    told: tuple[Told, ...]
    report: DriftReport
    diagnostics: tuple[Diagnostic, ...]
    state: tuple[Diagnostic, ...] = ()

    def exit(self, fail_on: str) -> int:
        """1 when a point counts that is at or above ``fail_on`` (``drift``, ``breaking``, ``never``), or something is unread."""
        least = {"drift": CascadeCategory.CLEAN, "breaking": CascadeCategory.BREAKING}.get(fail_on)
        counted = any(least is not None and each.counts and each.point.category >= least for each in self.told)
        damaged = any(each.severity is Severity.ERROR for each in self.state)
        return 1 if counted or damaged or self.report.unread else 0
