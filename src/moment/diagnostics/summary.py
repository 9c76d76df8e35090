"""What one run over a project found, in figures and in one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic, Severity


class Summary(NamedTuple):
    """Counts of a run. Suppressed findings are in ``suppressed`` only; ``limits`` says each limit that was hit.

    ``fail_on`` is the lowest severity that counts, ``exit`` the exit code. ``mended_safely`` and ``mended_on_request``
    count findings by the best fix they have.
    """

    project: str
    files: int
    exit: int
    fail_on: Severity
    errors: int
    warnings: int
    infos: int
    suppressed: int
    mended_safely: int
    mended_on_request: int
    limits: tuple[str, ...]

    @property
    def line(self) -> str:
        """``shop: 1 error, 0 warnings, 4 infos in 3 files, 1 suppressed; 1 has a fix (--fix-all asks)``."""
        counts = ", ".join(
            (counted(self.errors, "error"), counted(self.warnings, "warning"), counted(self.infos, "info"))
        )
        found = counts if self.errors + self.warnings + self.infos else "no findings"
        suppressed = f", {self.suppressed} suppressed" if self.suppressed else ""
        return f"{self.project}: {found} in {counted(self.files, 'file')}{suppressed}{self._fixes()}"

    def _fixes(self) -> str:
        total = self.mended_safely + self.mended_on_request
        if not total:
            return ""
        ways = "--fix" if self.mended_safely else "--fix-all asks"
        if self.mended_safely and self.mended_on_request:
            ways = f"--fix mends {self.mended_safely}, --fix-all asks"
        return f"; {total} {'has' if total == 1 else 'have'} a fix ({ways})"


def summarize(
    diagnostics: Iterable[Diagnostic],
    *,
    project: str,
    files: int,
    exit: int,
    fail_on: Severity = Severity.ERROR,
    limits: tuple[str, ...] = (),
) -> Summary:
    """The figures of ``diagnostics``; everything that is not counted there is passed in."""
    severities = dict.fromkeys(Severity, 0)
    suppressed = safely = on_request = 0
    for diagnostic in diagnostics:
        if diagnostic.suppressed is not None:
            suppressed += 1
            continue
        severities[diagnostic.severity] += 1
        if any(fix.applicability == "safe" for fix in diagnostic.fixes):
            safely += 1
        elif diagnostic.fixes:
            on_request += 1
    errors, warnings, infos = (severities[level] for level in (Severity.ERROR, Severity.WARNING, Severity.INFO))
    return Summary(project, files, exit, fail_on, errors, warnings, infos, suppressed, safely, on_request, limits)


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
