"""The published shape ``moment.model/1``: what other programs may rely on, member by member.

Members are camelCase in JSON and always present; absent values are ``null``. Identities are those of the model.
New members may be added within version 1; none changes its meaning or goes.
"""

from __future__ import annotations

from typing import Literal

import msgspec

FORMAT: Literal["moment.model/1"] = "moment.model/1"


class _Part(msgspec.Struct, frozen=True, rename="camel"):
    """A part of an element."""


class _Element(_Part, frozen=True, tag_field="kind"):
    """An element with a name or position of its own; ``kind`` tells which."""


class Position(_Part, frozen=True):
    """``line`` and ``column`` count from 1, ``offset`` from 0; columns and offsets count code points."""

    line: int
    column: int
    offset: int


class Place(_Part, frozen=True):
    """A half-open range of the text at ``path``, relative to the project."""

    path: str
    start: Position
    end: Position


class Source(_Part, frozen=True):
    """A specification that was read; ``characters`` are code points after line ends became one character."""

    path: str
    lines: int
    characters: int


class Reference(_Part, frozen=True):
    """A name as written and the identity it means: ``null`` if none, with ``candidates`` if several."""

    name: str
    target: str | None
    candidates: list[str]
    place: Place


class Type(_Part, frozen=True):
    """A type in use. ``target`` and ``owner`` are the declaration and its context, ``null`` for built-in types.

    ``private`` marks another context's type named without qualification.
    """

    name: str
    kind: Literal["primitive", "value-object", "enum", "unknown"]
    array: bool
    optional: bool
    target: str | None
    owner: str | None
    private: bool


class Annotation(_Part, frozen=True):
    name: str
    value: str
    place: Place
    name_place: Place


class Deprecation(_Part, frozen=True):
    reason: str
    replacement: str
    place: Place
    replacement_place: Place


class Field(_Part, frozen=True):
    """``classification`` is the field's own or the one it inherits."""

    id: str
    name: str
    type: Type
    deprecation: Deprecation | None
    classification: str | None
    annotations: list[Annotation]
    place: Place
    type_place: Place


class Precondition(_Part, frozen=True):
    """Formal when ``states`` is not empty: the lifecycle state is among them, or with ``negated`` is not."""

    name: str
    text: str
    negated: bool
    states: list[Reference]
    place: Place


class State(_Part, frozen=True):
    name: str
    place: Place


class Edge(_Part, frozen=True):
    source: str
    target: str
    event: Reference | None
    source_place: Place
    target_place: Place


class Machine(_Part, frozen=True):
    """``chains`` are the written lines of states in order."""

    initial: str | None
    states: list[State]
    edges: list[Edge]
    chains: list[list[str]]


class Command(_Element, frozen=True, tag="command"):
    """``emits`` ``all`` of its events in this order, or exactly ``one`` of them, as ``mode`` says."""

    id: str
    name: str
    inputs: list[Field]
    preconditions: list[Precondition]
    mode: Literal["all", "one"]
    emits: list[Reference]
    annotations: list[Annotation]
    place: Place
    extent: Place


class Event(_Element, frozen=True, tag="event"):
    """``emitters`` are identities of commands and services."""

    id: str
    name: str
    fields: list[Field]
    emitters: list[str]
    annotations: list[Annotation]
    place: Place
    extent: Place


class ValueObject(_Element, frozen=True, tag="value-object"):
    id: str
    name: str
    fields: list[Field]
    annotations: list[Annotation]
    place: Place
    extent: Place


class EnumValue(_Part, frozen=True):
    name: str
    place: Place


class EnumType(_Element, frozen=True, tag="enum"):
    id: str
    name: str
    values: list[EnumValue]
    annotations: list[Annotation]
    place: Place
    extent: Place


class Invariant(_Element, frozen=True, tag="invariant"):
    id: str
    name: str
    text: str
    scope: Reference
    annotations: list[Annotation]
    place: Place
    extent: Place


class Aggregate(_Element, frozen=True, tag="aggregate"):
    id: str
    name: str
    identity: Field | None
    commands: list[Command]
    events: list[Event]
    value_objects: list[ValueObject]
    enums: list[EnumType]
    invariants: list[Invariant]
    lifecycle: Machine | None
    annotations: list[Annotation]
    place: Place
    extent: Place


class Service(_Element, frozen=True, tag="service"):
    id: str
    name: str
    consumes: Reference
    produces: Reference
    description: str
    annotations: list[Annotation]
    place: Place
    extent: Place


class Policy(_Element, frozen=True, tag="policy"):
    """``trigger`` is ``null`` for a policy that watches files."""

    id: str
    name: str
    trigger: Reference | None
    action: str
    chains: list[Reference]
    annotations: list[Annotation]
    place: Place
    extent: Place


