"""What a bare name in a context refers to when the declaration may stand in another context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moment.language import syntax
from moment.model.domain import Reference
from moment.model.fields import name_place
from moment.model.names import Declared, Names
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

    def local(self, name: syntax.Name, table: Mapping[str, str]) -> Reference:
        """A name that only ``table`` can resolve."""
        return Reference(name.text, name_place(name, self.path), table.get(name.text))

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
        return self._reference(name, self._candidates(name.text, "events"))

    def command(self, name: syntax.Name) -> Reference:
        own = self.declared.commands.get(name.text)
        if own:
            return Reference(name.text, name_place(name, self.path), own)
        return self._reference(name, self._candidates(name.text, "commands"))

    def event_or_command(self, name: syntax.Name) -> Reference:
        """An event or a command of this context, else an event, else a command of another."""
        event = self.event(name)
        if event.target is not None and name.text in self.declared.events:
            return event
        command = self.command(name)
        if name.text in self.declared.commands:
            return command
        return event if event.target or event.candidates else command

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

    def _reference(self, name: syntax.Name, candidates: Sequence[str]) -> Reference:
        place = name_place(name, self.path)
        if len(candidates) == 1:
            return Reference(name.text, place, candidates[0])
        crossing = self._arrivals.get((self.context, name.text), ())
        if len(crossing) == 1 and crossing[0] in candidates:
            return Reference(name.text, place, crossing[0])
        return Reference(name.text, place, None, tuple(candidates))

    def _candidates(self, text: str, kind: str) -> list[str]:
        """The identities that other contexts give to ``text``, which may be qualified: ``Sales.OrderPlaced``."""
        if not text:
            return []
        events = kind == "events"
        owners = (self._names.event_owners if events else self._names.command_owners).get(text)
        if owners:
            return [self._table(self._names.contexts[owner], kind)[text] for owner in owners]
        qualifier, _, simple = text.rpartition(".")
        declared = self._names.contexts.get(qualifier) if qualifier else None
        if declared is None or simple not in self._table(declared, kind):
            return []
        return [self._table(declared, kind)[simple]]

    @staticmethod
    def _table(declared: Declared, kind: str) -> Mapping[str, str]:
        return declared.events if kind == "events" else declared.commands
