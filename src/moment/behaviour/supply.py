"""Where the fields of an emitted event can come from: inputs, identity, the clock, and what was known before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from moment.behaviour.machine import Plan, Step
from moment.behaviour.shapes import is_same
from moment.model.domain import Command, Domain, Event, Field, Type

_CLOCK = ("DateTime", "Date")
_DEPTH = 3


class Unsupplied(NamedTuple):
    """``step`` emits ``event``, and nothing that can be known there gives its ``field`` a value."""

    step: Step
    event: Event
    field: Field


def unsupplied(plan: Plan, steps: Iterable[int]) -> Iterator[Unsupplied]:
    """Every field without a source of the events that ``steps`` (numbers) emit, once, in written order.

    A source is a field of the same name and type, also inside a value object, or the parts of one. An optional
    field needs none, nor a date or time, nor a deprecated one that another replaces; and what only one of several
    possible events carries is what the command decides.
    """
    seen: set[tuple[str, str]] = set()
    for number in sorted(steps):
        step = plan.steps[number]
        if step.command is None:
            continue
        known: Mapping[str, list[Type]] = {}
        for reference in step.command.emits:
            event = plan.domain.event.get(reference.target or "")
            if event is None:
                continue
            known = known or _known(plan, step, step.command)
            for field in event.fields:
                has_to = _needs_source(field, event, step.command, plan.domain) and (event.id, field.name) not in seen
                if has_to and not _is_supplied(field, known, plan.domain, depth=0):
                    seen.add((event.id, field.name))
                    yield Unsupplied(step, event, field)


def _needs_source(field: Field, event: Event, command: Command, domain: Domain) -> bool:
    if field.deprecation is not None and any(each.name == field.deprecation.replacement for each in event.fields):
        return False
    if command.mode == "all":
        return True
    others = (domain.event.get(reference.target or "") for reference in command.emits)
    return all(any(each.name == field.name for each in other.fields) for other in others if other is not None)


def _is_supplied(field: Field, known: Mapping[str, list[Type]], domain: Domain, *, depth: int) -> bool:
    if field.type.optional or field.type.kind == "unknown" or field.type.name in _CLOCK:
        return True
    if any(is_same(source, field.type) for source in known.get(field.name, ())):
        return True
    whole = domain.value_object.get(field.type.target or "")
    if whole is None or not whole.fields or field.type.array or depth == _DEPTH:
        return False
    return all(_is_supplied(part, known, domain, depth=depth + 1) for part in whole.fields)


def _known(plan: Plan, step: Step, command: Command) -> Mapping[str, list[Type]]:
    """Types by name of every field that the handler of ``command`` can have seen, parts of value objects too."""
    found: dict[str, list[Type]] = {}
    for field in _fields(plan, step, command):
        _learn(field, found, plan.domain, depth=0)
    return found


def _learn(field: Field, found: dict[str, list[Type]], domain: Domain, *, depth: int) -> None:
    types = found.setdefault(field.name, [])
    if field.type in types:
        return
    types.append(field.type)
    whole = domain.value_object.get(field.type.target or "")
    if whole is not None and depth < _DEPTH:
        for part in whole.fields:
            _learn(part, found, domain, depth=depth + 1)


def _fields(plan: Plan, step: Step, command: Command) -> Iterator[Field]:
    domain = plan.domain
    aggregate = domain.aggregate.get(f"{command.context}/{command.aggregate}")
    yield from command.inputs
    if aggregate is not None and aggregate.identity is not None:
        yield aggregate.identity
    for cause in step.causes + step.alternatives:
        source = domain.event.get(cause.identity) or domain.command.get(cause.identity)
        if source is not None:
            yield from source.fields if isinstance(source, Event) else source.inputs
    earlier = [other for other in plan.steps if other is not step and _may_precede(plan, other, step)]
    for other in earlier:
        if command.context in (other.context, other.command.context if other.command else None):
            yield from other.command.inputs if other.command else ()
            for event in _made(other, domain):
                yield from event.fields
    numbers = {other.index for other in earlier}
    for route in plan.routes:
        if route.target == command.context and route.step in numbers:
            yield from (each.carried for each in route.crossing.fields if each.carried is not None)
    yield from _history(plan, command.context)


def _may_precede(plan: Plan, other: Step, step: Step) -> bool:
    """Whether ``other`` can be done before ``step`` on one path, a return included."""
    if other.moment == step.moment and None not in (other.arm, step.arm) and other.arm != step.arm:
        return False
    if other.index < step.index:
        return True
    last = {each.number: plan.steps[each.step].moment for each in plan.returns}
    return any(
        each.first <= step.moment <= last[each.number] and other.moment <= last[each.number] for each in plan.returns
    )


def _made(step: Step, domain: Domain) -> Iterator[Event]:
    if step.event is not None:
        yield step.event
    for reference in step.command.emits if step.command else ():
        event = domain.event.get(reference.target or "")
        if event is not None:
            yield event


def _history(plan: Plan, name: str) -> Iterator[Field]:
    """Fields of what the context ``name`` went through before the flow: events that the flow itself does not make."""
    here = {event.id for step in plan.steps for event in _made(step, plan.domain)}
    for event in plan.domain.context[name].events:
        if event.id not in here:
            yield from event.fields
