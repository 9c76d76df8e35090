"""The resolved, frozen model of a project: what every consumer reads.

Identities are paths of names: ``Ordering`` (context), ``Ordering/Order`` (aggregate), ``Ordering/Order/PlaceOrder``
(command, event), ``Ordering/OrderItem`` (value object, enum, policy, saga, service, projection, invariant),
``Ordering/Order/OrderPlaced.total`` (field), ``order-placed`` (flow), ``order-placed/order-submission/1`` (the
second placement of that moment, in written order through its arms). Declared order is kept everywhere.

``place`` is the span of an element's name, ``extent`` that of its whole declaration. Nothing is dropped when a
name cannot be resolved or is declared twice: references then have no ``target``, and of equal identities the
first one answers look-ups. A reference whose ``name`` is empty stands for a part that the parser reported missing.

Elements are named tuples: classes of them cost a fifth of frozen dataclasses at every start of the command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from moment.text.span import Place

TypeKind: TypeAlias = Literal["primitive", "value-object", "enum", "unknown"]
NodeKind: TypeAlias = Literal["command", "event", "policy", "saga", "unknown"]

PRIMITIVES = ("string", "number", "boolean", "UUID", "DateTime", "Date", "Money")
RELATIONSHIP_KINDS = (
    "CustomerSupplier", "Partnership", "Conformist", "AnticorruptionLayer", "OpenHostService",
    "PublishedLanguage", "SeparateWays", "SharedKernel",
)  # fmt: skip
CLASSIFICATIONS = ("Core", "Supporting", "Generic", "Terminal")


class Reference(NamedTuple):
    """A name as written and the identity it resolves to; ``candidates`` when several contexts own it."""

    name: str
    place: Place
    target: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.place.start == self.place.end


class Type(NamedTuple):
    """A type in use. ``name`` as written (``OrderItem``, ``Sales.OrderItem``); ``target`` its identity if declared.

    ``owner`` is the context that declares it, ``private`` is true when another context owns it and it was named
    without qualification.
    """

    name: str
    kind: TypeKind
    array: bool = False
    optional: bool = False
    target: str | None = None
    owner: str | None = None
    private: bool = False

    @property
    def text(self) -> str:
        """As written in a specification: ``OrderItem[]?``."""
        return f"{self.name}{'[]' if self.array else ''}{'?' if self.optional else ''}"

    @property
    def simple_name(self) -> str:
        """The last part of a qualified name."""
        return self.name.rpartition(".")[2]


class Deprecation(NamedTuple):
    reason: str
    replacement: str
    place: Place
    replacement_place: Place


class Annotation(NamedTuple):
    """``@name(value)``; ``place`` covers all of it, ``name_place`` the name."""

    name: str
    value: str
    place: Place
    name_place: Place


class Field(NamedTuple):
    """A field of an event, input, value object, projection or identity.

    ``classification`` is the field's own ``@classification`` value or the one inherited from its owner or the
    owner's aggregate; ``None`` without.
    """

    name: str
    type: Type
    place: Place
    type_place: Place
    deprecation: Deprecation | None = None
    classification: str | None = None
    annotations: tuple[Annotation, ...] = ()


class Precondition(NamedTuple):
    """``states`` makes it formal: the lifecycle state must be among them, or not when ``negated``."""

    name: str
    text: str
    negated: bool
    states: tuple[Reference, ...]
    place: Place

    @property
    def is_formal(self) -> bool:
        return bool(self.states)


class Command(NamedTuple):
    id: str
    name: str
    context: str
    aggregate: str
    inputs: tuple[Field, ...]
    preconditions: tuple[Precondition, ...]
    mode: Literal["all", "one"]
    emits: tuple[Reference, ...]
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Event(NamedTuple):
    """``emitters`` are identities of commands and services, in declared order."""

    id: str
    name: str
    context: str
    aggregate: str
    fields: tuple[Field, ...]
    emitters: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


class ValueObject(NamedTuple):
    """``aggregate`` is the name of the aggregate it is written inside, ``None`` at context level."""

    id: str
    name: str
    context: str
    aggregate: str | None
    fields: tuple[Field, ...]
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class EnumType(NamedTuple):
    id: str
    name: str
    context: str
    aggregate: str | None
    values: tuple[tuple[str, Place], ...]
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Invariant(NamedTuple):
    """``scope`` resolves to an aggregate, a value object or the context itself."""

    id: str
    name: str
    context: str
    aggregate: str | None
    text: str
    scope: Reference
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Edge(NamedTuple):
    """``source -> target on event``; without an event it is never taken by itself."""

    source: str
    target: str
    event: Reference | None
    source_place: Place
    target_place: Place


class Machine(NamedTuple):
    """States in order of first mention (the first is initial) with the place of that mention, and edges.

    ``chains`` are the states of each written ``states`` line in order; a saga is done in the last of a chain
    that has no edge out.
    """

    states: tuple[tuple[str, Place], ...]
    edges: tuple[Edge, ...]
    chains: tuple[tuple[str, ...], ...]

    @property
    def initial(self) -> str | None:
        return self.states[0][0] if self.states else None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.states)

    @property
    def finals(self) -> tuple[str, ...]:
        """States without an edge out, in declared order."""
        sources = {edge.source for edge in self.edges}
        return tuple(name for name, _ in self.states if name not in sources)


class Aggregate(NamedTuple):
    """``lifecycle`` is ``None`` without a ``states`` line."""

    id: str
    name: str
    context: str
    identity: Field | None
    commands: tuple[Command, ...]
    events: tuple[Event, ...]
    value_objects: tuple[ValueObject, ...]
    enums: tuple[EnumType, ...]
    invariants: tuple[Invariant, ...]
    lifecycle: Machine | None
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Service(NamedTuple):
    """``consumes`` and ``produces`` resolve to events (or ``produces`` to a command)."""

    id: str
    name: str
    context: str
    consumes: Reference
    produces: Reference
    description: str
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Policy(NamedTuple):
    """``trigger`` is ``None`` for ``"file-watcher"``."""

    id: str
    name: str
    context: str
    trigger: Reference | None
    action: str
    chains: tuple[Reference, ...]
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Undo(NamedTuple):
    command: Reference
    with_command: Reference


class Saga(NamedTuple):
    """``timeout`` is the text as written, ``None`` for ``none``, empty when it is missing; ``timeout_seconds`` when it is a duration."""

    id: str
    name: str
    context: str
    trigger: Reference
    machine: Machine
    undo: tuple[Undo, ...]
    compensation: str
    timeout: str | None
    timeout_seconds: int | None
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Projection(NamedTuple):
    id: str
    name: str
    context: str
    sources: tuple[Reference, ...]
    fields: tuple[Field, ...]
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place


class Term(NamedTuple):
    id: str
    word: str
    context: str
    meaning: str
    place: Place
    extent: Place


class Relationship(NamedTuple):
    """``source`` and ``target`` resolve to contexts; ``context`` is the one it is written in."""

    context: str
    source: Reference
    target: Reference
    kind: str
    kind_place: Place
    contract: str
    place: Place
    extent: Place


class Context(NamedTuple):
    """``value_objects``, ``enums`` and ``invariants`` hold those at context level; see ``all_value_objects``."""

    id: str
    name: str
    classification: str | None
    classification_place: Place | None
    description: str | None
    aggregates: tuple[Aggregate, ...]
    value_objects: tuple[ValueObject, ...]
    enums: tuple[EnumType, ...]
    invariants: tuple[Invariant, ...]
    services: tuple[Service, ...]
    policies: tuple[Policy, ...]
    sagas: tuple[Saga, ...]
    projections: tuple[Projection, ...]
    terms: tuple[Term, ...]
    relationships: tuple[Relationship, ...]
    annotations: tuple[Annotation, ...]
    place: Place
    extent: Place

    @property
    def commands(self) -> tuple[Command, ...]:
        return tuple(command for aggregate in self.aggregates for command in aggregate.commands)

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(event for aggregate in self.aggregates for event in aggregate.events)

    @property
    def all_value_objects(self) -> tuple[ValueObject, ...]:
        """Those of its aggregates and its own: all are visible everywhere in the context."""
        return tuple(v for aggregate in self.aggregates for v in aggregate.value_objects) + self.value_objects

    @property
    def all_enums(self) -> tuple[EnumType, ...]:
        return tuple(e for aggregate in self.aggregates for e in aggregate.enums) + self.enums

    @property
    def all_invariants(self) -> tuple[Invariant, ...]:
        return tuple(i for aggregate in self.aggregates for i in aggregate.invariants) + self.invariants


class Lane(NamedTuple):
    """``context`` is the resolved context of a context lane; an ``outcome`` lane's label is its outcome."""

    name: str
    label: str
    kind: Literal["context", "outcome"]
    context: str | None
    classification: str | None
    place: Place
    label_place: Place
    classification_place: Place | None
    extent: Place


