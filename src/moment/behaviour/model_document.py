"""The part of the bundle that says what exists: contexts with their places on the map, lineage, sources, hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from moment.behaviour import wire
from moment.behaviour.machine import Plan, Step
from moment.behaviour.shapes import is_same
from moment.model.domain import Aggregate, Command, Context, Domain, Field, Machine
from moment.text.source import Source
from moment.text.span import Place


class Places:
    """Lines and columns for places in known texts."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def of(self, place: Place) -> wire.PlaceDoc:
        source = self.sources.get(place.path)
        line, column = source.position(place.start) if source is not None else (1, 1)
        return wire.PlaceDoc(place.path, line, column)


def model(domain: Domain, places: Places) -> wire.ModelDoc:
    positions = map_positions(domain)
    return wire.ModelDoc(
        contexts=[_context(each, places, positions[each.name]) for each in domain.contexts],
        policies=[
            wire.PolicyDoc(
                each.id, each.name, context.name, (each.trigger.target or each.trigger.name) if each.trigger else None,
                each.action, [c.target or c.name for c in each.chains], places.of(each.place),
            )
            for context in domain.contexts for each in context.policies
        ],
        sagas=[
            wire.SagaDoc(
                each.id, each.name, context.name, each.trigger.target or each.trigger.name, _machine(each.machine),
                [(u.command.target or u.command.name, u.with_command.target or u.with_command.name) for u in each.undo],
                each.compensation, each.timeout, places.of(each.place),
            )
            for context in domain.contexts for each in context.sagas
        ],
        relationships=[
            wire.RelationshipDoc(
                source=each.source.name, target=each.target.name, type=each.kind, contract=each.contract,
                place=places.of(each.place),
            )
            for context in domain.contexts for each in context.relationships
        ],
        terms=[
            wire.TermDoc(each.word, context.name, each.meaning, places.of(each.place))
            for context in domain.contexts for each in context.terms
        ],
    )  # fmt: skip


def _context(context: Context, places: Places, at: tuple[int, int]) -> wire.ContextDoc:
    return wire.ContextDoc(
        context.name, context.classification, context.description, at,
        [_aggregate(each, places) for each in context.aggregates], places.of(context.place),
    )  # fmt: skip


def _aggregate(aggregate: Aggregate, places: Places) -> wire.AggregateDoc:
    return wire.AggregateDoc(
        id=aggregate.id,
        name=aggregate.name,
        identity=aggregate.identity.name if aggregate.identity else None,
        lifecycle=_machine(aggregate.lifecycle) if aggregate.lifecycle else None,
        commands=[_command(each, places) for each in aggregate.commands],
        events=[
            wire.EventDoc(each.id, each.name, _fields(each.fields, places), places.of(each.place))
            for each in aggregate.events
        ],
        place=places.of(aggregate.place),
    )


def _command(command: Command, places: Places) -> wire.CommandDoc:
    return wire.CommandDoc(
        command.id, command.name, _fields(command.inputs, places),
        [wire.PreconditionDoc(p.name, p.text, p.is_formal, places.of(p.place)) for p in command.preconditions],
        command.mode, [each.target or each.name for each in command.emits], places.of(command.place),
    )  # fmt: skip


def _fields(fields: Iterable[Field], places: Places) -> list[wire.FieldDoc]:
    return [wire.FieldDoc(f.name, f.type.text, f.classification, places.of(f.place)) for f in fields]


def _machine(machine: Machine) -> wire.MachineDoc:
    edges = [
        wire.EdgeDoc(source=e.source, target=e.target, on=(e.event.target or e.event.name) if e.event else None)
        for e in machine.edges
    ]
    return wire.MachineDoc(list(machine.names), edges, machine.initial, list(machine.finals))


def map_positions(domain: Domain) -> dict[str, tuple[int, int]]:
    """Column and row of each context: a column for every crossing away from where flows begin, rows in declared order."""
    names = [context.name for context in domain.contexts]
    column = dict.fromkeys(names, 0)
    links = list(dict.fromkeys((c.source, c.target) for flow in domain.flows for c in flow.crossings))
    ahead = {
        (source, target) for source, target in links if (target, source) not in links[: links.index((source, target))]
    }
    for _ in names:
        for source, target in links:
            if source in column and target in column and source != target and (source, target) in ahead:
                column[target] = min(max(column[target], column[source] + 1), len(names) - 1)
    rows: dict[int, int] = {}
    found = {}
    for name in names:
        row = rows.get(column[name], 0)
        rows[column[name]] = row + 1
        found[name] = (column[name], row)
    return found


def lineage(plans: Iterable[Plan]) -> list[wire.LineageDoc]:
    """From event fields to inputs, and from inputs to the fields of what is emitted, flow by flow; each once."""
    found = dict.fromkeys(each for plan in plans for step in plan.steps for each in _step_lineage(plan, step))
    return [
        wire.LineageDoc(source=source, target=target, how=how, flow=plan, carried=carried)  # type: ignore[arg-type]
        for source, target, how, plan, carried in found
    ]


def _step_lineage(plan: Plan, step: Step) -> Iterator[tuple[str, str, str, str, bool]]:
    command = step.command
    if command is None:
        return
    flow = plan.flow.name
    for cause in step.causes + step.alternatives:
        event = plan.domain.event.get(cause.identity)
        if event is None:
            continue
        for given in command.inputs:
            target = f"{command.id}.{given.name}"
            routes = [r for r in plan.routes if r.event == event.id and r.target == step.context]
            for route in routes:
                promised = route.crossing.field(given.name)
                if promised is not None:
                    yield f"{event.id}.{given.name}", target, "contract", flow, promised.carried is not None
            field = event.field(given.name)
            if not routes and field is not None and is_same(field.type, given.type):
                yield f"{event.id}.{given.name}", target, "context", flow, True
    for reference in command.emits:
        emitted = plan.domain.event.get(reference.target or "")
        for field in emitted.fields if emitted else ():
            given_here = next((g for g in command.inputs if g.name == field.name and is_same(g.type, field.type)), None)
            if emitted is not None and given_here is not None:
                yield f"{command.id}.{field.name}", f"{emitted.id}.{field.name}", "emitted", flow, True


def sources(texts: Mapping[str, Source], *, with_text: bool) -> list[wire.SourceDoc]:
    return [
        wire.SourceDoc(path, sha256(texts[path].text.encode("utf-8", "surrogatepass")).hexdigest(),
                       texts[path].text if with_text else None)
        for path in sorted(texts)
    ]  # fmt: skip