class Undo(_Part, frozen=True):
    command: Reference
    with_command: Reference


class Saga(_Element, frozen=True, tag="saga"):
    """``timeout`` is the text as written, ``null`` for none; ``timeoutSeconds`` its length if it is a duration."""

    id: str
    name: str
    trigger: Reference
    machine: Machine
    undo: list[Undo]
    compensation: str
    timeout: str | None
    timeout_seconds: int | None
    annotations: list[Annotation]
    place: Place
    extent: Place


class Projection(_Element, frozen=True, tag="projection"):
    id: str
    name: str
    sources: list[Reference]
    fields: list[Field]
    annotations: list[Annotation]
    place: Place
    extent: Place


class Term(_Element, frozen=True, tag="term"):
    id: str
    word: str
    meaning: str
    place: Place
    extent: Place


class Relationship(_Element, frozen=True, tag="relationship"):
    """``source`` and ``target`` refer to contexts; ``type`` is the kind of relationship as written."""

    source: Reference
    target: Reference
    type: str
    contract: str
    place: Place
    type_place: Place
    extent: Place


class Context(_Element, frozen=True, tag="context"):
    """Value objects, enums and invariants written inside an aggregate are listed there."""

    id: str
    name: str
    classification: str | None
    description: str | None
    aggregates: list[Aggregate]
    value_objects: list[ValueObject]
    enums: list[EnumType]
    invariants: list[Invariant]
    services: list[Service]
    policies: list[Policy]
    sagas: list[Saga]
    projections: list[Projection]
    terms: list[Term]
    relationships: list[Relationship]
    annotations: list[Annotation]
    classification_place: Place | None
    place: Place
    extent: Place


class Lane(_Part, frozen=True):
    """A ``context`` lane's label names a context, an ``outcome`` lane's label is an outcome."""

    name: str
    label: str
    kind: Literal["context", "outcome"]
    context: str | None
    classification: str | None
    place: Place
    label_place: Place
    classification_place: Place | None
    extent: Place


class Delivery(_Part, frozen=True):
    guarantee: Literal["at-most-once", "at-least-once", "exactly-once"] | None
    ordered: bool
    key: str | None
    key_place: Place | None


class ContractField(_Part, frozen=True):
    """``carried`` is the identity of the event's field of that name, ``null`` when the event has none."""

    name: str
    type: Type
    required: bool
    carried: str | None
    place: Place
    type_place: Place
    extent: Place


class Crossing(_Element, frozen=True, tag="crossing"):
    """``source`` and ``target`` are contexts, ``relationship`` the kind of relationship as written."""

    id: str
    source: str | None
    target: str | None
    target_lane: Reference
    event: str | None
    relationship: str
    delivery: Delivery | None
    contract: list[ContractField]
    place: Place
    relationship_place: Place
    contract_place: Place
    extent: Place


class Link(_Part, frozen=True):
    """For ``returns-to`` the target is the id of a moment, else an event or a command."""

    kind: Literal["triggered-by", "triggers", "returns-to"]
    target: Reference
    at_most: int | None
    extent: Place


class Node(_Part, frozen=True):
    """What a placement shows; ``owner`` is the context that declares it."""

    kind: Literal["command", "event", "policy", "saga", "unknown"]
    name: str
    target: str | None
    owner: str | None
    candidates: list[str]
    place: Place


class Placement(_Element, frozen=True, tag="placement"):
    """``index`` counts the placements of the moment from 0, through its arms."""

    id: str
    index: int
    lane: Reference
    context: str | None
    outcome: bool
    node: Node
    multiplicity: int | str | None
    modifier: Literal["optional", "terminal"] | None
    crossing: Crossing | None
    links: list[Link]
    multiplicity_place: Place | None
    extent: Place


class Arm(_Element, frozen=True, tag="arm"):
    id: str
    condition: str
    lane: Reference | None
    placements: list[Placement]
    place: Place
    extent: Place


class Moment(_Element, frozen=True, tag="moment"):
    id: str
    label: str
    slug: str
    branch: bool
    entries: list[Placement | Arm]
    place: Place
    extent: Place


class Flow(_Element, frozen=True, tag="flow"):
    id: str
    name: str
    description: str | None
    lanes: list[Lane]
    moments: list[Moment]
    place: Place
    extent: Place


class Model(_Part, frozen=True):
    """All specifications of a project, resolved. ``strayAnnotations`` precede no declaration that carries them."""

    format: Literal["moment.model/1"]
    project: str
    sources: list[Source]
    contexts: list[Context]
    flows: list[Flow]
    stray_annotations: list[Annotation]
