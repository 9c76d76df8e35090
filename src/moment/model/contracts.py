"""Whether a crossing's contract asks for what its event carries: the finding that saves the night."""

from __future__ import annotations

from collections.abc import Iterator

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label
from moment.model.domain import ContractField, Crossing, Domain, Event, Field
from moment.model.rules import CONTRACT_FIELD_MISSING, CONTRACT_FIELD_OPTIONAL, CONTRACT_FIELD_TYPE
from moment.text.nearest import nearest


def contract_findings(crossing: Crossing, domain: Domain) -> Iterator[Diagnostic]:
    """Required fields that the event lacks (MOM402), fields of another type (MOM403), required ones that it may
    leave out (MOM404); in the contract's order, at most one a field. Silent when the event is unknown."""
    event = domain.event.get(crossing.event or "")
    if event is None:
        return
    for field in crossing.fields:
        if not field.name or field.type.kind == "unknown":
            continue
        if field.carried is None:
            if field.required:
                yield _missing(crossing, field, event)
        elif field.carried.type.kind != "unknown" and not _same_type(field, field.carried):
            yield _other_type(crossing, field, field.carried, event)
        elif field.required and field.carried.type.optional:
            yield _optional(crossing, field, field.carried, event)


def _same_type(field: ContractField, carried: Field) -> bool:
    """Equal types; whether something may be absent is another question."""
    left, right = field.type, carried.type
    same_name = left.target == right.target if left.target else left.name == right.name
    return same_name and left.array == right.array


def _missing(crossing: Crossing, field: ContractField, event: Event) -> Diagnostic:
    likely = _likely(crossing, field, event)
    labels = [Label(event.place, "declared here")]
    fixes: list[Fix] = []
    hint = "Carry the field on the event, or make it optional."
    if likely is not None:
        labels.append(Label(likely.place, f"`{likely.name}` has the same type"))
        hint = f"Was `{field.name}` renamed to `{likely.name}`? Then say so in the contract; else carry the field."
        fixes.append(Fix(f"write `{likely.name}` in the contract", (Edit(field.place, likely.name),)))
    fixes.append(_add_field(field, event))
    return CONTRACT_FIELD_MISSING.at(
        field.place,
        *labels,
        caption="not carried",
        hint=hint,
        fixes=tuple(fixes),
        elements=(crossing.id, f"{event.id}.{field.name}"),
        event=event.name,
        field=field.name,
    )


def _likely(crossing: Crossing, field: ContractField, event: Event) -> Field | None:
    """The event's field that this one probably is: a near name, else the only one of its type that the contract lacks."""
    named = {other.name for other in crossing.fields}
    free = [other for other in event.fields if other.name not in named]
    near = nearest(field.name, [other.name for other in free])
    if near is not None:
        return next(other for other in free if other.name == near)
    same = [other for other in free if _same_type(field, other)]
    return same[0] if len(same) == 1 else None


def _add_field(field: ContractField, event: Event) -> Fix:
    text = f"{field.name}: {field.type.text}"
    if event.fields:
        edit = Edit(event.fields[-1].place, text, "line-after")
    else:
        edit = Edit(event.place, text, "line-inside")
    return Fix(f"add `{text}` to `{event.name}`", (edit,))


def _other_type(crossing: Crossing, field: ContractField, carried: Field, event: Event) -> Diagnostic:
    text = carried.type.text if not carried.type.optional else carried.type.text[:-1]
    return CONTRACT_FIELD_TYPE.at(
        field.type_place,
        Label(carried.type_place, "the event says so"),
        caption=f"the event carries `{text}`",
        hint="Make both the same.",
        fixes=(Fix(f"write `{text}` in the contract", (Edit(field.type_place, text),)),),
        elements=(crossing.id, f"{event.id}.{field.name}"),
        event=event.name,
        field=field.name,
        expected=field.type.text,
        actual=carried.type.text,
    )


def _optional(crossing: Crossing, field: ContractField, carried: Field, event: Event) -> Diagnostic:
    return CONTRACT_FIELD_OPTIONAL.at(
        field.place,
        Label(carried.type_place, "may be absent"),
        caption="required here",
        hint="Make it mandatory on the event, or drop `[required]`.",
        elements=(crossing.id, f"{event.id}.{field.name}"),
        event=event.name,
        field=field.name,
    )
