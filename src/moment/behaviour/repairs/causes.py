"""What might mend a stall: the missing cause is brought, placed, issued by a policy, or no longer waited for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from moment.behaviour.machine import Cause, Step
from moment.behaviour.repairs.candidate import Candidate, Scene
from moment.behaviour.state import UNDECIDED
from moment.behaviour.verdicts import unfinished
from moment.diagnostics.model import Edit
from moment.model.domain import Command, Edge, Event, Lane, Machine, Placement, Precondition
from moment.model.words import kebab
from moment.text.span import Place

_DEFAULT_RELATIONSHIP = "CustomerSupplier"


def of_stall(scene: Scene) -> Iterator[Candidate]:
    """For ``stalled``: for every step that could go on if one thing more were there."""
    for step in _blocked(scene):
        view = scene.view
        missing = [cause for cause in step.causes if not view.is_there(cause)]
        if step.alternatives and not any(view.is_there(cause) for cause in step.alternatives):
            missing.extend(step.alternatives)
        for cause in missing:
            yield from _for_cause(scene, step, cause)
        if step.command is not None:
            refusal = view.false_precondition(step.command)
            if refusal is not None:
                yield from _for_condition(scene, step, step.command, refusal)
        if step.event is not None and not missing and any(True for _ in view.live_producers(step)):
            yield from _for_emission(scene, step, step.event)


def _blocked(scene: Scene) -> Iterator[Step]:
    """Owed steps at the head of their lanes, and the first steps of arms that nobody could choose."""
    view = scene.view
    for step in unfinished(view):
        if view.lane_is_free(step):
            yield step
    for moment, arms in enumerate(scene.plan.arms):
        if not arms or scene.state.choices[moment] != UNDECIDED:
            continue
        for arm, inside in enumerate(arms):
            if inside and scene.machine.blocked_arm(view, moment, arm) in ("waits", "refused"):
                first = scene.plan.steps[inside[0]]
                if view.lane_is_free(first):
                    yield first


def _for_cause(scene: Scene, step: Step, cause: Cause) -> Iterator[Candidate]:
    domain = scene.plan.domain
    event = domain.event.get(cause.identity)
    if event is not None and scene.view.is_known(cause.identity):
        needed = step.command.inputs if step.command is not None else ()
        yield from crossing_for(scene, event, step.context, needed={field.name for field in needed})
    elif event is not None:
        for emitter in event.emitters:
            command = domain.command.get(emitter)
            if command is not None and all(each.command != command for each in scene.plan.steps):
                yield from placed_before(scene, step, command)
                yield from _issued(scene, command)
    yield from _not_awaited(scene, step, cause)


def crossing_for(
    scene: Scene, event: Event, context: str | None, *, needed: Collection[str] = ()
) -> Iterator[Candidate]:
    """The event happened elsewhere, and no crossing on this path brings it: one is added where it was shown.

    Its contract carries the fields ``needed`` there and what identifies; all of the event's when it has none of them.
    """
    lane = scene.lane(context)
    placement = next((p for p in _shown(scene, event) if p.crossing is None), None)
    if lane is None or placement is None or lane.name == placement.lane.name:
        return
    kind = _relationship(scene, placement.context, context)
    aggregate = scene.aggregate(event)
    key = aggregate.identity.name if aggregate is not None and aggregate.identity is not None else ""
    carried = [f for f in event.fields if f.name in needed or f.name == key] or list(event.fields)
    promise = f"delivery at-least-once idempotent by {key}" if any(f.name == key for f in carried) else ""
    fields = [f"{f.name}: {f.type.text}" + ("" if f.type.optional else " [required]") for f in carried]
    head = f"crosses-to {lane.name} via {kind}"
    lines = [*([promise] if promise else []), "contract", *(f"  {field}" for field in fields)]
    edit = _crossing_text(scene, placement, head, lines)
    yield Candidate("add-crossing", f"let `{event.name}` cross to {lane.label}", (edit,))


def _crossing_text(scene: Scene, placement: Placement, head: str, lines: list[str]) -> Edit:
    """Behind the node with its modifier, before the links."""
    source = scene.pen.sources[placement.extent.path]
    indent = " " * (source.indentation(placement.extent.start) + 2)
    text = head + "".join(f"\n{indent}{line}" for line in lines)
    if not placement.links:
        return scene.pen.behind(placement.extent, f" {text}")
    first = placement.links[0].extent
    return scene.pen.over(first._replace(end=first.start), f"{text}\n{indent}")


def _shown(scene: Scene, event: Event) -> Iterator[Placement]:
    """Placements of the event on the path of the run, those of its own context first."""
    found = [
        placement for step in scene.plan.steps if scene.state.marks[step.index] for placement in step.placements
        if placement.node.target == event.id and placement.context is not None
    ]  # fmt: skip
    yield from sorted(found, key=lambda placement: placement.context != event.context)


def _relationship(scene: Scene, source: str | None, target: str | None) -> str:
    """The kind that the two contexts declare, else the one that a crossing between them has."""
    for context in scene.plan.domain.contexts:
        for declared in context.relationships:
            if {declared.source.target, declared.target.target} == {source, target}:
                return declared.kind
    used = (r.crossing.kind for r in scene.plan.routes if (r.crossing.source, r.target) == (source, target))
    return next(used, _DEFAULT_RELATIONSHIP)


def placed_before(scene: Scene, step: Step, command: Command) -> Iterator[Candidate]:
    """The command that would emit the missing event is placed before the step that waits for it."""
    lane = scene.lane(command.context)
    if lane is not None and scene.pen.starts_line(step.placement.extent):
        events = _placements(lane, command)
        edit = scene.pen.above(step.placement.extent, [f"{lane.name}: {command.name}", *events])
        yield Candidate("place-command", f"place `{command.name}` before `{step.placement.node.name}`", (edit,))


def _placements(lane: Lane, command: Command) -> list[str]:
    return [f"{lane.name}: {each.name}" for each in command.emits if each.target] if command.mode == "all" else []


def _issued(scene: Scene, command: Command) -> Iterator[Candidate]:
    """A policy in the command's context chains it to the last event that happened there."""
    context = scene.plan.domain.context[command.context]
    for event in scene.happened(command.context)[:1]:
        name = f"{command.name}On{event.name}"
        if any(each.name == name for each in context.policies):
            continue
        action = f'  action "{_words(command.name)}"'
        lines = [f"policy {name}", f"  trigger {event.name}", action, f"  chains-to {command.name}"]
        aggregate = scene.aggregate(command)
        place = context.policies[-1].extent if context.policies else aggregate.extent if aggregate else context.place
        edit = scene.pen.below(place, lines, apart=True)
        yield Candidate("add-policy", f"add a policy that chains `{event.name}` to `{command.name}`", (edit,))


