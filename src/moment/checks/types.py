"""Fields and the types they name: known, reachable, used, finite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moment.checks.places import UNKNOWN_CONTEXT
from moment.checks.spelling import offer
from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.model.domain import PRIMITIVES, Context, ContractField, Domain, EnumType, Field, Flow, ValueObject
from moment.text.nearest import nearest
from moment.text.span import Place

UNKNOWN_TYPE = Rule("MOM201", "unknown-type", Severity.ERROR, "type `{name}` is not declared")
PRIVATE_TYPE = Rule("MOM202", "private-type", Severity.ERROR, "type `{name}` belongs to {owner}")
CYCLIC_VALUE_OBJECT = Rule("MOM203", "cyclic-value-object", Severity.ERROR, "`{name}` contains itself without an end")
EMPTY_EVENT = Rule("MOM204", "empty-event", Severity.INFO, "event `{name}` has no fields")
EMPTY_VALUE_OBJECT = Rule("MOM205", "empty-value-object", Severity.WARNING, "value object `{name}` has no fields")
IDENTITY_NOT_IN_EVENT = Rule(
    "MOM206", "identity-not-in-event", Severity.INFO, "event `{name}` does not carry `{identity}`"
)
IDENTITY_TYPE_UNUSUAL = Rule("MOM207", "identity-type-unusual", Severity.INFO, "identity of `{name}` is a `{type}`")
UNUSED_TYPE = Rule("MOM208", "unused-type", Severity.WARNING, "nothing uses {kind} `{name}`")
SAME_NAME_OTHER_SHAPE = Rule("MOM209", "same-name-other-shape", Severity.INFO, "`{name}` has other fields in {other}")
DEPRECATED_REPLACEMENT_MISSING = Rule(
    "MOM210", "deprecated-replacement-missing", Severity.WARNING, "replacement `{name}` is no field of {owner}"
)
DEPRECATED_REPLACEMENT_DEPRECATED = Rule(
    "MOM211", "deprecated-replacement-deprecated", Severity.WARNING, "replacement `{name}` is deprecated itself"
)
UNUSED_ENUM_VALUE = Rule("MOM212", "unused-enum-value", Severity.INFO, "nothing mentions value `{value}` of `{name}`")
OPTIONAL_ARRAY = Rule("MOM213", "optional-array", Severity.INFO, "`{name}` can be absent and can be empty")

RULES = (
    UNKNOWN_TYPE, PRIVATE_TYPE, CYCLIC_VALUE_OBJECT, EMPTY_EVENT, EMPTY_VALUE_OBJECT, IDENTITY_NOT_IN_EVENT,
    IDENTITY_TYPE_UNUSUAL, UNUSED_TYPE, SAME_NAME_OTHER_SHAPE, DEPRECATED_REPLACEMENT_MISSING,
    DEPRECATED_REPLACEMENT_DEPRECATED, UNUSED_ENUM_VALUE, OPTIONAL_ARRAY,
)  # fmt: skip


class _Owner(NamedTuple):
    """What has fields: its identity, how a sentence calls it, and the fields."""

    id: str
    title: str
    fields: tuple[Field, ...]


def _owners(context: Context) -> Iterator[_Owner]:
    for aggregate in context.aggregates:
        if aggregate.identity is not None:
            yield _Owner(aggregate.id, f"aggregate `{aggregate.name}`", (aggregate.identity,))
        for command in aggregate.commands:
            yield _Owner(command.id, f"the input of `{command.name}`", command.inputs)
        for event in aggregate.events:
            yield _Owner(event.id, f"event `{event.name}`", event.fields)
    for value_object in context.all_value_objects:
        yield _Owner(value_object.id, f"value object `{value_object.name}`", value_object.fields)
    for projection in context.projections:
        yield _Owner(projection.id, f"projection `{projection.name}`", projection.fields)


def fields(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Types that nothing declares or another context owns, arrays that may be absent, and deprecations."""
    for owner in _owners(context):
        deprecated = None
        for field in owner.fields:
            kind = field.type
            if kind.kind == "unknown" or kind.private:
                yield from _type(field, context, domain, owner)
            elif kind.array and kind.optional:
                yield OPTIONAL_ARRAY.at(
                    field.type_place, hint=f"Write `{kind.name}[]`: an empty list says that there is none.",
                    elements=(f"{owner.id}.{field.name}",), name=field.name,
                )  # fmt: skip
            if field.deprecation is not None:
                deprecated = field
        if deprecated is not None:
            yield from _deprecations(owner)


