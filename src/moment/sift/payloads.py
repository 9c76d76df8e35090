"""The payload of every definition in its one form, which is the form that a specification is described in."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from moment.language.tokens import CLASSIFICATIONS, GUARANTEES, is_name
from moment.project.elements import Payload
from moment.project.vocabulary import Block
from moment.sift.payload_parts import (
    Fault,
    Part,
    count,
    field,
    fields,
    flag,
    label,
    listed,
    marks,
    members,
    name,
    one_of,
    one_or_more,
    optional,
    reference,
    text,
    transitions,
    type_text,
)


def _multiplicity(value: Any, at: str) -> int | str:
    return value if type(value) is int and value >= 0 else name(value, at)


def _timeout(value: Any, at: str) -> str:
    found = label(value, at)
    if found != "none" and not is_name(found) and not found.isalnum():
        raise Fault(f"`{at}` is no duration: `{found}`", "Write `30m`, `72h`, `7d`, `PT30M` or `none`.")
    return found


_CLASS = optional(one_of(*CLASSIFICATIONS))
_DESCRIPTION = optional(text)
_LINK = members(
    kind=one_of("triggered-by", "triggers", "returns-to"), target=reference, atMost=optional(count)
)  # fmt: skip
_CROSSING = members(
    to=name,
    via=name,
    delivery=optional(one_of(*GUARANTEES)),
    ordered=optional(flag),
    idempotentBy=optional(name),
    contract=optional(listed(members(name=name, type=type_text, required=optional(flag)))),
)
_PLACEMENT = members(
    lane=name,
    node=name,
    multiplicity=optional(_multiplicity),
    modifier=optional(one_of("optional", "terminal")),
    crossing=optional(_CROSSING),
    links=optional(listed(_LINK)),
)
_ARM = members(when=name, outcome=optional(name), entries=optional(listed(_PLACEMENT)))


def _entry(value: Any, at: str) -> Payload:
    if isinstance(value, Mapping) and "when" in value:
        found = _ARM(value, at)
        assert isinstance(found, dict)
        return {**found, "entries": found.get("entries", [])}
    placed = _PLACEMENT(value, at)
    assert isinstance(placed, dict)
    return placed


_PRECONDITION = members(
    name=name, description=text, in_=optional(listed(name)), notIn=optional(listed(name))
)  # fmt: skip
_EMITS = members(all=optional(listed(name)), oneOf=optional(listed(name)))
_LANE = members(id=name, label=label, branch=optional(flag), classification=_CLASS)
_UNDO = members(command=name, with_=name)

_PARTS: Mapping[str, Part] = {
    "BoundedContextDefined": members(
        contextName=label, classification=_CLASS, description=_DESCRIPTION, annotations=marks
    ),
    "AggregateAdded": members(
        contextName=label, aggregateName=label, identityField=field, states=optional(transitions),
        annotations=marks,
    ),
    "CommandDefined": members(
        contextName=label, aggregateName=label, commandName=name, inputs=fields, emitsEvent=optional(name),
        emits=optional(_EMITS), preconditions=optional(listed(_PRECONDITION)), annotations=marks,
    ),
    "EventDefined": members(
        contextName=label, aggregateName=label, eventName=name, fields=fields, annotations=marks
    ),
    "ValueObjectDefined": members(
        contextName=label, aggregateName=optional(label), voName=name, fields=fields, annotations=marks
    ),
    "EnumDefined": members(
        contextName=label, aggregateName=optional(label), enumName=name, values=listed(name), annotations=marks
    ),
    "InvariantDefined": members(
        contextName=label, aggregateName=optional(label), invariantId=name, description=text, scope=reference,
        annotations=marks,
    ),
    "PolicyDefined": members(
        contextName=label, policyName=name, trigger=name, action=text, chainsTo=optional(one_or_more(name)),
        annotations=marks,
    ),
    "SagaDefined": members(
        contextName=label, sagaName=name, trigger=name, states=optional(listed(name)),
        transitions=optional(transitions), compensation=text, timeout=_timeout, undo=optional(listed(_UNDO)),
        annotations=marks,
    ),
    "ServiceDefined": members(
        contextName=label, serviceName=name, consumes=name, produces=name, description=text, annotations=marks
    ),
    "ProjectionDefined": members(
        contextName=label, projectionName=name, from_=one_or_more(name), fields=fields, annotations=marks
    ),
    "TermDefined": members(contextName=label, term=label, definition=text),
    "RelationshipDefined": members(
        contextName=label, source=reference, target=reference, relationshipType=name, contract=text,
        occurrence=optional(count),
    ),
    "FlowDefined": members(flowName=label, description=_DESCRIPTION, lanes=optional(listed(_LANE))),
    "MomentDefined": members(
        flowName=label, momentName=label, branching=optional(flag), entries=optional(listed(_entry)),
        occurrence=optional(count),
    ),
}  # fmt: skip
_NAMES: Mapping[str, Part] = {
    "contextName": label, "aggregateName": label, "term": label, "flowName": label, "momentName": label,
    "source": reference, "target": reference,
}  # fmt: skip


def definition(event_type: str, payload: Mapping[str, Any]) -> Payload:
    """The payload of a definition in its one form; ``Fault`` says what is wrong with it."""
    found: Payload = _PARTS[event_type](payload, "")
    if found.get("occurrence") == 1:
        del found["occurrence"]
    match event_type:
        case "CommandDefined":
            _unify_emitted(found)
        case "SagaDefined":
            _unify_states(found)
    return found


def naming(block: Block, payload: Mapping[str, Any]) -> Payload:
    """The members that name an element of a block."""
    found = members(**{each: _NAMES.get(each, name) for each in block.names}, occurrence=optional(count))(payload, "")
    assert isinstance(found, dict)
    return found


def fields_of(block: Block, payload: Mapping[str, Any]) -> list[Payload]:
    """The whole list of fields that a revision gives."""
    found = members(**{block.fields: fields})(payload, "")
    assert isinstance(found, dict)
    return list(found.get(block.fields, ()))


def _unify_emitted(found: Payload) -> None:
    """One event is ``emitsEvent``, several are ``emits``."""
    several = found.pop("emits", None)
    if several is None:
        if "emitsEvent" not in found:
            raise Fault("`emitsEvent` is missing")
        return
    kinds = [kind for kind in ("all", "oneOf") if several.get(kind)]
    if len(kinds) != 1:
        raise Fault("`emits` needs `all` or `oneOf` with names")
    names = several[kinds[0]]
    found.pop("emitsEvent", None)
    found.update({"emitsEvent": names[0]} if len(names) == 1 else {"emits": {kinds[0]: names}})


def _unify_states(found: Payload) -> None:
    """States without transitions are one chain; with them they are what the transitions name."""
    states: list[str] = found.get("states", [])
    edges: list[Payload] = found.get("transitions", [])
    edges = edges or [{"from": first, "to": second} for first, second in pairwise(states)]
    edges = edges or [{"from": state} for state in states]
    if not edges:
        raise Fault("`states` is missing")
    named = dict.fromkeys(state for edge in edges for state in (edge["from"], edge.get("to")) if state)
    found.update(states=list(named), transitions=edges)
