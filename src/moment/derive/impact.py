"""What a change of an element reaches: a graph of reasons, and the way from one element through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from moment.derive.wire import Affected, ContextHurt, Edge, Node
from moment.model.domain import (
    Aggregate,
    Command,
    Context,
    Crossing,
    Domain,
    EnumType,
    Field,
    Flow,
    Policy,
    Projection,
    Saga,
    Service,
    ValueObject,
)
from moment.model.sources import source


class Graph:
    """Nodes by identity in declared order, and the edges between them, each once for every reason."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.nodes: dict[str, Node] = {}
        self.paths: dict[str, str] = {}
        self.edges: tuple[Edge, ...] = ()
        self._arrivals = _arrivals(domain)
        for context in domain.context.values():
            self._add_context(context)
        for flow in domain.flow.values():
            for crossing in flow.crossings:
                self._add(crossing.id, "crossing", crossing.target, flow.place.path)
        found = dict.fromkeys(self._all())
        self.edges = tuple(self._edge(*each) for each in found if each[0] in self.nodes and each[1] in self.nodes)

    def _add(self, identity: str, kind: str, context: str | None, path: str) -> None:
        self.nodes.setdefault(identity, Node(identity, kind, context, source(path, identity)))
        self.paths.setdefault(identity, path)

    def _add_context(self, context: Context) -> None:
        for aggregate in context.aggregates:
            self._add(aggregate.id, "aggregate", context.id, aggregate.place.path)
            for command in aggregate.commands:
                self._add(command.id, "command", context.id, command.place.path)
            for event in aggregate.events:
                self._add(event.id, "event", context.id, event.place.path)
                for field in event.fields:
                    self._add(f"{event.id}.{field.name}", "field", context.id, event.place.path)
        groups: tuple[tuple[str, Sequence[ValueObject | EnumType | Policy | Saga | Service | Projection]], ...] = (
            ("value-object", context.all_value_objects),
            ("enum", context.all_enums),
            ("service", context.services),
            ("policy", context.policies),
            ("saga", context.sagas),
            ("projection", context.projections),
        )
        for kind, elements in groups:
            for element in elements:
                self._add(element.id, kind, context.id, element.place.path)

    def _edge(self, origin: str, target: str, reason: str) -> Edge:
        one, other = self.nodes[origin], self.nodes[target]
        border = one.context != other.context and one.context is not None and other.context is not None
        is_contracted = not border or (one.id, other.context) in self._arrivals
        if other.kind == "crossing":
            is_contracted = any(each.fields for each in self._arrivals.get((one.id, other.context), ()))
        return Edge(from_=origin, to=target, reason=reason, border=border, contracted=is_contracted)

    def _all(self) -> Iterator[tuple[str, str, str]]:
        for context in self.domain.context.values():
            for aggregate in context.aggregates:
                yield from self._of_aggregate(aggregate)
            for service in context.services:
                yield from self._reaction(service.consumes.target, service.id, context.id, "consumes")
                if service.produces.target:
                    reason = "emits" if service.produces.target in self.domain.event else "triggers"
                    yield service.id, service.produces.target, reason
            for policy in context.policies:
                trigger = policy.trigger.target if policy.trigger is not None else None
                yield from self._reaction(trigger, policy.id, context.id, "triggers")
                yield from ((policy.id, each.target, "chains") for each in policy.chains if each.target)
            for saga in context.sagas:
                yield from self._of_saga(saga)
            for projection in context.projections:
                for each in projection.sources:
                    yield from self._reaction(each.target, projection.id, context.id, "projects")
                yield from _types(projection.fields, projection.id)
            for value_object in context.all_value_objects:
                yield from _types(value_object.fields, value_object.id)
        for flow in self.domain.flow.values():
            yield from self._of_flow(flow)

    def _of_aggregate(self, aggregate: Aggregate) -> Iterator[tuple[str, str, str]]:
        for command in aggregate.commands:
            yield from ((command.id, each.target, "emits") for each in command.emits if each.target)
            yield from _types(command.inputs, command.id)
        for event in aggregate.events:
            yield from _types(event.fields, event.id)
        if aggregate.identity is not None:
            yield from _types((aggregate.identity,), aggregate.id)
        for edge in aggregate.lifecycle.edges if aggregate.lifecycle is not None else ():
            event_id = edge.event.target if edge.event is not None else None
            if event_id:
                yield from ((event_id, c.id, "allows") for c in aggregate.commands if _is_allowed(c, edge.target))

    def _of_saga(self, saga: Saga) -> Iterator[tuple[str, str, str]]:
        yield from self._reaction(saga.trigger.target, saga.id, saga.context, "triggers")
        for edge in saga.machine.edges:
            yield from self._reaction(edge.event.target if edge.event else None, saga.id, saga.context, "advances")
        yield from ((saga.id, each.with_command.target, "undoes") for each in saga.undo if each.with_command.target)

    def _of_flow(self, flow: Flow) -> Iterator[tuple[str, str, str]]:
        for placement in flow.placements:
            crossing = placement.crossing
            if crossing is not None and crossing.event:
                yield crossing.event, crossing.id, "crosses"
                for field in crossing.fields:
                    if field.carried is not None:
                        yield f"{crossing.event}.{field.name}", crossing.id, "requires"
            node = placement.node.target
            for link in placement.links:
                if link.kind == "triggered-by" and node and placement.context:
                    yield from self._reaction(link.target.target, node, placement.context, "triggers")
                elif link.kind == "triggers" and node and link.target.target:
                    yield node, link.target.target, "triggers"

    def _reaction(self, event: str | None, reacting: str, context: str, reason: str) -> Iterator[tuple[str, str, str]]:
        """From an event to what reacts: through the crossings that bring it there, else straight."""
        if not event:
            return
        declared = self.domain.event.get(event)
        crossings = self._arrivals.get((event, context), ()) if declared and declared.context != context else ()
        if not crossings:
            yield event, reacting, reason
        yield from ((crossing.id, reacting, "delivers") for crossing in crossings)