def _type(field: Field, context: Context, domain: Domain, owner: _Owner) -> Iterator[Diagnostic]:
    kind = field.type
    if not kind.name:
        return
    element = (f"{owner.id}.{field.name}",)
    if kind.private and kind.owner is not None:
        qualified = f"{kind.owner}.{kind.name}"
        fixes: tuple[Fix, ...] = ()
        if kind.owner.isidentifier():
            text = kind._replace(name=qualified).text
            fixes = (Fix(f"write `{qualified}`", (Edit(field.type_place, text),)),)
        yield PRIVATE_TYPE.at(
            field.type_place, hint=f"Write `{qualified}` if {kind.owner} publishes it, or declare your own.",
            fixes=fixes, elements=element, name=kind.name, owner=kind.owner,
        )  # fmt: skip
        return
    if "." in kind.name and kind.name.partition(".")[0] not in domain.context:
        yield _unknown_head(field.type_place, kind.name, domain, element)
        return
    place = field.type_place
    named = Place(place.path, place.start, place.start + len(kind.name))
    known = [*PRIMITIVES, *_type_names(context), *(f"{c.name}.{n}" for c in domain.contexts for n in _type_names(c))]
    if "." not in kind.name:
        known = [name for name in known if "." not in name]
    hint, fixes = offer(
        kind.name, named, known, otherwise=f"Declare `value-object {kind.simple_name}` or `enum {kind.simple_name}`."
    )
    yield UNKNOWN_TYPE.at(named, hint=hint, fixes=fixes, elements=element, name=kind.name)


def _unknown_head(place: Place, name: str, domain: Domain, elements: tuple[str, ...]) -> Diagnostic:
    """The context before the dot does not exist; what stands behind the dot is then anybody's guess."""
    head = name.partition(".")[0]
    named = Place(place.path, place.start, place.start + len(head))
    hint, fixes = offer(head, named, domain.context, otherwise=f'Declare `context "{head}"`, or name another.')
    return UNKNOWN_CONTEXT.at(named, hint=hint, fixes=fixes, elements=elements, name=head)


def _type_names(context: Context) -> list[str]:
    return [found.name for found in context.all_value_objects] + [found.name for found in context.all_enums]


def _deprecations(owner: _Owner) -> Iterator[Diagnostic]:
    """Replacements that are no sibling, or deprecated themselves."""
    siblings = {field.name: field for field in owner.fields}
    for field in owner.fields:
        if field.deprecation is None or not field.deprecation.replacement:
            continue
        name, place = field.deprecation.replacement, field.deprecation.replacement_place
        sibling = siblings.get(name)
        if sibling is None:
            guess = nearest(name, siblings)
            fixes = (Fix(f'write `"{guess}"`', (Edit(place, f'"{guess}"'),)),) if guess else ()
            yield DEPRECATED_REPLACEMENT_MISSING.at(
                place, hint=f"Did you mean `{guess}`?" if guess else f"Add `{name}`, or name a field that is there.",
                fixes=fixes, elements=(f"{owner.id}.{field.name}",), name=name, owner=owner.title,
            )  # fmt: skip
        elif sibling.deprecation is not None:
            yield DEPRECATED_REPLACEMENT_DEPRECATED.at(
                place, Label(sibling.place, "deprecated here"), hint="Name the field that is meant to stay.",
                elements=(f"{owner.id}.{field.name}",), name=name,
            )  # fmt: skip


