"""Exported types that the specification lacks: what each could be there, in which context, and who uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from moment.drift.forms import parts
from moment.drift.scope import Symbol
from moment.drift.shape import Shape
from moment.drift.types import Function, Member, Reference, Type, Union
from moment.model.domain import Domain
from moment.model.words import kebab
from moment.project.config import ImplementationSettings
from moment.sync.association import contexts_at
from moment.sync.elements import Element, Role
from moment.sync.implemented import Implemented

if TYPE_CHECKING:
    from moment.drift.patch.unmodelled import Kind

_ROLES: Mapping[Kind, Role] = {"event": "event", "enum": "enum", "input": "input", "value-object": "value-object"}


@dataclass(frozen=True, slots=True)
class Stray:
    """One type of the code. ``context`` and ``aggregate`` are empty where nothing tells them.

    ``emits`` is the event that a command with this input leads to. ``is_used`` says that an implementation of an element
    needs it to say what it is asked to say.
    """

    shape: Shape
    kind: Kind
    context: str
    aggregate: str
    emits: str
    is_used: bool

    @property
    def owner(self) -> str:
        """The element in which it would be declared; empty when that is not known."""
        if self.kind in ("event", "input"):
            return f"{self.context}/{self.aggregate}" if self.context and self.aggregate else ""
        return self.context

    @property
    def name(self) -> str:
        """What the specification would call it."""
        return self.shape.name.removesuffix("Input") if self.kind == "input" else self.shape.name

    def element(self, domain: Domain) -> Element:
        """It as an element; its place in the specification is that of its owner."""
        owner = domain.aggregate.get(self.owner) or next((c for c in domain.contexts if c.id == self.context), None)
        place = owner.place if owner is not None else self.shape.place
        identity = f"{self.owner or self.context}/{self.name}" if self.context else self.name
        return Element(identity, _ROLES[self.kind], self.context, self.shape.name, self.name, place)

    def as_kind(self, kind: Kind) -> Stray:
        return replace(self, kind=kind)


def stray_shapes(code: Implemented) -> tuple[Shape, ...]:
    """Exported types that nothing in the specification matches; what we generate is none."""
    found = []
    for identity in code.association.unmodelled:
        path, _, name = identity.partition("#")
        shape = code.resolver.shape(Symbol(path, name)) if path not in code.generated else None
        if shape is not None:
            found.append(shape)
    return tuple(found)


class Strays:
    """Finds them in ``code``; ``asked`` goes from an aggregate and its like to the members that count of it."""

    def __init__(
        self,
        domain: Domain,
        elements: Sequence[Element],
        code: Implemented,
        settings: ImplementationSettings,
        asked: Mapping[str, frozenset[str]],
    ) -> None:
        self._domain = domain
        self._elements = {each.id: each for each in elements}
        self._code = code
        self._settings = settings
        self._asked = asked
        self._segments = {kebab(context.name): context.id for context in domain.contexts}

    def all(self) -> tuple[Stray, ...]:
        """Every one, in order of files and declarations; the language has no type parameters and no aliases."""
        shapes = [shape for shape in stray_shapes(self._code) if not shape.parameters and not is_synonym(shape)]
        wanted = frozenset(shape.identity for shape in shapes)
        users = self._users(wanted) if wanted else {}
        return tuple(self._stray(shape, users.get(shape.identity, ())) for shape in shapes)

    def _stray(self, shape: Shape, users: Sequence[tuple[str, bool]]) -> Stray:
        context = self._context(shape, [self._elements[name].context for name, _ in users])
        siblings = self._siblings(shape, context)
        taken, emits = next(iter(self._taken(shape, context)), ("", ""))
        kind = _kind(shape)
        if kind == "value-object" and siblings:
            kind = "event"
        elif kind == "value-object" and taken:
            kind = "input"
        aggregate = siblings[0].split("/")[1] if siblings else taken or self._only_aggregate(context)
        return Stray(shape, kind, context, aggregate, emits, any(counts for _, counts in users))

    def _users(self, wanted: frozenset[str]) -> dict[str, tuple[tuple[str, bool], ...]]:
        """From a stray to the elements that mention it, with whether the mention counts."""
        found: dict[str, dict[str, bool]] = {}
        for name, shapes in self._code.shapes.items():
            for shape in shapes:
                if name not in self._elements:
                    continue
                for counts, type_ in self._types(name, shape):
                    for identity in wanted & _symbols(type_):
                        known = found.setdefault(identity, {})
                        known[name] = known.get(name, False) or counts
        return {identity: tuple(users.items()) for identity, users in found.items()}

    def _types(self, name: str, shape: Shape) -> Iterator[tuple[bool, Type]]:
        if shape.type is not None:
            yield True, shape.type
        asked = self._asked.get(name)
        for member in shape.members:
            is_asked = asked is None or kebab(member.wire or member.name) in asked
            yield is_asked and self._elements[name].is_required, member.type

    def _context(self, shape: Shape, used_in: Sequence[str]) -> str:
        """What its file belongs to, else the only context that uses it, else the only one there is."""
        every = [context.id for context in self._domain.contexts]
        for found in (contexts_at(shape.path, self._settings, self._segments), set(used_in) - {""}, every):
            if len(found) == 1:
                return next(iter(found))
        return ""

    def _only_aggregate(self, context: str) -> str:
        names = [each.name for each in self._domain.aggregate.values() if each.context == context]
        return names[0] if len(names) == 1 else ""

    def _siblings(self, shape: Shape, context: str) -> tuple[str, ...]:
        """The events beside it in a union, when they are of one aggregate of the context."""
        for shapes in self._code.shapes.values():
            for other in shapes:
                items = other.type.items if isinstance(other.type, Union) else ()
                references = [item for item in items if isinstance(item, Reference)]
                names = (item.name for item in references if item.name.startswith(f"{context}/"))
                events = [name for name in names if name in self._domain.event]
                owners = {name.rpartition("/")[0] for name in events}
                is_in = any(item.symbol == shape.identity for item in references)
                if is_in and len(owners) == 1 and owners <= self._domain.aggregate.keys():
                    return tuple(events)
        return ()

    def _taken(self, shape: Shape, context: str) -> Iterator[tuple[str, str]]:
        """The aggregates with a method that takes it, and the event that this gives back."""
        for name, shapes in self._code.shapes.items():
            if name in self._domain.aggregate and name.startswith(f"{context}/"):
                for member in (member for each in shapes for member in each.members):
                    if isinstance(member.type, Function) and shape.identity in _taken_in(member):
                        events = [each for each in _names(member.type.returns) if each in self._domain.event]
                        yield name.partition("/")[2], events[0].rpartition("/")[2] if events else ""


def _kind(shape: Shape) -> Kind:
    """What it looks like by itself; most projects have no such type, so what knows this is loaded when one is there."""
    from moment.drift.patch.unmodelled import kind_of

    return kind_of(shape)


def is_synonym(shape: Shape) -> bool:
    """An alias of something that has a name or is none: it is replaced by its target wherever it stands."""
    return shape.type is not None and _kind(shape) != "enum"


def _taken_in(member: Member) -> frozenset[str]:
    arguments = member.type.arguments if isinstance(member.type, Function) else ()
    return frozenset(symbol for each in arguments for symbol in _symbols(each.type))


def _symbols(type_: Type) -> frozenset[str]:
    """Identities of the symbols that it names; what an alias stands for is looked through."""
    found = {type_.symbol} if isinstance(type_, Reference) and (type_.target is None or type_.is_enum) else set()
    return frozenset(found).union(*(_symbols(each) for each in parts(type_)))


def _names(type_: Type) -> Iterator[str]:
    if isinstance(type_, Reference):
        yield type_.name
    for each in parts(type_):
        yield from _names(each)
