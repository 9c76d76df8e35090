"""Whether what a command needs has arrived where it is handled, and whether anybody listens or asks at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.model.domain import Command, Crossing, Domain, Event, Field, Flow, Placement, Type
from moment.model.rules import STARVED_INPUT

UNCONTRACTED_CAUSE = Rule(
    "MOM408",
    "uncontracted-cause",
    Severity.WARNING,
    "`{cause}` of {source} causes `{effect}`, but never crosses to {target}",
)
UNCONSUMED_EVENT = Rule("MOM413", "unconsumed-event", Severity.INFO, "nobody reacts to `{event}`, and no flow shows it")
UNISSUED_COMMAND = Rule("MOM414", "unissued-command", Severity.INFO, "no flow or policy ever issues `{command}`")

RULES = (UNCONTRACTED_CAUSE, UNCONSUMED_EVENT, UNISSUED_COMMAND)


class _Known:
    """What one context has seen in a flow so far: field names with the types that they had."""

    def __init__(self) -> None:
        self.types: dict[str, list[Type]] = {}

    def see(self, name: str, type: Type) -> None:
        self.types.setdefault(name, []).append(type)

    def supplies(self, field: Field) -> bool:
        """By name and type; of a declared type the name counts, since each side has its own."""
        return any(_compatible(field.type, known) for known in self.types.get(field.name, ()))


def _compatible(wanted: Type, given: Type) -> bool:
    return wanted.array == given.array and wanted.simple_name == given.simple_name


def causes(domain: Domain) -> Iterator[Diagnostic]:
    """Causes that no crossing brings, and inputs that nothing supplies, flow by flow."""
    chained = _chains(domain)
    for flow in domain.flows:
        arriving: dict[tuple[str, str], Crossing] = {
            (crossing.event, crossing.target): crossing
            for crossing in flow.crossings
            if crossing.event is not None and crossing.target is not None
        }
        lost = {crossing.event for crossing in flow.crossings if crossing.target is None}
        causing = _triggers(flow)
        known: dict[str, _Known] = {}
        for placement in flow.placements:
            if placement.context is not None:
                found = [
                    *(event for event in _linked(placement, causing, domain) if event not in lost),
                    *(event for event in chained.get(placement.node.target or "", ()) if _is_placed(flow, event)),
                ]
                yield from _judge(placement, found, arriving, known, domain)
            _see(placement, known, domain)


def _is_placed(flow: Flow, event: str) -> bool:
    return any(placement.node.target == event for placement in flow.placements)


def _chains(domain: Domain) -> dict[str, list[str]]:
    """Command to the events that a policy turns into it."""
    found: dict[str, list[str]] = {}
    for policy in domain.policy.values():
        if policy.trigger is not None and policy.trigger.target is not None:
            for command in policy.chains:
                if command.target is not None:
                    found.setdefault(command.target, []).append(policy.trigger.target)
    return found


def _triggers(flow: Flow) -> dict[str, list[str]]:
    """Node to the events that say ``triggers`` it."""
    found: dict[str, list[str]] = {}
    for placement in flow.placements:
        for link in placement.links:
            if link.kind == "triggers" and link.target.target and placement.node.target:
                found.setdefault(link.target.target, []).append(placement.node.target)
    return found


def _linked(placement: Placement, causing: Mapping[str, list[str]], domain: Domain) -> Iterator[str]:
    for link in placement.links:
        if link.kind == "triggered-by" and link.target.target in domain.event:
            yield str(link.target.target)
    yield from (cause for cause in causing.get(placement.node.target or "", ()) if cause in domain.event)


def _judge(
    placement: Placement,
    found: list[str],
    arriving: Mapping[tuple[str, str], Crossing],
    known: Mapping[str, _Known],
    domain: Domain,
) -> Iterator[Diagnostic]:
    """One placement with the events that cause it."""
    context = str(placement.context)
    foreign = [domain.event[cause] for cause in dict.fromkeys(found) if domain.event[cause].context != context]
    own = len(dict.fromkeys(found)) - len(foreign)
    crossings = [arriving[event.id, context] for event in foreign if (event.id, context) in arriving]
    linked = {link.target.target: link.extent for link in placement.links if link.kind == "triggered-by"}
    for event in foreign:
        if (event.id, context) not in arriving and event.id in linked:
            yield _uncontracted(placement, event, domain)
    command = domain.command.get(placement.node.target or "")
    if command is None or own or not foreign or len(crossings) < len(foreign):
        return
    arrived = _Known()
    arrived.types = {name: list(types) for name, types in known.get(context, _Known()).types.items()}
    for crossing in crossings:
        if not crossing.fields:
            return  # an empty contract is a finding of its own
        for contracted in crossing.fields:
            arrived.see(contracted.name, contracted.type)
            if contracted.carried is not None:
                arrived.see(contracted.name, contracted.carried.type)
    # a contract field that nothing carries is probably this input under another name, and already a finding
    astray = {field.type.text for crossing in crossings for field in crossing.fields if field.carried is None}
    aggregate = domain.aggregate.get(f"{command.context}/{command.aggregate}")
    identity = aggregate.identity.name if aggregate and aggregate.identity else None
    for field in command.inputs:
        needs = field.name and field.name != identity and not field.type.optional and field.type.kind != "unknown"
        if needs and field.type.text not in astray and not arrived.supplies(field):
            yield _starved(placement, command, field, crossings[0], domain)


def _uncontracted(placement: Placement, event: Event, domain: Domain) -> Diagnostic:
    place = next(link.target.place for link in placement.links if link.target.target == event.id)
    command = domain.command.get(placement.node.target or "")
    inputs = {field.name for field in command.inputs} if command else set()
    crossing = [field for field in event.fields if field.name in inputs] or list(event.fields[:1])
    contract = " ".join(f"{field.name}: {field.type.text.rstrip('?')} [required]" for field in crossing)
    fixes: tuple[Fix, ...] = ()
    source = next(
        (p for p in _placements(placement.flow, domain) if p.node.target == event.id and p.crossing is None), None
    )
    if source is not None and crossing:
        text = f"crosses-to {placement.lane.name} via CustomerSupplier contract {contract}"
        fixes = (Fix(f"let `{event.name}` cross to {placement.context}", (Edit(source.place, text, "line-inside"),)),)
    return UNCONTRACTED_CAUSE.at(
        place, Label(event.place, "declared here"), hint=f"Let `{event.name}` cross to {placement.context} with a contract.",
        fixes=fixes, elements=(placement.id, event.id), cause=event.name, source=event.context,
        effect=placement.node.name, target=placement.context,
    )  # fmt: skip


def _placements(flow: str, domain: Domain) -> tuple[Placement, ...]:
    found = domain.flow.get(flow)
    return found.placements if found else ()


def _starved(placement: Placement, command: Command, field: Field, crossing: Crossing, domain: Domain) -> Diagnostic:
    event = domain.event[str(crossing.event)]
    carried = event.field(field.name)
    fixes: tuple[Fix, ...] = ()
    hint = f"Carry `{field.name}` on `{event.name}` and in its contract, or make the input optional."
    if carried is not None and _compatible(field.type, carried.type) and crossing.fields:
        text = f"{field.name}: {carried.type.text.rstrip('?')} [required]"
        fixes = (Fix(f"add `{text}` to the contract", (Edit(crossing.fields[-1].place, text, "line-after"),)),)
        hint = f"`{event.name}` carries it: add it to the contract."
    return STARVED_INPUT.at(
        placement.node.place, Label(field.place, "needed here"), Label(crossing.contract_place, "does not bring it"),
        caption=f"has no `{field.name}`", hint=hint, fixes=fixes,
        elements=(placement.id, f"{command.id}.{field.name}"), command=command.name, field=field.name,
    )  # fmt: skip


def _see(placement: Placement, known: dict[str, _Known], domain: Domain) -> None:
    """What the contexts of a placement know after it."""
    if placement.context is not None:
        seen = known.setdefault(placement.context, _Known())
        command = domain.command.get(placement.node.target or "")
        event = domain.event.get(placement.node.target or "")
        for field in (
            command.inputs if command else event.fields if event and event.context == placement.context else ()
        ):
            seen.see(field.name, field.type)
        if command is not None:
            for reference in command.emits:
                emitted = domain.event.get(reference.target or "")
                for field in emitted.fields if emitted else ():
                    seen.see(field.name, field.type)
    if placement.crossing is not None and placement.crossing.target is not None:
        arrived = known.setdefault(placement.crossing.target, _Known())
        for contracted in placement.crossing.fields:
            arrived.see(contracted.name, contracted.type)


def unconsumed(domain: Domain) -> Iterator[Diagnostic]:
    """Events that lead nowhere and commands that come from nowhere."""
    heard, issued = _heard(domain), _issued(domain)
    for context in domain.contexts:
        for event in context.events:
            if event.name and event.id not in heard:
                yield UNCONSUMED_EVENT.at(
                    event.place,
                    hint="Show it in a flow, react to it, or remove it.",
                    elements=(event.id,),
                    event=event.name,
                )
        for command in context.commands:
            if command.name and command.id not in issued:
                yield UNISSUED_COMMAND.at(
                    command.place, hint="Place it in a flow, chain a policy to it, or remove it.",
                    elements=(command.id,), command=command.name,
                )  # fmt: skip


def _heard(domain: Domain) -> set[str | None]:
    found: set[str | None] = {placement.node.target for flow in domain.flows for placement in flow.placements}
    for context in domain.contexts:
        found.update(policy.trigger.target for policy in context.policies if policy.trigger)
        found.update(service.consumes.target for service in context.services)
        found.update(source.target for projection in context.projections for source in projection.sources)
        for saga in context.sagas:
            found.add(saga.trigger.target)
            found.update(edge.event.target for edge in saga.machine.edges if edge.event)
        for aggregate in context.aggregates:
            if aggregate.lifecycle:
                found.update(edge.event.target for edge in aggregate.lifecycle.edges if edge.event)
    return found


def _issued(domain: Domain) -> set[str | None]:
    found: set[str | None] = {placement.node.target for flow in domain.flows for placement in flow.placements}
    for context in domain.contexts:
        found.update(command.target for policy in context.policies for command in policy.chains)
        found.update(undo.with_command.target for saga in context.sagas for undo in saga.undo)
        found.update(service.produces.target for service in context.services)
    return found


PROJECT = (causes, unconsumed)
