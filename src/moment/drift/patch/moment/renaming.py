"""Every place that says the name of an element: its declaration, and each reference that resolves to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moment.drift.patch.moment.elements import Found
from moment.drift.patch.result import Refusal
from moment.language import syntax
from moment.language.tokens import is_name
from moment.model.domain import ContractField, Domain, Field, Lane, Link, Placement, Reference, Relationship
from moment.text.span import Place


def uses(domain: Domain, found: Found) -> tuple[Place, ...]:
    """The places of the name of ``found``, each once, sorted; quotes included where it is a string."""
    return tuple(sorted(set(_places(domain, found))))


def spelled(name: str, old: str) -> str:
    """``name`` as it is written in the place of ``old``: a string in quotes, a word as it is."""
    if old.startswith('"'):
        text = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{text}"'
    if not is_name(name):
        raise Refusal(f"`{name}` stands there as a word, and it is no name of the language")
    return name


def parts(node: Any) -> Iterator[Any]:
    """``node`` and every value inside it, in declared order; mappings, which only repeat them, are left out."""
    yield node
    slots = getattr(node, "__slots__", ()) if not isinstance(node, tuple) else ()
    values = node if isinstance(node, tuple) else [getattr(node, name) for name in slots]
    for value in values:
        if isinstance(value, tuple) or hasattr(type(value), "__dataclass_fields__"):
            yield from parts(value)


def _places(domain: Domain, found: Found) -> Iterator[Place]:
    path, node = found.parsed.source.path, found.node
    match found.kind:
        case "context":
            yield from _context(domain, found.identity)
        case "field":
            yield Place(path, node.start, node.name_end)
            yield from _field(domain, found)
        case "value" | "precondition":
            name = node if isinstance(node, syntax.Name) else node.name
            yield Place(path, name.start, name.end)
        case "state":
            yield from _state(found)
        case "lane":
            yield from _lane(domain, found)
        case "moment":
            yield from _moment(domain, found)
        case "relationship" | "arm" | "placement" | "crossing":
            raise Refusal(f"a {found.kind} has no name of its own: rename what it refers to")
        case "term":
            yield Place(path, node.word.start, node.word.end)
        case _:
            yield Place(path, node.name.start, node.name.end)
            yield from _references(domain, found.identity)


def _references(domain: Domain, identity: str) -> Iterator[Place]:
    for part in (*parts(domain.contexts), *parts(domain.flows)):
        if isinstance(part, Reference) and part.target == identity and not part.is_missing:
            yield part.place
        elif isinstance(part, Field | ContractField) and part.type.target == identity:
            yield _simple(part)


def _simple(field: Field | ContractField) -> Place:
    """The last part of the name of its type, without context and suffixes."""
    start = field.type_place.start + len(field.type.name) - len(field.type.simple_name)
    return Place(field.type_place.path, start, start + len(field.type.simple_name))


def _context(domain: Domain, name: str) -> Iterator[Place]:
    """All declarations of the context, relationships, lanes, invariants about it, and ``Name.Type``."""
    for part in (*parts(domain.contexts), *parts(domain.flows)):
        match part:
            case Relationship():
                yield from (each.place for each in (part.source, part.target) if each.target == name)
            case Lane() if part.context == name:
                yield part.label_place
            case Field() | ContractField() if part.type.name.rpartition(".")[0] == name:
                start = part.type_place.start
                yield Place(part.type_place.path, start, start + len(name))
    for context in domain.contexts:
        if context.name == name:
            yield context.place
        for invariant in context.all_invariants:
            if invariant.scope.target == name:
                yield invariant.scope.place


def _field(domain: Domain, found: Found) -> Iterator[Place]:
    """Contract fields that carry it, the keys of deliveries, and deprecations that name it as their replacement."""
    path, node = found.parsed.source.path, found.node
    place, name = Place(path, node.start, node.name_end), found.name
    for field in _siblings(found):
        dep = field.deprecation
        if dep is not None and dep.replacement.text == name:
            yield Place(path, dep.replacement.start, dep.replacement.end)
    if isinstance(found.owner, syntax.Crossing):
        raise Refusal("a contract field has the name of the event's field: rename that one")
    for flow in domain.flows:
        for crossing in flow.crossings:
            carried = [field for field in crossing.fields if field.carried and field.carried.place == place]
            yield from (field.place for field in carried)
            event = domain.event.get(crossing.event or "")
            delivery = crossing.delivery
            is_ours = event is not None and any(field.place == place for field in event.fields)
            if is_ours and delivery and delivery.key == name and delivery.key_place:
                yield delivery.key_place


def _siblings(found: Found) -> tuple[syntax.Field, ...]:
    owner = found.owner
    fields = getattr(owner, "fields", None) or getattr(owner, "inputs", None) or ()
    return tuple(fields)


def _state(found: Found) -> Iterator[Place]:
    """Each mention in the lines of its machine, and the formal preconditions of its aggregate."""
    path, name = found.parsed.source.path, found.name
    owner = found.chain[-3]
    members = owner.members if isinstance(owner, syntax.Aggregate) else owner.states
    for line in members:
        if isinstance(line, syntax.States):
            for each in (line.first, *(edge.target for edge in line.edges)):
                if each.text == name:
                    yield Place(path, each.start, each.end)
        elif isinstance(line, syntax.Command):
            for precondition in line.preconditions:
                yield from (Place(path, each.start, each.end) for each in precondition.states if each.text == name)


def _lane(domain: Domain, found: Found) -> Iterator[Place]:
    yield Place(found.parsed.source.path, found.node.name.start, found.node.name.end)
    flow = next(each for each in domain.flows if each.name == found.owner.name.text)
    for part in parts(flow.moments):
        if isinstance(part, Placement) and part.lane.name == found.name:
            yield part.lane.place
        if isinstance(part, Placement) and part.crossing and part.crossing.target_lane.name == found.name:
            yield part.crossing.target_lane.place
    for moment in flow.moments:
        yield from (arm.lane.place for arm in moment.arms if arm.lane and arm.lane.name == found.name)


def _moment(domain: Domain, found: Found) -> Iterator[Place]:
    label = found.node.label
    yield Place(found.parsed.source.path, label.start, label.end)
    flow = next(each for each in domain.flows if each.name == found.owner.name.text)
    for part in parts(flow.moments):
        if isinstance(part, Link) and part.kind == "returns-to" and part.target.name == label.text:
            yield part.target.place
