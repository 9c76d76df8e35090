"""The shapes of what ``moment derive`` writes: one struct a document, every member always there, in camelCase."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from moment.model.catalogue import CatalogueEvent
from moment.model.glossary import GlossaryTerm, Homonym, Undefined


class _Part(msgspec.Struct, frozen=True, rename="camel"):
    """Written in camelCase, with every member always there."""


class ExampleDoc(_Part, frozen=True):
    """The value of an input field that breaks an invariant."""

    field: str
    value: Any


class CaseDoc(_Part, frozen=True):
    """``contract`` is the identity of a crossing, ``covers`` are identities of elements."""

    case_id: str
    kind: str
    title: str
    flow: str | None
    moment: str | None
    arm: str | None
    context: str | None
    given: tuple[str, ...]
    when: str
    then: tuple[str, ...]
    contract: str | None
    example: ExampleDoc | None
    covers: tuple[str, ...]
    source: str


class Suite(_Part, frozen=True):
    suite_id: str
    kind: Literal["flow", "context"]
    name: str
    contexts_covered: tuple[str, ...]
    cases: tuple[CaseDoc, ...]


class Transition(_Part, frozen=True):
    from_: str = msgspec.field(name="from")
    to: str
    on_event: str | None


class Timeout(_Part, frozen=True):
    """``text`` as written; ``seconds`` when it is a duration."""

    text: str
    seconds: int | None


class UndoDoc(_Part, frozen=True):
    command: str
    with_: str = msgspec.field(name="with")


class SagaMachine(_Part, frozen=True):
    """``unreachable`` states no event leads to; from ``stuck`` ones no event leads to a final state."""

    id: str
    saga_name: str
    context: str
    source: str
    trigger: str
    initial_state: str | None
    final_states: tuple[str, ...]
    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    timeout: Timeout | None
    undo: tuple[UndoDoc, ...]
    compensation: str
    unreachable: tuple[str, ...]
    stuck: tuple[str, ...]


class PolicyDoc(_Part, frozen=True):
    """``trigger`` is ``None`` for a policy that watches files."""

    id: str
    name: str
    context: str
    source: str
    trigger: str | None
    action: str
    chains_to: tuple[str, ...]


class Step(_Part, frozen=True):
    kind: Literal["event", "policy", "command"]
    id: str


class Chain(_Part, frozen=True):
    """A longest way from event to policy to command to event; a ``loop`` ends in an event that it passed before."""

    steps: tuple[Step, ...]
    borders: int
    loop: bool
    shown_in: tuple[str, ...]


class Node(_Part, frozen=True):
    id: str
    kind: str
    context: str | None
    source: str


class Edge(_Part, frozen=True):
    """A change of ``from`` reaches ``to``. ``contracted`` is false where a border is crossed without a contract."""

    from_: str = msgspec.field(name="from")
    to: str
    reason: str
    border: bool
    contracted: bool


class Affected(_Part, frozen=True):
    """``depth`` edges and ``hops`` context borders away; ``reason`` is that of the last edge of ``path``."""

    id: str
    kind: str
    context: str | None
    depth: int
    hops: int
    path: tuple[str, ...]
    reason: str


class ContextHurt(_Part, frozen=True):
    name: str
    hops: int


class Hop(_Part, frozen=True):
    """A field's value goes from one field to another; ``carried`` is false where a contract leaves it out."""

    from_: str = msgspec.field(name="from")
    to: str
    how: str
    flow: str | None
    carried: bool


class _Document(msgspec.Struct, frozen=True, rename="camel"):
    """What every document begins with; the comment says where the file comes from."""


class Topology(_Document, frozen=True):
    """Every derived case by suite, which cases cover an element, and the elements that none covers."""

    comment: str = msgspec.field(name="$comment")
    format: Literal["moment.topology/1"]
    project: str
    spec_hash: str
    suites: tuple[Suite, ...]
    coverage: dict[str, tuple[str, ...]]
    uncovered: tuple[str, ...]


class Catalogue(_Document, frozen=True):
    """Every declared event with its fields, producers, consumers and places."""

    comment: str = msgspec.field(name="$comment")
    format: Literal["moment.catalogue/1"]
    project: str
    spec_hash: str
    events: tuple[CatalogueEvent, ...]


class ImpactGraph(_Document, frozen=True):
    """What a change of an element reaches, edge by edge."""

    comment: str = msgspec.field(name="$comment")
    format: Literal["moment.impact/1"]
    project: str
    spec_hash: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class Sagas(_Document, frozen=True):
    """The state machine of every saga."""

    comment: str = msgspec.field(name="$comment")
    format: Literal["moment.sagas/1"]
    project: str
    spec_hash: str
    sagas: tuple[SagaMachine, ...]


class Policies(_Document, frozen=True):
    """Every policy, and the chains that they form; ``complete`` is false when there are too many to list."""

    comment: str = msgspec.field(name="$comment")
    format: Literal["moment.policies/1"]
    project: str
    spec_hash: str
    policies: tuple[PolicyDoc, ...]
    chains: tuple[Chain, ...]
    complete: bool


class GlossaryDocument(_Document, frozen=True):
    """Terms, words with two meanings, and elements without a term."""

    comment: str = msgspec.field(name="$comment")
    format: Literal["moment.glossary/1"]
    project: str
    spec_hash: str
    terms: tuple[GlossaryTerm, ...]
    homonyms: tuple[Homonym, ...]
    undefined: tuple[Undefined, ...]


class Impact(_Document, frozen=True):
    """What ``moment derive impact ELEMENT`` answers; ``files`` are specifications, ``flows`` show something affected."""

    format: Literal["moment.affected/1"]
    project: str
    spec_hash: str
    element: str
    upstream: bool
    affected: tuple[Affected, ...]
    contexts: tuple[ContextHurt, ...]
    flows: tuple[str, ...]
    files: tuple[str, ...]


class Lineage(_Document, frozen=True):
    """What ``moment derive lineage Element.field`` answers: where the value comes from, and where it goes to."""

    format: Literal["moment.lineage/1"]
    project: str
    spec_hash: str
    field: str
    type: str
    origins: tuple[str, ...]
    upstream: tuple[Hop, ...]
    downstream: tuple[Hop, ...]
