"""The shape of a finding: its rule, where it is, what caused it, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal, NamedTuple

from moment.text.span import Place


class Severity(IntEnum):
    """How much a finding weighs; comparable, ``Severity.ERROR > Severity.WARNING``."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Label(NamedTuple):
    """A second place that explains a finding, with a few words to stand beside it."""

    place: Place
    message: str


class Edit(NamedTuple):
    """One change of a text.

    ``replace`` puts ``text`` in the place of the span (empty span: inserts, empty text: deletes).
    ``line-after`` adds ``text`` as a line of its own behind the line that holds the span's end, indented like
    the line that holds its start; ``line-inside`` the same, two columns deeper. ``moment.diagnostics.edits``
    turns both into ``replace``.
    """

    place: Place
    text: str
    kind: Literal["replace", "line-after", "line-inside"] = "replace"


class Fix(NamedTuple):
    """Edits that make a finding go; ``safe`` ones run under ``--fix``, the others are offered."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Literal["safe", "ask"] = "ask"


class Rule(NamedTuple):
    """A kind of finding: code and name for ever, default severity, message template.

    ``template`` is one line, lower case, names in backticks, with ``{fact}`` placeholders.
    """

    code: str
    name: str
    severity: Severity
    template: str

    def at(
        self,
        place: Place,
        *labels: Label,
        caption: str = "",
        hint: str | None = None,
        fixes: tuple[Fix, ...] = (),
        elements: tuple[str, ...] = (),
        **facts: object,
    ) -> Diagnostic:
        """A finding of this rule at ``place``; ``facts`` fill the template and make the fingerprint."""
        message = self.template.format_map(facts) if facts else self.template
        values = tuple(str(facts[key]) for key in sorted(facts))
        return Diagnostic(self, self.severity, place, message, labels, caption, hint, fixes, elements, values)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``caption`` stands beside the carets, ``suppressed`` holds the reason of a suppression."""

    rule: Rule
    severity: Severity
    place: Place
    message: str
    labels: tuple[Label, ...] = ()
    caption: str = ""
    hint: str | None = None
    fixes: tuple[Fix, ...] = ()
    elements: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    suppressed: str | None = None

    @property
    def code(self) -> str:
        return self.rule.code

    def with_severity(self, severity: Severity) -> Diagnostic:
        return replace(self, severity=severity)

    def suppress(self, reason: str) -> Diagnostic:
        return replace(self, suppressed=reason)


def order(diagnostic: Diagnostic) -> tuple[str, int, str, str]:
    """Sort key of every list of findings: path, offset, code, message."""
    return diagnostic.place.path, diagnostic.place.start, diagnostic.code, diagnostic.message
