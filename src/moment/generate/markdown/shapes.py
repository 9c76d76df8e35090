"""The value that templates read: a model as a reader goes through it, published as ``moment.document/1``.

Texts are as written; a template escapes them for their place with the filters ``text`` and ``code``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from moment.model.catalogue import CatalogueEvent
from moment.model.glossary import GlossaryTerm, Homonym, Undefined


class _Part(msgspec.Struct, frozen=True, rename="camel"):
    """Written in camelCase, with every member always there."""


class Heading(_Part, frozen=True):
    """``anchor`` is what a link to the heading ends in."""

    title: str
    anchor: str


class Entry(_Part, frozen=True):
    """A line of the table of contents."""

    title: str
    anchor: str
    depth: int


class NamedText(_Part, frozen=True):
    name: str
    text: str


class FieldPart(_Part, frozen=True):
    """``notes`` are its deprecation, classification and annotations, each a text."""

    name: str
    type: str
    notes: tuple[str, ...]


class CommandPart(_Part, frozen=True):
    """``emits`` is told with ``and`` or ``or`` between events."""

    name: str
    inputs: tuple[FieldPart, ...]
    preconditions: tuple[NamedText, ...]
    emits: tuple[str, ...]
    mode: Literal["all", "one"]
    notes: tuple[str, ...]


class TypePart(_Part, frozen=True):
    """An event, value object, projection or enum; ``values`` are those of an enum, ``sources`` a projection's events."""

    name: str
    fields: tuple[FieldPart, ...]
    values: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]


class InvariantPart(_Part, frozen=True):
    name: str
    text: str
    scope: str
    notes: tuple[str, ...]


class ServicePart(_Part, frozen=True):
    name: str
    consumes: str
    produces: str
    description: str
    notes: tuple[str, ...]


class PolicyPart(_Part, frozen=True):
    name: str
    trigger: str
    action: str
    chains: tuple[str, ...]
    notes: tuple[str, ...]


class SagaPart(_Part, frozen=True):
    """``diagram`` is the text of a mermaid diagram."""

    heading: Heading
    name: str
    trigger: str
    diagram: str
    transitions: tuple[str, ...]
    undo: tuple[NamedText, ...]
    timeout: str
    compensation: str
    notes: tuple[str, ...]


class AggregatePart(_Part, frozen=True):
    """``identity`` is the identity field; ``diagram`` that of the lifecycle, empty without one."""

    heading: Heading
    name: str
    identity: FieldPart | None
    diagram: str
    transitions: tuple[str, ...]
    commands: tuple[CommandPart, ...]
    events: tuple[TypePart, ...]
    value_objects: tuple[TypePart, ...]
    enums: tuple[TypePart, ...]
    invariants: tuple[InvariantPart, ...]
    notes: tuple[str, ...]


class ContextPart(_Part, frozen=True):
    heading: Heading
    name: str
    classification: str
    description: str
    aggregate_count: int
    command_count: int
    event_count: int
    aggregates: tuple[AggregatePart, ...]
    value_objects: tuple[TypePart, ...]
    enums: tuple[TypePart, ...]
    invariants: tuple[InvariantPart, ...]
    services: tuple[ServicePart, ...]
    policies: tuple[PolicyPart, ...]
    sagas: tuple[SagaPart, ...]
    projections: tuple[TypePart, ...]
    notes: tuple[str, ...]


class RelationshipPart(_Part, frozen=True):
    """``contract`` is what the specification says in words; ``how`` whether it is declared or shown by crossings."""

    source: str
    target: str
    kind: str
    how: Literal["declared", "crossing"]
    contract: str


class PlacementPart(_Part, frozen=True):
    """``remarks`` are multiplicity, modifier, links and crossing, each a text."""

    lane: str
    kind: str
    name: str
    remarks: tuple[str, ...]


class ArmPart(_Part, frozen=True):
    """``condition`` is empty for what stands outside arms; ``lane`` is that of the arm's outcome."""

    condition: str
    lane: str
    placements: tuple[PlacementPart, ...]


class CrossingPart(_Part, frozen=True):
    source: str
    target: str
    event: str
    kind: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    delivery: str
    flow: str
    moment: str


class MomentPart(_Part, frozen=True):
    heading: Heading
    label: str
    branch: bool
    arms: tuple[ArmPart, ...]
    crossings: tuple[CrossingPart, ...]


class LanePart(_Part, frozen=True):
    name: str
    label: str
    kind: str
    classification: str


class FlowPart(_Part, frozen=True):
    heading: Heading
    name: str
    description: str
    lanes: tuple[LanePart, ...]
    diagram: str
    moments: tuple[MomentPart, ...]


class DeprecationPart(_Part, frozen=True):
    element: str
    field: str
    reason: str
    replacement: str


class GlossaryPart(_Part, frozen=True):
    terms: tuple[GlossaryTerm, ...]
    homonyms: tuple[Homonym, ...]
    undefined: tuple[Undefined, ...]


class Document(_Part, frozen=True):
    """``sections`` are the headings of the second level that the document has, by name."""

    format: Literal["moment.document/1"]
    project: str
    version: str
    description: str
    contents: tuple[Entry, ...]
    sections: dict[str, Heading]
    map: str
    relationships: tuple[RelationshipPart, ...]
    flows: tuple[FlowPart, ...]
    crossings: tuple[CrossingPart, ...]
    contexts: tuple[ContextPart, ...]
    catalogue: tuple[CatalogueEvent, ...]
    deprecations: tuple[DeprecationPart, ...]
    glossary: GlossaryPart
