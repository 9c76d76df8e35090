"""What a bare name in a context refers to when the declaration may stand in another context."""

from __future__ import annotations

from collections.abc import Sequence

from moment.language import syntax
from moment.model.domain import Reference
from moment.model.fields import name_place
from moment.model.names import Names
from moment.model.routes import Arrivals


class References:
    """Resolves the names that stand in ``context`` in the text at ``path``.

    Own declarations come first, then the only owner anywhere; of several owners, the one whose event crosses into
    the context in some flow; else the reference has candidates and no target.
    """

    __slots__ = ("_arrivals", "_names", "context", "declared", "path")

    def __init__(self, context: str, path: str, *, names: Names, arrivals: Arrivals) -> None:
        self.context = context
        self.path = path
        self.declared = names.contexts[context]
        self._names = names
        self._arrivals = arrivals

    def among(self, name: syntax.Name, names: set[str]) -> Reference:
        """A name that refers to itself when it is one of ``names``: a state."""
        known = name.text if name.text and name.text in names else None
        return Reference(name.text, name_place(name, self.path), known)

    def emitted(self, name: syntax.Name, aggregate: str) -> Reference:
        """An event of ``aggregate``, then of the context; others cannot be emitted here."""
        own = self.declared.events_of[aggregate].get(name.text)
        return Reference(name.text, name_place(name, self.path), own or self.declared.events.get(name.text))

    def lifecycle_event(self, name: syntax.Name, aggregate: str) -> Reference:
        """An event of ``aggregate``; one of another aggregate is found too, for a check to call foreign."""
        own = self.declared.events_of[aggregate].get(name.text)
        return Reference(name.text, name_place(name, self.path), own) if own else self.event(name)

    def event(self, name: syntax.Name) -> Reference:
        own = self.declared.events.get(name.text)
        if own:
            return Reference(name.text, name_place(name, self.path), own)
        owners = self._names.event_owners.get(name.text, ())
        return self._elsewhere(name, [self._names.contexts[owner].events[name.text] for owner in owners])

    def command(self, name: syntax.Name) -> Reference:
        own = self.declared.commands.get(name.text)
        if own:
            return Reference(name.text, name_place(name, self.path), own)
        owners = self._names.command_owners.get(name.text, ())
        return self._elsewhere(name, [self._names.contexts[owner].commands[name.text] for owner in owners])

    def event_or_command(self, name: syntax.Name) -> Reference:
        """An event or a command of this context, else an event, else a command of another."""
        if name.text in self.declared.commands and name.text not in self.declared.events:
            return self.command(name)
        event = self.event(name)
        return event if event.target or event.candidates else self.command(name)

    def scope(self, name: syntax.Name) -> Reference:
        """An aggregate, a value object or the context itself."""
        text = name.text
        found = self.declared.aggregates.get(text) or self.declared.value_objects.get(text)
        if found is None and text and text == self.context:
            found = text
        return Reference(text, name_place(name, self.path), found)

    def context_named(self, name: syntax.Name) -> Reference:
        known = name.text if name.text and name.text in self._names.contexts else None
        return Reference(name.text, name_place(name, self.path), known)

    def _elsewhere(self, name: syntax.Name, candidates: Sequence[str]) -> Reference:
        place = name_place(name, self.path)
        if len(candidates) == 1:
            return Reference(name.text, place, candidates[0])
        crossing = self._arrivals.get((self.context, name.text), ())
        if len(crossing) == 1 and crossing[0] in candidates:
            return Reference(name.text, place, crossing[0])
        return Reference(name.text, place, None, tuple(candidates))
