"""A written specification as elements: each declaration as the payload of the event that would define it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from moment.language import syntax
from moment.language.parser import Parsed
from moment.language.tokens import is_name
from moment.model.annotations import attach
from moment.project.elements import Elements, Key, Payload, key_of
from moment.project.vocabulary import DEFINITIONS
from moment.sift.describe_flows import flow_elements

Annotations = Mapping[int, tuple[syntax.Annotation, ...]]


def elements_of(files: Iterable[Parsed]) -> Elements:
    """Every element of the files in order of their paths, as written. What has no name is left out."""
    found: dict[Key, Payload] = {}
    for parsed in sorted(files, key=lambda each: each.source.path):
        carried = attach(parsed.tree).carried
        for item in parsed.tree.items:
            described = (
                _context(item, carried) if isinstance(item, syntax.Context)
                else flow_elements(item) if isinstance(item, syntax.Flow)
                else ()
            )  # fmt: skip
            for definition, payload in described:
                _add(found, definition, payload)
    return found


def _add(found: dict[Key, Payload], definition: str, payload: Payload) -> None:
    """Of two relationships or moments of one name the second is told apart; of any other the first stays."""
    block = DEFINITIONS[definition]
    if not all(payload[name] for name in block.names):
        return
    key = key_of(block, payload)
    again = 1
    while key in found and block.word in ("Relationship", "Moment"):
        again += 1
        payload["occurrence"] = again
        key = key_of(block, payload)
    found.setdefault(key, payload)


def compact(payload: Mapping[str, Any]) -> Payload:
    """Without the members that say nothing."""
    return {name: value for name, value in payload.items() if value is not None and value != [] and value is not False}


def _context(context: syntax.Context, carried: Annotations) -> Iterator[tuple[str, Payload]]:
    name = context.name.text
    yield "BoundedContextDefined", compact({
        "contextName": name,
        "classification": _text(context.classification),
        "description": _text(context.description),
        "annotations": marks_of(carried.get(id(context), ())),
    })  # fmt: skip
    for member in context.members:
        if isinstance(member, syntax.Aggregate):
            yield from _aggregate(member, name, carried)
        else:
            yield from _member(member, {"contextName": name}, carried)


def _aggregate(aggregate: syntax.Aggregate, context: str, carried: Annotations) -> Iterator[tuple[str, Payload]]:
    owner = {"contextName": context, "aggregateName": aggregate.name.text}
    lines = [member for member in aggregate.members if isinstance(member, syntax.States)]
    yield "AggregateAdded", compact({
        **owner,
        "identityField": field(aggregate.identity) if aggregate.identity else None,
        "states": transitions(lines),
        "annotations": marks_of(carried.get(id(aggregate), ())),
    })  # fmt: skip
    for member in aggregate.members:
        yield from _member(member, owner, carried)


def _member(member: object, owner: Mapping[str, str], carried: Annotations) -> Iterator[tuple[str, Payload]]:
    marks = marks_of(carried.get(id(member), ()))
    context = {"contextName": owner["contextName"]}
    match member:
        case syntax.Command():
            yield "CommandDefined", compact({**owner, **_command(member), "annotations": marks})
        case syntax.Event():
            said = {"eventName": member.name.text, "fields": fields(member.fields), "annotations": marks}
            yield "EventDefined", compact({**owner, **said})
        case syntax.ValueObject():
            said = {"voName": member.name.text, "fields": fields(member.fields), "annotations": marks}
            yield "ValueObjectDefined", compact({**owner, **said})
        case syntax.EnumType():
            values = [value.text for value in member.values if value.text]
            yield (
                "EnumDefined",
                compact({**owner, "enumName": member.name.text, "values": values, "annotations": marks}),
            )
        case syntax.Invariant():
            said = {"invariantId": member.name.text, "description": member.text.text, "scope": member.scope.text}
            yield "InvariantDefined", compact({**owner, **said, "annotations": marks})
        case syntax.Annotation() | syntax.States() | syntax.Unread():
            return
        case _:
            found = _process(member)
            if found is not None:
                definition, said = found
                yield definition, compact({**context, **said, "annotations": marks})


def _command(command: syntax.Command) -> Payload:
    names = [name.text for name in command.emits.names if name.text]
    several = {"all" if command.emits.mode == "all" else "oneOf": names}
    return {
        "commandName": command.name.text,
        "inputs": fields(command.inputs),
        "emitsEvent": names[0] if len(names) == 1 else None,
        "emits": several if len(names) > 1 else None,
        "preconditions": [_precondition(each) for each in command.preconditions],
    }


def _precondition(written: syntax.Precondition) -> Payload:
    states = [state.text for state in written.states]
    return compact({
        "name": written.name.text,
        "description": written.text.text,
        "in": None if written.negated else states,
        "notIn": states if written.negated else None,
    })  # fmt: skip


def _process(member: object) -> tuple[str, Payload] | None:
    match member:
        case syntax.Service():
            said = {"serviceName": member.name.text, "consumes": member.consumes.text, "produces": member.produces.text}
            return "ServiceDefined", {**said, "description": member.description.text}
        case syntax.Policy():
            return "PolicyDefined", {
                "policyName": member.name.text,
                "trigger": member.trigger.text,
                "action": member.action.text,
                "chainsTo": [name.text for name in member.chains],
            }
        case syntax.Saga():
            return "SagaDefined", _saga(member)
        case syntax.Projection():
            sources = [name.text for name in member.sources]
            return "ProjectionDefined", {
                "projectionName": member.name.text, "from": sources, "fields": fields(member.fields),
            }  # fmt: skip
        case syntax.Term():
            return "TermDefined", {"term": member.word.text, "definition": member.meaning.text}
        case syntax.Relationship():
            return "RelationshipDefined", {
                "source": member.source.text,
                "target": member.target.text,
                "relationshipType": member.kind.text,
                "contract": member.contract.text,
            }
    return None


def _saga(saga: syntax.Saga) -> Payload:
    edges = transitions(saga.states)
    return {
        "sagaName": saga.name.text,
        "trigger": saga.trigger.text,
        "states": list(dict.fromkeys(state for edge in edges for state in (edge["from"], edge.get("to")) if state)),
        "transitions": edges,
        "compensation": saga.compensation.text,
        "timeout": saga.timeout.text,
        "undo": [{"command": undo.command.text, "with": undo.with_command.text} for undo in saga.undo],
    }


def transitions(lines: Iterable[syntax.States]) -> list[Payload]:
    """``states`` lines as edges; ``begins`` marks one that starts a line where the one before it ended."""
    found: list[Payload] = []
    for line in lines:
        if not line.edges and line.first.text:
            found.append({"from": line.first.text})
        for number, edge in enumerate(line.edges):
            said = compact({"from": edge.source.text, "to": edge.target.text, "on": _text(edge.event)})
            if number == 0 and found and found[-1].get("to", found[-1]["from"]) == said["from"]:
                said["begins"] = True
            found.append(said)
    return found


def fields(written: Iterable[syntax.Field]) -> list[Payload]:
    return [field(each) for each in written]


def field(written: syntax.Field) -> Payload:
    deprecated = written.deprecation
    said = {"reason": deprecated.reason.text, "replacement": deprecated.replacement.text} if deprecated else None
    return compact({
        "name": written.name,
        "type": type_text(written),
        "deprecated": said,
        "annotations": marks_of(written.annotations),
    })  # fmt: skip


def type_text(written: syntax.Field) -> str:
    return f"{written.type}{'[]' if written.array else ''}{'?' if written.optional else ''}"


def marks_of(written: Iterable[syntax.Annotation]) -> list[Payload]:
    """``quoted`` is said where the value is a string that could be a name."""
    return [
        compact(
            {"name": each.name.text, "value": each.value.text, "quoted": each.value.quoted and is_name(each.value.text)}
        )
        for each in written
    ]


def _text(name: syntax.Name | None) -> str | None:
    return None if name is None or name.is_missing else name.text