class Delivery(NamedTuple):
    """What the contract promises about messages; ``guarantee`` is ``None`` when nothing is declared."""

    guarantee: Literal["at-most-once", "at-least-once", "exactly-once"] | None
    ordered: bool
    key: str | None
    key_place: Place | None


class ContractField(NamedTuple):
    """``carried`` is the event's field of that name, ``None`` when the event does not have it."""

    name: str
    type: Type
    required: bool
    carried: Field | None
    place: Place
    type_place: Place
    extent: Place


class Crossing(NamedTuple):
    """An event leaving ``source`` for ``target`` (contexts; ``None`` when unresolved).

    ``event`` is the identity of the crossing event, ``None`` when the placement is none or unresolved; ``target_lane``
    the lane's name as written and resolved (``target`` of the reference is the lane's name).
    """

    id: str
    source: str | None
    target: str | None
    target_lane: Reference
    event: str | None
    kind: str
    kind_place: Place
    delivery: Delivery | None
    fields: tuple[ContractField, ...]
    place: Place
    contract_place: Place
    extent: Place

    def field(self, name: str) -> ContractField | None:
        return next((field for field in self.fields if field.name == name), None)


class Link(NamedTuple):
    """``target`` resolves to an event or command; for ``returns-to`` to the number of the moment, as text."""

    kind: Literal["triggered-by", "triggers", "returns-to"]
    target: Reference
    at_most: int | None
    extent: Place


