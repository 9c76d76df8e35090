"""What crosses between contexts, and whether both sides can rely on it."""

from __future__ import annotations

from collections.abc import Iterator

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.model import rules as shared
from moment.model.contracts import contract_findings
from moment.model.domain import ContractField, Crossing, Domain, Event, Flow
from moment.text.nearest import nearest

EMPTY_CONTRACT = Rule("MOM401", "empty-contract", Severity.ERROR, "`{event}` crosses to {target} without a contract")
CONTRACT_FIELD_DEPRECATED = Rule(
    "MOM405", "contract-field-deprecated", Severity.WARNING, "contract of `{event}` relies on deprecated `{field}`"
)
CONTRACT_FIELD_UNKNOWN = Rule(
    "MOM406", "contract-field-unknown", Severity.WARNING, "contract names `{field}`, which `{event}` never carries"
)
FOREIGN_EVENT_CROSSING = Rule(
    "MOM409", "foreign-event-crossing", Severity.ERROR, "`{event}` belongs to neither {source} nor {target}"
)
UNUSED_CONTRACT_FIELD = Rule("MOM410", "unused-contract-field", Severity.INFO, "nothing in {target} uses `{field}`")
CONTRACTS_DIFFER = Rule(
    "MOM411", "contracts-differ", Severity.WARNING, "`{event}` crosses to {target} with two different contracts"
)
PRIVATE_TYPE_IN_CONTRACT = Rule(
    "MOM412", "private-type-in-contract", Severity.WARNING, "{target} does not know `{type}` of {source}"
)

RULES = (
    EMPTY_CONTRACT,
    CONTRACT_FIELD_DEPRECATED,
    CONTRACT_FIELD_UNKNOWN,
    FOREIGN_EVENT_CROSSING,
    UNUSED_CONTRACT_FIELD,
    CONTRACTS_DIFFER,
    PRIVATE_TYPE_IN_CONTRACT,
)

_SHARING_KINDS = frozenset(("PublishedLanguage", "OpenHostService", "SharedKernel", "Conformist"))


def contracts(flow: Flow, domain: Domain) -> Iterator[Diagnostic]:
    """Each crossing by itself."""
    for crossing in flow.crossings:
        event = domain.event.get(crossing.event or "")
        if event is None:
            continue
        if not crossing.fields:
            yield _empty(crossing, event)
            continue
        yield from contract_findings(crossing, domain)
        for field in crossing.fields:
            yield from _field(crossing, field, event)
        yield from _key(crossing, event)
        if crossing.source and crossing.target and event.context not in (crossing.source, crossing.target):
            yield FOREIGN_EVENT_CROSSING.at(
                crossing.place, Label(event.place, "declared here"),
                hint=f"Let it cross from a lane of {event.context}.", elements=(crossing.id, event.id),
                event=event.name, source=crossing.source, target=crossing.target,
            )  # fmt: skip


def _empty(crossing: Crossing, event: Event) -> Diagnostic:
    target = crossing.target or crossing.target_lane.name
    first = event.fields[0] if event.fields else None
    hint = f"Write `contract` and what {target} may rely on"
    hint += f", as `{first.name}: {first.type.text} [required]`." if first else "."
    return EMPTY_CONTRACT.at(
        crossing.place, Label(event.place, "declared here"), hint=hint, elements=(crossing.id,),
        event=event.name, target=target,
    )  # fmt: skip


def _field(crossing: Crossing, field: ContractField, event: Event) -> Iterator[Diagnostic]:
    element = (crossing.id, f"{event.id}.{field.name}")
    if field.carried is None and not field.required and field.name and field.type.kind != "unknown":
        guess = nearest(field.name, [carried.name for carried in event.fields])
        fixes = (Fix(f"write `{guess}`", (Edit(field.place, guess),)),) if guess else ()
        hint = f"Did you mean `{guess}`?" if guess else "Carry it on the event, or leave it out of the contract."
        yield CONTRACT_FIELD_UNKNOWN.at(
            field.place, Label(event.place, "declared here"), hint=hint, fixes=fixes, elements=element,
            event=event.name, field=field.name,
        )  # fmt: skip
    elif field.carried is not None and field.carried.deprecation is not None:
        replacement = field.carried.deprecation.replacement
        known = event.field(replacement) is not None
        fixes = (Fix(f"write `{replacement}`", (Edit(field.place, replacement),)),) if known else ()
        yield CONTRACT_FIELD_DEPRECATED.at(
            field.place, Label(field.carried.place, f"deprecated: {field.carried.deprecation.reason}"),
            hint=f"Rely on `{replacement}`." if replacement else "Rely on another field.", fixes=fixes,
            elements=element, event=event.name, field=field.name,
        )  # fmt: skip


