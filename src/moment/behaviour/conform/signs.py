"""What a line of a log can show: an event that happened in its own context, or one that another context received."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from moment.behaviour.machine import Plan
from moment.model.domain import Command, Domain, Event
from moment.model.words import words

_VERSION = re.compile(r"v?\d+(\.\d+)*")
_SPLIT = re.compile(r"[/:.#?&=>\s]+")
_SPLIT_SOURCE = re.compile(r"[/:.#?&=]+")
_SERVICE = ("service", "svc", "context", "api", "app", "events")


class Sign(NamedTuple):
    """``event`` happened in its own context (``heard`` is ``None``) or was received by the context ``heard``."""

    event: str
    heard: str | None = None

    @property
    def name(self) -> str:
        return self.event.rpartition("/")[2]

    @property
    def text(self) -> str:
        return self.name if self.heard is None else f"{self.name} received by {self.heard}"


class Names:
    """Finds the element that a type means and the context that a source means, whatever they are wrapped in.

    ``OrderPlaced``, ``Sales.OrderPlaced``, ``com.acme.sales.order-placed.v1`` and ``sales/OrderPlacedEvent`` are one
    event. Names are compared by their words, so case and hyphens do not matter.
    """

    def __init__(self, domain: Domain, *, prefix: str = "") -> None:
        self._prefix = prefix
        self._events = _by_key(domain.event.values())
        self._commands = _by_key(domain.command.values())
        self._contexts = {_key(context.name): context.name for context in domain.contexts}
        self.known = tuple(domain.events_named)

    def context(self, source: str) -> str | None:
        """The context that a source names; its last part that names one counts."""
        for part in reversed(_SPLIT_SOURCE.split(unquote(source))):
            key = _key(part)
            plain = next((key.removesuffix(end) for end in _SERVICE if key.endswith(end) and key != end), key)
            found = self._contexts.get(key) or self._contexts.get(plain)
            if found is not None:
                return found
        return self._contexts.get(_key(source))

    def events(self, type_: str, *, is_loose: bool = False) -> tuple[Event, ...]:
        """Every event that the type can mean; several when contexts share a name that it does not qualify.

        A loose type is the name of a span, any part of which may be the event: ``send OrderPlaced``.
        """
        parts = self._parts(type_)
        found = _among(self._events, parts)
        while is_loose and parts and not found:
            parts.pop()
            found = _among(self._events, parts)
        return found

    def is_command(self, type_: str) -> bool:
        return bool(_among(self._commands, self._parts(type_)))

    def bare(self, type_: str) -> str:
        """The part of a type that should be the name of an event."""
        parts = self._parts(type_)
        return parts[-1] if parts else type_

    def _parts(self, type_: str) -> list[str]:
        parts = [part for part in _SPLIT.split(type_.removeprefix(self._prefix)) if part]
        while len(parts) > 1 and _VERSION.fullmatch(parts[-1].lower()):
            parts.pop()
        return parts


def _by_key(elements: Iterable[Event] | Iterable[Command]) -> dict[str, list[Event | Command]]:
    found: dict[str, list[Event | Command]] = {}
    for element in elements:
        found.setdefault(_key(element.name), []).append(element)
    return found


def _among(table: dict[str, list[Event | Command]], parts: list[str]) -> tuple[Event, ...]:
    if not parts:
        return ()
    key = _key(parts[-1])
    found = table.get(key) or table.get(key.removesuffix("event")) or []
    found = [element for element in found if element.name == parts[-1]] or found
    qualifiers = {_key(part) for part in parts[:-1]}
    owned = [element for element in found if _key(element.context) in qualifiers]
    return tuple(owned or found)  # type: ignore[arg-type]


def _key(text: str) -> str:
    """The words of a name without case and signs; a name without letters and digits is its own."""
    return "".join(words(text)).casefold() or text


def alphabet(plan: Plan) -> frozenset[str]:
    """Identities of all events that any run of a flow could bring about, reactions beyond the flow included."""
    found = {step.event.id for step in plan.steps if step.event is not None}
    commands = [step.command for step in plan.steps if step.command is not None]
    undone = [undo.with_command.target for saga in plan.sagas for undo in saga.undo]
    commands += [plan.domain.command[name] for name in undone if name is not None and name in plan.domain.command]
    found.update(_emitted(plan, commands))
    waiting = list(plan.reactions)
    while True:
        reacting = [reaction for reaction in waiting if reaction.trigger in found]
        if not reacting:
            return frozenset(found)
        waiting = [reaction for reaction in waiting if reaction.trigger not in found]
        for reaction in reacting:
            found.update(name for name in reaction.events if name in plan.domain.event)
            found.update(_emitted(plan, [plan.domain.command[name] for name in reaction.commands]))


def _emitted(plan: Plan, commands: Iterable[Command]) -> Iterator[str]:
    for command in commands:
        yield from (each.target for each in command.emits if each.target in plan.domain.event and each.target)
