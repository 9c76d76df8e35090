"""What a log shows beside its runs: unknown types, unreadable lines, redeliveries, times that cannot be."""

from __future__ import annotations

from moment.behaviour.conform.logged import FlawKind, Logged
from moment.behaviour.conform.recognition import Recognition
from moment.behaviour.conform.tally import First, Tally


class Aside:
    """Tallies with the first case of each; none of them ends a correlation.

    ``unknown``, ``ambiguous`` and ``commands`` by type, ``sources`` by source, ``redelivered`` and ``before_cause`` by
    the number of a sign. ``other_spans`` are spans that mean no event.
    """

    def __init__(self) -> None:
        self.flaws: Tally[FlawKind] = Tally()
        self.unknown: Tally[str] = Tally()
        self.ambiguous: Tally[str] = Tally()
        self.commands: Tally[str] = Tally()
        self.sources: Tally[str] = Tally()
        self.uncontracted: Tally[str] = Tally()
        self.uncorrelated: Tally[str] = Tally()
        self.redelivered: Tally[int] = Tally()
        self.invalid_times: Tally[str] = Tally()
        self.future: Tally[str] = Tally()
        self.out_of_order: Tally[str] = Tally()
        self.before_cause: Tally[int] = Tally()
        self.late: Tally[FlawKind] = Tally()
        self.other_spans = 0
        self.unidentified = 0
        self.untimed = 0

    def unrecognised(self, event: Logged, recognition: Recognition) -> None:
        names = recognition.names
        first = First(event.line, event.id, event.correlation)
        if names.events(event.type, is_loose=event.is_loose):
            self.ambiguous.add(event.type, first)
        elif event.is_loose:
            self.other_spans += 1
        elif names.is_command(event.type):
            self.commands.add(event.type, first)
        else:
            self.unknown.add(event.type, first)

    def note(self, note: tuple[str, str], event: Logged) -> None:
        kind, text = note
        tally = self.sources if kind == "source" else self.uncontracted
        tally.add(text, First(event.line, event.id, event.correlation, event.type))