def impact(
    graph: Graph, element: str, *, field: str | None = None, upstream: bool = False, depth: int | None = None
) -> tuple[Affected, ...]:
    """What a change of ``element``, or of its ``field`` alone, reaches, nearest first; ``KeyError`` for an unknown one.

    Breadth first over edges; of equally long ways the one over fewer borders counts, then the one declared first.
    ``upstream`` follows the edges backwards: what ``element`` depends on. A round is walked once.
    """
    start = f"{element}.{field}" if field is not None else element
    following = _following(graph.edges, upstream=upstream)
    order = {identity: number for number, identity in enumerate(graph.nodes)}
    reached: dict[str, Affected] = {start: _affected(graph.nodes[start], 0, 0, (start,), "")}
    layer = [start]
    while layer and (depth is None or reached[layer[0]].depth < depth):
        found: dict[str, Affected] = {}
        for origin in layer:
            before = reached[origin]
            for edge in following.get(origin, ()):
                identity = edge.from_ if upstream else edge.to
                hops = before.hops + edge.border
                if identity not in reached and (identity not in found or hops < found[identity].hops):
                    path = (*before.path, identity)
                    found[identity] = _affected(graph.nodes[identity], before.depth + 1, hops, path, edge.reason)
        layer = sorted(found, key=lambda identity: (found[identity].hops, order[identity]))
        reached.update((identity, found[identity]) for identity in layer)
    return tuple(each for identity, each in reached.items() if identity != start)


def contexts_hurt(affected: Sequence[Affected]) -> tuple[ContextHurt, ...]:
    """Each context with the fewest borders to it, nearest first."""
    hops: dict[str, int] = {}
    for each in affected:
        if each.context is not None:
            hops[each.context] = min(each.hops, hops.get(each.context, each.hops))
    return tuple(ContextHurt(name, count) for name, count in sorted(hops.items(), key=lambda item: item[1]))


def flows_hurt(domain: Domain, element: str, affected: Sequence[Affected]) -> tuple[str, ...]:
    """The flows that show the element itself or anything affected, in declared order."""
    hurt = {element, *(each.id for each in affected)}
    return tuple(
        flow.id
        for flow in domain.flow.values()
        if any(p.node.target in hurt or (p.crossing is not None and p.crossing.id in hurt) for p in flow.placements)
    )


def files_hurt(domain: Domain, graph: Graph, element: str, affected: Sequence[Affected]) -> tuple[str, ...]:
    """The specifications that hold the element or anything affected, flows included, by path."""
    paths = {graph.paths[each] for each in (element, *(one.id for one in affected))}
    paths |= {domain.flow[name].place.path for name in flows_hurt(domain, element, affected)}
    return tuple(sorted(paths))


def candidates(graph: Graph, name: str) -> tuple[str, ...]:
    """Identities that ``name`` may mean: itself, else all whose last part it is; ``.`` may stand for ``/``."""
    if name in graph.nodes:
        return (name,)
    return tuple(
        node.id
        for node in graph.nodes.values()
        if node.kind != "field"
        and (node.id.endswith(f"/{name}") or node.id.replace("/", ".") == name or _short(node) == name)
    )


def _short(node: Node) -> str:
    """``Sales.Sent`` for ``Sales/Order/Sent``."""
    return f"{node.context}.{node.id.rpartition('/')[2]}"


def _affected(node: Node, depth: int, hops: int, path: tuple[str, ...], reason: str) -> Affected:
    return Affected(node.id, node.kind, node.context, depth, hops, path, reason)


def _following(edges: Sequence[Edge], *, upstream: bool) -> Mapping[str, list[Edge]]:
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(edge.to if upstream else edge.from_, []).append(edge)
    return found


def _arrivals(domain: Domain) -> Mapping[tuple[str, str | None], tuple[Crossing, ...]]:
    """The crossings that bring an event into a context, by both."""
    found: dict[tuple[str, str | None], list[Crossing]] = {}
    for flow in domain.flow.values():
        for crossing in flow.crossings:
            if crossing.event and crossing.target:
                found.setdefault((crossing.event, crossing.target), []).append(crossing)
    return {key: tuple(each) for key, each in found.items()}


def _types(fields: Sequence[Field], owner: str) -> Iterator[tuple[str, str, str]]:
    return ((field.type.target, owner, "has-type") for field in fields if field.type.target)


def _is_allowed(command: Command, state: str) -> bool:
    """Whether a formal condition lets the command happen in ``state``."""
    return any(
        precondition.is_formal and (state in {each.name for each in precondition.states}) != precondition.negated
        for precondition in command.preconditions
    )