@dataclass(frozen=True, slots=True)
class Placement:
    """A node on a lane.

    ``context`` is the lane's context (``None`` on an outcome lane or an unknown one), ``owner`` the context that
    declares the node. ``multiplicity`` is a number, a name or ``None``. ``moment`` and ``arm`` are positions: the
    moment's in its flow, the arm's among the arms of its moment (``None`` outside arms); ``index`` counts the
    placements of the moment in written order through its arms.
    """

    id: str
    flow: str
    moment: int
    arm: int | None
    index: int
    lane: Reference
    context: str | None
    outcome: bool
    node: Reference
    kind: NodeKind
    owner: str | None
    multiplicity: int | str | None
    multiplicity_place: Place | None
    modifier: Literal["optional", "terminal"] | None
    crossing: Crossing | None
    links: tuple[Link, ...]
    place: Place
    extent: Place


class Arm(NamedTuple):
    """One ``when`` of a moment; ``lane`` resolves to the name of a branch lane."""

    condition: str
    lane: Reference | None
    placements: tuple[Placement, ...]
    place: Place
    extent: Place


class Moment(NamedTuple):
    """``slug`` is the label in kebab-case, made unique in its flow by ``-2``, ``-3`` …"""

    label: str
    slug: str
    branch: bool
    entries: tuple[Placement | Arm, ...]
    place: Place
    extent: Place

    @property
    def placements(self) -> tuple[Placement, ...]:
        """All of them in written order, those of the arms included."""
        found: list[Placement] = []
        for entry in self.entries:
            found.extend(entry.placements if isinstance(entry, Arm) else (entry,))
        return tuple(found)

    @property
    def arms(self) -> tuple[Arm, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Arm))


class Flow(NamedTuple):
    id: str
    name: str
    description: str | None
    lanes: tuple[Lane, ...]
    moments: tuple[Moment, ...]
    place: Place
    extent: Place

    def lane(self, name: str) -> Lane | None:
        return next((lane for lane in self.lanes if lane.name == name), None)

    @property
    def placements(self) -> tuple[Placement, ...]:
        return tuple(placement for moment in self.moments for placement in moment.placements)

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        return tuple(p.crossing for p in self.placements if p.crossing is not None)


class StrayAnnotation(NamedTuple):
    """An annotation that precedes no declaration."""

    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Domain:
    """A whole project. The mappings go from identity to element, in declared order, first declaration first.

    ``events_named`` and ``commands_named`` go from a bare name to all that bear it.
    """

    contexts: tuple[Context, ...]
    flows: tuple[Flow, ...]
    stray_annotations: tuple[StrayAnnotation, ...]
    context: Mapping[str, Context]
    aggregate: Mapping[str, Aggregate]
    command: Mapping[str, Command]
    event: Mapping[str, Event]
    value_object: Mapping[str, ValueObject]
    enum: Mapping[str, EnumType]
    policy: Mapping[str, Policy]
    saga: Mapping[str, Saga]
    service: Mapping[str, Service]
    projection: Mapping[str, Projection]
    flow: Mapping[str, Flow]
    events_named: Mapping[str, tuple[Event, ...]]
    commands_named: Mapping[str, tuple[Command, ...]]


Element: TypeAlias = (
    Context
    | Aggregate
    | Command
    | Event
    | ValueObject
    | EnumType
    | Invariant
    | Service
    | Policy
    | Saga
    | Projection
    | Term
    | Flow
)
