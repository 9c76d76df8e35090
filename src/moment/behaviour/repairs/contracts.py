"""What might mend a contract that its event does not keep, an input that nothing supplies, and a second effect."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.machine import Route, Step
from moment.behaviour.repairs.candidate import Candidate, Scene, quoted
from moment.behaviour.steps import field_verdict
from moment.diagnostics.model import Edit
from moment.model.contracts import contract_findings
from moment.model.domain import ContractField, Event, Field
from moment.model.rules import CONTRACT_FIELD_MISSING
from moment.text.span import Place


def of_contract(scene: Scene) -> Iterator[Candidate]:
    """For ``contract-violation``."""
    route = scene.route(scene.verdict.subject)
    if route is not None:
        yield from _renamed(scene, route)
        yield from _event_side(scene, route)
        yield from _contract_side(scene, route)
    elif scene.step is not None:
        yield from _starved(scene, scene.step)


def _renamed(scene: Scene, route: Route) -> Iterator[Candidate]:
    """The contract's field under the name that the event probably gives it."""
    broken = [field for field in route.crossing.fields if field.name in route.violations]
    if len(broken) != 1:
        return
    for found in contract_findings(route.crossing, scene.plan.domain):
        if found.rule == CONTRACT_FIELD_MISSING and len(found.fixes) > 1:
            edit = found.fixes[0].edits[0]
            yield Candidate("rename-contract-field", f"call `{broken[0].name}` `{edit.text}` in the contract", (edit,))


def _event_side(scene: Scene, route: Route) -> Iterator[Candidate]:
    event = scene.plan.domain.event[route.event]
    edits: list[Edit] = []
    missing: list[str] = []
    for field in route.crossing.fields:
        verdict = field_verdict(field)
        if verdict == "wrong-type" and field.carried is not None:
            edits.append(scene.pen.over(field.carried.type_place, field.type.text))
        elif verdict == "missing" and field.carried is not None:
            edits.append(scene.pen.over(field.carried.type_place, field.carried.type.text.removesuffix("?")))
        elif verdict == "missing":
            missing.append(f"{field.name}: {field.type.text.removesuffix('?')}")
    if missing:
        edits.append(_field_lines(scene, event, missing))
    if edits:
        names = quoted(route.violations)
        yield Candidate("carry-field", f"let `{event.name}` carry {names} as the contract says", tuple(edits))


def _field_lines(scene: Scene, event: Event, lines: list[str]) -> Edit:
    if event.fields:
        last = event.fields[-1]
        return scene.pen.below(last.place, lines, deeper=0 if scene.pen.starts_line(last.place) else 1)
    return scene.pen.below(event.place, lines, deeper=1)


def _contract_side(scene: Scene, route: Route) -> Iterator[Candidate]:
    """The contract asks for what the event carries, unless a command there cannot do without the field."""
    if _needed(scene, route) & {field.name for field in route.crossing.fields if field_verdict(field) == "missing"}:
        return
    edits: list[Edit] = []
    for field in route.crossing.fields:
        verdict = field_verdict(field)
        if verdict == "wrong-type" and field.carried is not None:
            text = field.carried.type.text
            edits.append(scene.pen.over(field.type_place, text.removesuffix("?") if field.required else text))
            if field.required and field.carried.type.optional:
                edits.append(scene.pen.over(_behind_type(field), ""))
        elif verdict == "missing":
            edits.append(scene.pen.over(_behind_type(field), ""))
    if edits:
        title = f"ask for {quoted(route.violations)} in the contract as `{_last(route.event)}` carries it"
        yield Candidate("relax-contract", title, tuple(edits))


def _needed(scene: Scene, route: Route) -> set[str]:
    """Inputs of the commands that the event causes in its target."""
    found: set[str] = set()
    for step in scene.plan.steps:
        caused = any(cause.identity == route.event for cause in step.causes + step.alternatives)
        if step.command is not None and step.context == route.target and caused:
            found.update(field.name for field in step.command.inputs if not field.type.optional)
    return found


def _behind_type(field: ContractField) -> Place:
    """Where ``[required]`` stands."""
    return Place(field.place.path, field.type_place.end, field.extent.end)


def _starved(scene: Scene, step: Step) -> Iterator[Candidate]:
    """Inputs that no contract names: brought by the event that causes the command, or not needed."""
    command = step.command
    if command is None:
        return
    inputs = [field for field in command.inputs if field.name in step.starved]
    causes = {cause.identity for cause in step.causes + step.alternatives}
    route = next((r for r in scene.plan.routes if r.target == step.context and r.event in causes), None)
    if route is not None:
        event = scene.plan.domain.event[route.event]
        lines = [f"{field.name}: {_seen_from(event, field)} [required]" for field in inputs]
        edits = [_contract_lines(scene, route, lines)]
        lacking = [f"{field.name}: {_seen_from(event, field)}" for field in inputs if event.field(field.name) is None]
        if lacking:
            edits.append(_field_lines(scene, event, lacking))
        title = f"carry {quoted(step.starved)} with `{event.name}` to {route.target}"
        yield Candidate("carry-input", title, tuple(edits))
    optional = tuple(scene.pen.behind(field.type_place, "?") for field in inputs)
    yield Candidate("optional-input", f"let `{command.name}` do without {quoted(step.starved)}", optional)