def contract_types(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Types in contracts that the producer does not know."""
    for crossing in flow.crossings:
        producer = domain.context.get((crossing.event or "").split("/", 1)[0])
        for field in crossing.fields:
            if field.type.kind == "unknown" and field.type.name and producer is not None:
                place = Place(
                    field.type_place.path, field.type_place.start, field.type_place.start + len(field.type.name)
                )
                if "." in field.type.name and field.type.name.partition(".")[0] not in domain.context:
                    yield _unknown_head(field.type_place, field.type.name, domain, (crossing.id,))
                    continue
                hint, fixes = offer(
                    field.type.name, place, [*PRIMITIVES, *_type_names(producer)],
                    otherwise=f"Use a type of {producer.name}: the contract speaks the producer's language.",
                )  # fmt: skip
                yield UNKNOWN_TYPE.at(place, hint=hint, fixes=fixes, elements=(crossing.id,), name=field.type.name)


def shapes(context: Context, domain: Domain) -> Iterator[Diagnostic]:
    """Events and value objects without fields, identities of odd types or missing from events."""
    for aggregate in context.aggregates:
        identity = aggregate.identity
        if identity is not None and identity.type.name in ("boolean", "Money", "DateTime"):
            yield IDENTITY_TYPE_UNUSUAL.at(
                identity.type_place, hint="Use a UUID, or a string that is unique.", elements=(aggregate.id,),
                name=aggregate.name, type=identity.type.name,
            )  # fmt: skip
        for event in aggregate.events:
            if not event.fields:
                yield EMPTY_EVENT.at(
                    event.place,
                    hint="Say at least which instance it happened to.",
                    elements=(event.id,),
                    name=event.name,
                )
            elif identity is not None and identity.name and event.field(identity.name) is None:
                yield IDENTITY_NOT_IN_EVENT.at(
                    event.place, Label(identity.place, "the identity"),
                    hint=f"Carry `{identity.name}: {identity.type.text}`, so that readers know which one it was.",
                    elements=(event.id,), name=event.name, identity=identity.name,
                )  # fmt: skip
    for value_object in context.all_value_objects:
        if not value_object.fields:
            yield EMPTY_VALUE_OBJECT.at(
                value_object.place,
                hint="Give it fields, or remove it.",
                elements=(value_object.id,),
                name=value_object.name,
            )


def cycles(domain: Domain) -> Iterator[Diagnostic]:
    """Value objects that contain themselves; an array or ``?`` anywhere on the way ends the cycle."""
    edges = {
        identity: [
            (field, field.type.target)
            for field in value_object.fields
            if field.type.kind == "value-object"
            and not field.type.array
            and not field.type.optional
            and field.type.target
        ]
        for identity, value_object in domain.value_object.items()
    }
    done: set[str] = set()
    for start in edges:
        yield from _cycle(start, edges, done, domain)


def _cycle(
    start: str, edges: dict[str, list[tuple[Field, str]]], done: set[str], domain: Domain
) -> Iterator[Diagnostic]:
    """One finding for every cycle that a walk from ``start`` closes; nodes are left only once."""
    path: list[str] = []
    stack: list[tuple[str, Iterator[tuple[Field, str]]]] = []
    if start in done:
        return
    path.append(start)
    stack.append((start, iter(edges[start])))
    while stack:
        node, rest = stack[-1]
        step = next(rest, None)
        if step is None:
            done.add(node)
            path.pop()
            stack.pop()
        elif step[1] in path:
            field, target = step
            through = " -> ".join(domain.value_object[name].name for name in [*path[path.index(target) :], target])
            yield CYCLIC_VALUE_OBJECT.at(
                field.type_place, Label(domain.value_object[target].place, "declared here"),
                hint=f"Break {through} with `[]` or `?`.", elements=(target,), name=domain.value_object[target].name,
            )  # fmt: skip
        elif step[1] not in done and step[1] in edges:
            path.append(step[1])
            stack.append((step[1], iter(edges[step[1]])))


def usage(domain: Domain) -> Iterator[Diagnostic]:
    """Types that no field, contract or invariant names, not even misspelled."""
    fields = list(_every_field(domain))
    used = {field.type.target for field in fields if field.type.target}
    for context in domain.contexts:
        used.update(invariant.scope.target for invariant in context.all_invariants if invariant.scope.target)
    meant = _meant({field.type.simple_name for field in fields if field.type.kind == "unknown"}, domain)
    for context in domain.contexts:
        declared: Iterable[tuple[str, ValueObject | EnumType]] = [
            *(("value object", value_object) for value_object in context.all_value_objects),
            *(("enum", enum) for enum in context.all_enums),
        ]
        for kind, found in declared:
            if found.name and found.id not in used and found.name not in meant:
                yield UNUSED_TYPE.at(
                    found.place,
                    hint="Use it in a field, or remove it.",
                    elements=(found.id,),
                    kind=kind,
                    name=found.name,
                )


def _every_field(domain: Domain) -> Iterator[Field | ContractField]:
    for context in domain.contexts:
        for owner in _owners(context):
            yield from owner.fields
    for flow in domain.flows:
        for crossing in flow.crossings:
            yield from crossing.fields


def _meant(unknown: set[str], domain: Domain) -> set[str]:
    """Names that an unknown type bears or probably misspells: whoever meant them uses them."""
    declared = {name: None for context in domain.contexts for name in _type_names(context)} if unknown else {}
    return unknown.union(guess for name in unknown if (guess := nearest(name, declared)))


def enum_values(domain: Domain) -> Iterator[Diagnostic]:
    """Values that no state or condition mentions, of enums whose other values are mentioned."""
    conditions = {arm.condition for flow in domain.flows for moment in flow.moments for arm in moment.arms}
    for context in domain.contexts:
        if not context.all_enums:
            continue
        machines = [aggregate.lifecycle for aggregate in context.aggregates if aggregate.lifecycle]
        machines += [saga.machine for saga in context.sagas]
        mentioned = conditions.union(*(machine.names for machine in machines))
        for enum in context.all_enums:
            if any(value in mentioned for value, _ in enum.values):
                for value, place in enum.values:
                    if value and value not in mentioned:
                        yield UNUSED_ENUM_VALUE.at(
                            place, hint="Remove it, or add the state or condition that it stands for.",
                            elements=(enum.id,), value=value, name=enum.name,
                        )  # fmt: skip


def homonyms(domain: Domain) -> Iterator[Diagnostic]:
    """Value objects of one name in two contexts whose fields differ."""
    first: dict[str, ValueObject] = {}
    for context in domain.contexts:
        for value_object in context.all_value_objects:
            other = first.setdefault(value_object.name, value_object)
            if other.context != value_object.context and _shape(other) != _shape(value_object):
                yield SAME_NAME_OTHER_SHAPE.at(
                    value_object.place, Label(other.place, f"the one of {other.context}"),
                    hint="They are two things; consider two names.", elements=(value_object.id, other.id),
                    name=value_object.name, other=other.context,
                )  # fmt: skip


def _shape(value_object: ValueObject) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.type.text) for field in value_object.fields)


CONTEXT = (fields, shapes)
FLOW = (contract_types,)
PROJECT = (cycles, usage, enum_values, homonyms)
