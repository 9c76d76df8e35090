"""Which context declares which name, and what a name means where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from moment.language import syntax
from moment.model.domain import NodeKind, TypeKind


class Declared:
    """The names that one context declares, each to its identity; of equal names the first counts."""

    __slots__ = (
        "aggregates",
        "commands",
        "events",
        "events_of",
        "name",
        "policies",
        "sagas",
        "states_of",
        "types",
        "value_objects",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.aggregates: dict[str, str] = {}
        self.commands: dict[str, str] = {}
        self.events: dict[str, str] = {}
        self.events_of: dict[str, dict[str, str]] = {}
        self.states_of: dict[str, set[str]] = {}
        self.policies: dict[str, str] = {}
        self.sagas: dict[str, str] = {}
        self.types: dict[str, tuple[TypeKind, str]] = {}
        self.value_objects: dict[str, str] = {}

    def node(self, name: str) -> tuple[NodeKind, str] | None:
        """What a placement may show under ``name``: command, event, policy and saga in this order."""
        if found := self.commands.get(name):
            return "command", found
        if found := self.events.get(name):
            return "event", found
        if found := self.policies.get(name):
            return "policy", found
        if found := self.sagas.get(name):
            return "saga", found
        return None


class Node(NamedTuple):
    """What a placement shows: ``target`` is its identity, ``owner`` the context that declares it."""

    kind: NodeKind
    target: str | None = None
    owner: str | None = None
    candidates: tuple[str, ...] = ()


UNKNOWN = Node("unknown")


class Names:
    """The names of a whole project. ``type_owners`` and its like list the contexts that declare a bare name."""

    __slots__ = ("command_owners", "contexts", "event_owners", "node_owners", "type_owners")

    def __init__(self, contexts: Mapping[str, Declared]) -> None:
        self.contexts = contexts
        self.type_owners = _owners((declared, declared.types) for declared in contexts.values())
        self.event_owners = _owners((declared, declared.events) for declared in contexts.values())
        self.command_owners = _owners((declared, declared.commands) for declared in contexts.values())
        self.node_owners = _owners(
            (declared, table)
            for declared in contexts.values()
            for table in (declared.commands, declared.events, declared.policies, declared.sagas)
        )

    def node(self, name: str, contexts: Iterable[str]) -> Node:
        """``name`` as the first of ``contexts`` that declares it means it, else as its only owner does."""
        if not name:
            return UNKNOWN
        for context in contexts:
            if found := self.contexts[context].node(name):
                return Node(*found, context)
        owners = self.node_owners.get(name, ())
        known = [Node(*node, owner) for owner in owners if (node := self.contexts[owner].node(name))]
        if len(known) == 1:
            return known[0]
        return Node("unknown", candidates=tuple(node.target for node in known if node.target))


def index(files: Iterable[syntax.File]) -> Names:
    """The names of ``files``; contexts of one name share theirs."""
    contexts: dict[str, Declared] = {}
    for file in files:
        for item in file.items:
            if isinstance(item, syntax.Context):
                name = item.name.text
                declared = contexts.get(name)
                if declared is None:
                    declared = contexts[name] = Declared(name)
                _declare(item, declared)
    return Names(contexts)


def _declare(context: syntax.Context, declared: Declared) -> None:
    for member in context.members:
        match member:
            case syntax.Aggregate():
                _declare_aggregate(member, declared)
            case syntax.ValueObject() | syntax.EnumType():
                _declare_type(member, declared)
            case syntax.Policy():
                _add(declared.policies, member.name.text, declared.name)
            case syntax.Saga():
                _add(declared.sagas, member.name.text, declared.name)
            case _:
                pass


def _declare_aggregate(aggregate: syntax.Aggregate, declared: Declared) -> None:
    name = aggregate.name.text
    owner = f"{declared.name}/{name}"
    _add(declared.aggregates, name, declared.name)
    events = declared.events_of.setdefault(name, {})
    for member in aggregate.members:
        match member:
            case syntax.Command():
                _add(declared.commands, member.name.text, owner)
            case syntax.Event():
                _add(events, member.name.text, owner)
                _add(declared.events, member.name.text, owner)
            case syntax.ValueObject() | syntax.EnumType():
                _declare_type(member, declared)
            case syntax.States():
                states = declared.states_of.setdefault(name, set())
                states.add(member.first.text)
                states.update(edge.target.text for edge in member.edges)
            case _:
                pass


def _declare_type(member: syntax.ValueObject | syntax.EnumType, declared: Declared) -> None:
    name = member.name.text
    if not name or name in declared.types:
        return
    identity = f"{declared.name}/{name}"
    if isinstance(member, syntax.ValueObject):
        declared.types[name] = "value-object", identity
        declared.value_objects[name] = identity
    else:
        declared.types[name] = "enum", identity


def _add(table: dict[str, str], name: str, owner: str) -> None:
    if name and name not in table:
        table[name] = f"{owner}/{name}"


def _owners(tables: Iterable[tuple[Declared, Mapping[str, object]]]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for declared, table in tables:
        for name in table:
            known = owners.get(name)
            if known is None:
                owners[name] = [declared.name]
            elif known[-1] != declared.name:
                known.append(declared.name)
    return owners
