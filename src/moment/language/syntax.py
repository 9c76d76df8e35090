"""The syntax tree: every declaration as written, with offsets into its text.

Nodes carry ``start`` and ``end`` (code points, half open). A missing part is ``None`` where the grammar makes
it optional and a ``Name`` with ``start == end`` where it does not: the parser has already reported it, and
whoever meets such a placeholder stays silent. Nodes are named tuples: a class of them costs a fifth of a frozen
dataclass at start-up, and a node a fifth as it is made, which is what parsing mostly does.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from moment.text.span import Span


class Name(NamedTuple):
    """A word or a string where it stands; ``text`` is without quotes and escapes, the span includes them."""

    text: str
    start: int
    end: int
    quoted: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_missing(self) -> bool:
        return self.start == self.end


class Field(NamedTuple):
    """``name: type`` of an event, input, value object, projection, identity or contract."""

    name: str
    type: str
    array: bool
    optional: bool
    required: bool
    start: int
    name_end: int
    type_start: int
    type_end: int
    end: int
    deprecation: Deprecation | None = None
    annotations: tuple[Annotation, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def name_span(self) -> Span:
        return Span(self.start, self.name_end)

    @property
    def type_span(self) -> Span:
        """The type with its ``[]`` and ``?``; empty when the type is missing."""
        return Span(self.type_start, self.type_end)


class Deprecation(NamedTuple):
    reason: Name
    replacement: Name
    start: int
    end: int


class Annotation(NamedTuple):
    name: Name
    value: Name
    start: int
    end: int


class Unread(NamedTuple):
    """Text that no rule of the grammar could read; already reported."""

    start: int
    end: int


class Precondition(NamedTuple):
    """``precondition name: "text"``, with ``states`` when it is formal (``in``, or ``not in`` when negated)."""

    name: Name
    text: Name
    negated: bool
    states: tuple[Name, ...]
    start: int
    end: int


class Emits(NamedTuple):
    """``all`` of ``names`` in this order, or exactly ``one`` of them."""

    mode: Literal["all", "one"]
    names: tuple[Name, ...]
    start: int
    end: int


class Command(NamedTuple):
    name: Name
    inputs: tuple[Field, ...]
    preconditions: tuple[Precondition, ...]
    emits: Emits
    start: int
    end: int


class Event(NamedTuple):
    name: Name
    fields: tuple[Field, ...]
    start: int
    end: int


class ValueObject(NamedTuple):
    name: Name
    fields: tuple[Field, ...]
    start: int
    end: int


class EnumType(NamedTuple):
    name: Name
    values: tuple[Name, ...]
    start: int
    end: int


class Invariant(NamedTuple):
    name: Name
    text: Name
    scope: Name
    start: int
    end: int


class Edge(NamedTuple):
    source: Name
    target: Name
    event: Name | None


class States(NamedTuple):
    """One ``states`` line: its first state and the edges that follow (none for a lone state)."""

    first: Name
    edges: tuple[Edge, ...]
    start: int
    end: int


class Aggregate(NamedTuple):
    name: Name
    identity: Field | None
    members: tuple[AggregateMember, ...]
    start: int
    end: int


class Service(NamedTuple):
    name: Name
    consumes: Name
    produces: Name
    description: Name
    start: int
    end: int


class Policy(NamedTuple):
    name: Name
    trigger: Name
    action: Name
    chains: tuple[Name, ...]
    start: int
    end: int


class Undo(NamedTuple):
    command: Name
    with_command: Name
    start: int
    end: int


class Saga(NamedTuple):
    """``timeout`` is a duration, a name or the string ``none``, as written."""

    name: Name
    trigger: Name
    states: tuple[States, ...]
    undo: tuple[Undo, ...]
    compensation: Name
    timeout: Name
    start: int
    end: int


class Relationship(NamedTuple):
    source: Name
    target: Name
    kind: Name
    contract: Name
    start: int
    end: int


class Projection(NamedTuple):
    name: Name
    sources: tuple[Name, ...]
    fields: tuple[Field, ...]
    start: int
    end: int


class Term(NamedTuple):
    word: Name
    meaning: Name
    start: int
    end: int


class Context(NamedTuple):
    name: Name
    classification: Name | None
    description: Name | None
    members: tuple[ContextMember, ...]
    start: int
    end: int


class Lane(NamedTuple):
    """A lane; with ``branch`` a branch lane, whose label is an outcome and not a context."""

    name: Name
    label: Name
    classification: Name | None
    branch: bool
    start: int
    end: int


class Delivery(NamedTuple):
    guarantee: Name | None
    ordered: bool
    key: Name | None
    start: int
    end: int


class Crossing(NamedTuple):
    """``start`` is that of ``crosses-to``; ``header_end`` the end of the word ``contract``."""

    target: Name
    kind: Name
    delivery: Delivery | None
    contract: tuple[Field, ...]
    start: int
    header_end: int
    end: int


class Link(NamedTuple):
    """``target`` is an event or command, or for ``returns-to`` the label of a moment."""

    kind: Literal["triggered-by", "triggers", "returns-to"]
    target: Name
    at_most: Name | None
    start: int
    end: int


class Placement(NamedTuple):
    """``multiplicity`` is the number or name inside ``(×…)``, ``modifier`` ``optional`` or ``terminal``."""

    lane: Name
    node: Name
    multiplicity: Name | None
    modifier: Name | None
    crossing: Crossing | None
    links: tuple[Link, ...]
    start: int
    end: int


class When(NamedTuple):
    condition: Name
    lane: Name | None
    placements: tuple[Placement, ...]
    start: int
    end: int


class Moment(NamedTuple):
    label: Name
    branch: bool
    entries: tuple[Placement | When, ...]
    start: int
    end: int


class Flow(NamedTuple):
    name: Name
    description: Name | None
    lanes: tuple[Lane, ...]
    moments: tuple[Moment, ...]
    start: int
    end: int


class File(NamedTuple):
    items: tuple[Context | Flow | Unread, ...]
    start: int
    end: int


AggregateMember: TypeAlias = Annotation | Command | Event | ValueObject | EnumType | Invariant | States | Unread
ContextMember: TypeAlias = (
    Annotation
    | Aggregate
    | Service
    | Policy
    | Saga
    | Relationship
    | ValueObject
    | EnumType
    | Invariant
    | Projection
    | Term
    | Unread
)
Node: TypeAlias = (
    File
    | Context
    | Flow
    | AggregateMember
    | ContextMember
    | Lane
    | Moment
    | When
    | Placement
    | Crossing
    | Link
    | Field
    | Precondition
    | Emits
    | Undo
    | Deprecation
    | Delivery
)
