"""Which sign of the model a line of a log is, remembered by type and source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moment.behaviour.conform.logged import Logged
from moment.behaviour.conform.signs import Names, Sign
from moment.behaviour.machine import Route
from moment.model.domain import Domain, Event

_KEPT = 10_000


class Recognised(NamedTuple):
    """The number of a sign. ``is_replayed`` is false for events that none of the flows has.

    ``note`` is what a person should know: the source names no context, or receives what no crossing brings there.
    """

    number: int
    is_replayed: bool
    note: tuple[str, str] | None


class Recognition:
    """``signs`` are those met so far, by number."""

    def __init__(self, domain: Domain, names: Names, routes: Iterable[Route], alphabet: frozenset[str]) -> None:
        self.domain = domain
        self.names = names
        self.signs: list[Sign] = []
        self._numbers: dict[Sign, int] = {}
        self._brought = {(route.event, route.target) for route in routes}
        self._alphabet = alphabet
        self._known: dict[tuple[str, str | None, bool, bool], Recognised | None] = {}

    def of(self, event: Logged) -> Recognised | None:
        """``None`` for a type that means no event of the model, or one of several without saying which."""
        key = event.type, event.source, event.received, event.is_loose
        try:
            return self._known[key]
        except KeyError:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = self._recognise(*key)
            return found

    def _recognise(self, type_: str, source: str | None, received: bool, is_loose: bool) -> Recognised | None:
        candidates = self.names.events(type_, is_loose=is_loose)
        context = self.names.context(source) if source else None
        event = self._chosen(candidates, context)
        if event is None:
            return None
        note: tuple[str, str] | None = None
        heard: str | None = None
        if context is None:
            note = ("source", source or "")
        elif context != event.context or (received and (event.id, context) in self._brought):
            heard = context
            if (event.id, context) not in self._brought and event.id in self._alphabet:
                note = ("uncontracted", f"{event.name} in {context}")
        is_uncontracted = note is not None and note[0] == "uncontracted"
        return Recognised(self._number(Sign(event.id, heard)), event.id in self._alphabet and not is_uncontracted, note)

    def _chosen(self, candidates: tuple[Event, ...], context: str | None) -> Event | None:
        """Of several events with one name the source's own, else the one that a crossing brings to the source."""
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        for chosen in (
            [event for event in candidates if event.context == context],
            [event for event in candidates if (event.id, context) in self._brought],
        ):
            if len(chosen) == 1:
                return chosen[0]
        return None

    def _number(self, sign: Sign) -> int:
        number = self._numbers.get(sign)
        if number is None:
            number = self._numbers[sign] = len(self.signs)
            self.signs.append(sign)
        return number
