"""The words of upstream events: which block of the language each speaks of, and which members name one block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SIFT = "sift"
MOMENT = "moment"


class Block(NamedTuple):
    """A kind of element in events: ``word`` begins its event types, ``names`` are the members that name one of them.

    ``fields`` is the member that holds its fields, empty when it has none.
    """

    word: str
    definition: str
    names: tuple[str, ...]
    fields: str = ""
    kind: str = ""


BLOCKS: tuple[Block, ...] = (
    Block("BoundedContext", "BoundedContextDefined", ("contextName",), kind="context"),
    Block("Aggregate", "AggregateAdded", ("contextName", "aggregateName"), kind="aggregate"),
    Block("Command", "CommandDefined", ("contextName", "aggregateName", "commandName"), "inputs", "command"),
    Block("Event", "EventDefined", ("contextName", "aggregateName", "eventName"), "fields", "event"),
    Block("ValueObject", "ValueObjectDefined", ("contextName", "voName"), "fields", "value-object"),
    Block("Enum", "EnumDefined", ("contextName", "enumName"), kind="enum"),
    Block("Invariant", "InvariantDefined", ("contextName", "invariantId"), kind="invariant"),
    Block("Policy", "PolicyDefined", ("contextName", "policyName"), kind="policy"),
    Block("Saga", "SagaDefined", ("contextName", "sagaName"), kind="saga"),
    Block("Service", "ServiceDefined", ("contextName", "serviceName"), kind="service"),
    Block("Projection", "ProjectionDefined", ("contextName", "projectionName"), "fields", "projection"),
    Block("Term", "TermDefined", ("contextName", "term"), kind="term"),
    Block("Relationship", "RelationshipDefined", ("contextName", "source", "target"), kind="relationship"),
    Block("Flow", "FlowDefined", ("flowName",), kind="flow"),
    Block("Moment", "MomentDefined", ("flowName", "momentName"), kind="moment"),
)
DEFINITIONS: Mapping[str, Block] = {block.definition: block for block in BLOCKS}
REMOVALS: Mapping[str, Block] = {f"{block.word}Removed": block for block in BLOCKS}
RENAMES: Mapping[str, Block] = {f"{block.word}Renamed": block for block in BLOCKS if block.word != "Relationship"}
FIELD_CHANGES: Mapping[str, tuple[Block, str]] = {
    f"{block.word}Field{change}": (block, change)
    for block in BLOCKS
    if block.fields
    for change in ("Added", "Removed", "Revised", "Renamed")
}
REVISIONS: Mapping[str, Block] = {
    "CommandInputRevised": DEFINITIONS["CommandDefined"],
    "DomainEventPayloadRevised": DEFINITIONS["EventDefined"],
}
UPSTREAM_TYPES = frozenset((*DEFINITIONS, *REMOVALS, *RENAMES, *FIELD_CHANGES, *REVISIONS))
"""Everything that folding understands."""