def _words(name: str) -> str:
    text = kebab(name).replace("-", " ")
    return text[:1].upper() + text[1:]


def _not_awaited(scene: Scene, step: Step, cause: Cause) -> Iterator[Candidate]:
    """The step no longer waits for what never comes."""
    for placement in step.placements:
        for link in placement.links:
            if link.kind == "triggered-by" and link.target.target == cause.identity:
                title = f"let `{placement.node.name}` not wait for `{_last(cause.identity)}`"
                yield Candidate("drop-cause", title, (scene.pen.without(link.extent),))


def _for_condition(scene: Scene, step: Step, command: Command, refusal: Precondition) -> Iterator[Candidate]:
    """The lifecycle moves there by an event that has happened, or the condition admits the present state."""
    aggregate = scene.aggregate(command)
    current = scene.lifecycle_state(aggregate) if aggregate is not None else None
    if aggregate is None or aggregate.lifecycle is None or current is None:
        return
    edges = aggregate.lifecycle.edges
    allowed = tuple(each.name for each in refusal.states)
    for edge in edges:
        if edge.source == current and (edge.target in allowed) != refusal.negated:
            yield from taken_before(scene, step, edge)
    known = {edge.event.target for edge in edges if edge.event is not None}
    unused = [event for event in _own_events(scene, aggregate.id) if event.id not in known]
    if not refusal.negated:
        for event in unused[:1]:
            line = f"states {current} -> {allowed[0]} on {event.name}"
            edit = scene.pen.below(last_word(aggregate.lifecycle), [line])
            yield Candidate("add-edge", f"let `{event.name}` make `{aggregate.name}` {allowed[0]}", (edit,))
        edit = scene.pen.behind(refusal.states[-1].place, f", {current}")
        yield Candidate(
            "widen-precondition", f"let `{command.name}` be handled while `{aggregate.name}` is {current}", (edit,)
        )


def taken_before(scene: Scene, step: Step, edge: Edge) -> Iterator[Candidate]:
    """A command that takes ``edge`` of a lifecycle and that the flow does not place, before ``step``."""
    event = scene.plan.domain.event.get(edge.event.target or "") if edge.event is not None else None
    for emitter in event.emitters if event is not None else ():
        command = scene.plan.domain.command.get(emitter)
        if command is not None and all(each.command != command for each in scene.plan.steps):
            yield from placed_before(scene, step, command)


def last_word(machine: Machine) -> Place:
    """Where the last ``states`` line ends."""
    places = [place for _, place in machine.states]
    for edge in machine.edges:
        places.append(edge.event.place if edge.event is not None else edge.target_place)
    return max(places, key=lambda place: place.end)


def _own_events(scene: Scene, aggregate: str) -> list[Event]:
    context, _, name = aggregate.partition("/")
    return [event for event in scene.happened(context) if event.context == context and event.aggregate == name]


def _for_emission(scene: Scene, step: Step, event: Event) -> Iterator[Candidate]:
    """The flow goes on without an event that was not emitted."""
    if step.placement.modifier is None and step.kind == "publish":
        place = step.placement.node.place
        if step.placement.multiplicity_place is not None:
            end = scene.pen.sources[place.path].text.find(")", step.placement.multiplicity_place.end)
            place = place._replace(end=end + 1)
        yield Candidate("make-optional", f"make `{event.name}` optional", (scene.pen.behind(place, " [optional]"),))


def _last(identity: str) -> str:
    return identity.rpartition("/")[2]