def _seen_from(event: Event, field: Field) -> str:
    """The type of an input as the event's context has to write it."""
    owner = field.type.owner
    if field.type.target is None or owner is None or owner == event.context or "." in field.type.name:
        return field.type.text.removesuffix("?")
    return f"{owner}.{field.type.text.removesuffix('?')}"


def _contract_lines(scene: Scene, route: Route, lines: list[str]) -> Edit:
    fields = route.crossing.fields
    if fields and scene.pen.starts_line(fields[-1].place):
        return scene.pen.below(fields[-1].extent, lines)
    return scene.pen.below(route.crossing.contract_place, lines, deeper=1)


def of_second_effect(scene: Scene) -> Iterator[Candidate]:
    """For ``double-effect``: the consumer knows the second one by a field, or its own state refuses it."""
    routes = [route for route in scene.plan.routes if not route.idempotent and route.number in _repeated(scene)]
    for route in routes[:1]:
        for key in _keys(scene, route):
            title = f"let {route.target} know a second `{_last(route.event)}` by `{key}`"
            yield Candidate("idempotent", title, (_promise(scene, route, f"idempotent by {key}"),))
        if not _keys(scene, route):
            yield from _key_carried(scene, route)
    if scene.step is not None:
        yield from _guarded(scene, scene.step)


def _repeated(scene: Scene) -> set[int | None]:
    return {line.record.route for line in scene.trace.lines if line.record.kind == "duplicate"}


def _promise(scene: Scene, route: Route, text: str) -> Edit:
    return scene.pen.before(route.crossing.contract_place, text)


def _keys(scene: Scene, route: Route) -> list[str]:
    """Required contract fields that identify: the event's aggregate's own identity, another's, any other UUID."""
    carried = [f for f in route.crossing.fields if f.required and f.carried is not None and not f.type.array]
    own = scene.aggregate(scene.plan.domain.event[route.event])
    identities = [a.identity.name for a in scene.plan.domain.aggregate.values() if a.identity is not None]
    first = own.identity.name if own is not None and own.identity is not None else None
    uuids = [field.name for field in carried if field.type.name == "UUID"]
    ranked = [name for name in uuids if name == first] + [n for n in uuids if n in identities] + uuids
    return list(dict.fromkeys(ranked))[:2]


def _key_carried(scene: Scene, route: Route) -> Iterator[Candidate]:
    """Nothing in the contract identifies: the identity of the event's aggregate is added to it."""
    event = scene.plan.domain.event[route.event]
    aggregate = scene.aggregate(event)
    identity = aggregate.identity if aggregate is not None else None
    if identity is None or any(field.name == identity.name for field in route.crossing.fields):
        return
    text = f"{identity.name}: {identity.type.text}"
    promise = _promise(scene, route, f"idempotent by {identity.name}")
    edits = [promise, _contract_lines(scene, route, [f"{text} [required]"])]
    if event.field(identity.name) is None:
        edits.append(_field_lines(scene, event, [text]))
    title = f"carry `{identity.name}` with `{event.name}` and let {route.target} know a second one by it"
    yield Candidate("idempotent", title, tuple(edits))


def _guarded(scene: Scene, step: Step) -> Iterator[Candidate]:
    """A formal precondition on the state that the first effect leaves."""
    command = step.command
    aggregate = scene.aggregate(command) if command is not None else None
    if command is None or aggregate is None or aggregate.lifecycle is None:
        return
    emitted = {each.target for each in command.emits}
    edges = [edge for edge in aggregate.lifecycle.edges if edge.event is not None and edge.event.target in emitted]
    sources = tuple(dict.fromkeys(edge.source for edge in edges if edge.source != edge.target))
    if not sources or {edge.target for edge in edges} & set(sources):
        return
    name, states = f"is{sources[0]}", " or ".join(sources)
    if all(each.name != name for each in command.preconditions):
        text = f'precondition {name}: "{aggregate.name} is {states}" in {", ".join(sources)}'
        title = f"let `{command.name}` be handled only while `{aggregate.name}` is {states}"
        place = command.preconditions[0].place if command.preconditions else command.emits[0].place
        yield Candidate("guard", title, (scene.pen.above(place, [text]),))


def _last(identity: str) -> str:
    return identity.rpartition("/")[2]