def _key(crossing: Crossing, event: Event) -> Iterator[Diagnostic]:
    """``idempotent by`` a field that does not cross."""
    delivery = crossing.delivery
    if delivery is None or not delivery.key or delivery.key_place is None or crossing.field(delivery.key):
        return
    guess = nearest(delivery.key, [field.name for field in crossing.fields])
    carried = event.field(delivery.key)
    fixes: list[Fix] = []
    if guess:
        fixes.append(Fix(f"write `{guess}`", (Edit(delivery.key_place, guess),)))
    if carried is not None:
        text = f"{carried.name}: {carried.type.text} [required]"
        fixes.append(Fix(f"add `{text}` to the contract", (Edit(crossing.fields[-1].place, text, "line-after"),)))
    yield shared.IDEMPOTENCY_KEY_MISSING.at(
        delivery.key_place, hint=f"Did you mean `{guess}`?" if guess else "Add the field to the contract.",
        fixes=tuple(fixes), elements=(crossing.id,), key=delivery.key,
    )  # fmt: skip


def unused_fields(domain: Domain) -> Iterator[Diagnostic]:
    """Contract fields whose name occurs nowhere in the context that receives them."""
    names = {context.name: _field_names(context.name, domain) for context in domain.contexts}
    for flow in domain.flows:
        for crossing in flow.crossings:
            known = names.get(crossing.target or "")
            key = crossing.delivery.key if crossing.delivery else None
            for field in crossing.fields:
                if known is not None and field.carried is not None and field.name != key and field.name not in known:
                    yield UNUSED_CONTRACT_FIELD.at(
                        field.place, hint="Leave it out: what nobody relies on can change freely.",
                        elements=(crossing.id,), target=crossing.target, field=field.name,
                    )  # fmt: skip


def _field_names(name: str, domain: Domain) -> frozenset[str]:
    context = domain.context[name]
    found = {field.name for command in context.commands for field in command.inputs}
    found.update(field.name for event in context.events for field in event.fields)
    found.update(field.name for projection in context.projections for field in projection.fields)
    found.update(aggregate.identity.name for aggregate in context.aggregates if aggregate.identity)
    return frozenset(found)


def differing(domain: Domain) -> Iterator[Diagnostic]:
    """One event to one context, promised in two ways."""
    first: dict[tuple[str, str], Crossing] = {}
    for flow in domain.flows:
        for crossing in flow.crossings:
            if crossing.event is None or crossing.target is None or not crossing.fields:
                continue
            other = first.setdefault((crossing.event, crossing.target), crossing)
            if _promise(other) != _promise(crossing):
                yield CONTRACTS_DIFFER.at(
                    crossing.contract_place, Label(other.contract_place, "the other one"),
                    hint="Make them equal: one message has one contract.", elements=(crossing.id, other.id),
                    event=domain.event[crossing.event].name, target=crossing.target,
                )  # fmt: skip


def _promise(crossing: Crossing) -> frozenset[tuple[str, str, bool]]:
    return frozenset((field.name, field.type.text, field.required) for field in crossing.fields)


def private_types(domain: Domain) -> Iterator[Diagnostic]:
    """Value objects in contracts for which the consumer has no word."""
    known = {
        context.name: {
            *(value_object.name for value_object in context.all_value_objects),
            *(enum.name for enum in context.all_enums),
        }
        for context in domain.contexts
    }
    for context in domain.contexts:
        used = (field for command in context.commands for field in command.inputs)
        known[context.name].update(field.type.name for field in used if "." in field.type.name)
    for flow in domain.flows:
        for crossing in flow.crossings:
            if crossing.target in known and crossing.kind not in _SHARING_KINDS:
                yield from _private(crossing, known[crossing.target])


def _private(crossing: Crossing, known: set[str]) -> Iterator[Diagnostic]:
    for field in crossing.fields:
        kind = field.type
        if kind.kind not in ("value-object", "enum") or kind.owner in (None, crossing.target):
            continue
        if kind.simple_name not in known and f"{kind.owner}.{kind.simple_name}" not in known:
            yield PRIVATE_TYPE_IN_CONTRACT.at(
                field.type_place,
                hint=f"Declare its own `{kind.simple_name}` in {crossing.target}, or cross as PublishedLanguage.",
                elements=(crossing.id,), target=crossing.target, type=kind.simple_name, source=kind.owner,
            )  # fmt: skip


FLOW = (contracts,)
PROJECT = (unused_fields, differing, private_types)
