"""What might mend an emission that nothing continues, a refusal that nothing answers, and retries without an end."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.machine import Step
from moment.behaviour.repairs.candidate import Candidate, Scene
from moment.diagnostics.model import Edit
from moment.model.domain import Arm, Command, Moment, Placement
from moment.model.words import kebab


def of_emission(scene: Scene) -> Iterator[Candidate]:
    """For ``unanticipated``: an arm of the decision that follows, or the event placed where it happens."""
    step, event = scene.step, scene.plan.domain.event.get(scene.verdict.detail)
    if step is None or event is None:
        return
    for moment in scene.plan.flow.moments[step.moment :]:
        if moment.arms and _may_decide(step, moment, scene):
            head = f"when {_condition(moment, kebab(event.name))}"
            line = f"  {step.placement.lane.name}: {event.name} [terminal]"
            title = f"add an arm to `{moment.label}` that ends with `{event.name}`"
            yield Candidate("add-arm", title, (scene.pen.below(moment.arms[-1].extent, [head, line]),))
            break
    last = step.placements[-1].extent
    line = f"{step.placement.lane.name}: {event.name}"
    yield Candidate("place-end", f"end the flow with `{event.name}`", (scene.pen.below(last, [f"{line} [terminal]"]),))
    title = f"place `{event.name}` behind `{step.placement.node.name}`"
    yield Candidate("place-event", title, (scene.pen.below(last, [line]),))


def _may_decide(step: Step, moment: Moment, scene: Scene) -> bool:
    """Whether the decision of ``moment`` follows the step: it is later, or in the step's own moment outside an arm."""
    return step.arm is None or moment is not scene.plan.flow.moments[step.moment]


def _condition(moment: Moment, wanted: str) -> str:
    taken = {arm.condition for arm in moment.arms}
    return wanted if wanted not in taken else f"{wanted}-too"


def of_refusal(scene: Scene) -> Iterator[Candidate]:
    """For ``unhandled-refusal``: the words become an event of the model, with which the flow ends."""
    step = scene.step
    command = step.command if step is not None else None
    aggregate = scene.aggregate(command) if command is not None else None
    if step is None or command is None or aggregate is None or aggregate.identity is None:
        return
    refused = _refused(scene, command)
    name = f"{command.name}Refused"
    is_plain = command.mode == "one" or len(command.emits) == 1
    if refused is None or not is_plain or any(event.name == name for event in aggregate.events):
        return
    lane = step.placement.lane.name
    placed = [f"{lane}: {name} [terminal]"]
    emitted = command.emits[0]
    if command.mode == "all" and all(p.node.target != emitted.target for p in scene.plan.flow.placements):
        placed.insert(0, f"{lane}: {emitted.name}")
    last = aggregate.events[-1].extent if aggregate.events else command.extent
    event = [f"event {name}", f"  {aggregate.identity.name}: {aggregate.identity.type.text}"]
    edits = (
        refused,
        scene.pen.behind(command.emits[-1].place, f" or {name}"),
        scene.pen.below(last, event, apart=True),
        scene.pen.below(step.placements[-1].extent, placed),
    )
    yield Candidate("emit-refusal", f"let `{command.name}` emit `{name}`, and end the flow with it", edits)


def _refused(scene: Scene, command: Command) -> Edit | None:
    """The precondition in words that was refused, taken out; ``None`` when it has no line of its own."""
    refusing = [line.record for line in scene.trace.lines if line.record.kind == "refuse"]
    names = {check.name for record in refusing for check in record.checks if record.command == command.id}
    found = next((each for each in command.preconditions if each.name in names and not each.is_formal), None)
    return scene.pen.without_line(found.place) if found is not None else None


def of_retries(scene: Scene) -> Iterator[Candidate]:
    """For ``retry-exhausted``: an arm for when it fails for good, which ends the flow or goes on."""
    flow = scene.plan.flow
    moment = next((each for each in flow.moments if f"{flow.id}/{each.slug}" == scene.verdict.subject), None)
    returning = next(filter(None, map(_returning, moment.arms)), None) if moment is not None else None
    if moment is None or returning is None:
        return
    head = f"when {_condition(moment, 'given-up')}"
    node = f"  {returning.lane.name}: {returning.node.name}"
    for kind, title, line in (
        ("add-end", f"give up in `{moment.label}` and end the flow", f"{node} [terminal]"),
        ("add-arm", f"give up in `{moment.label}` and go on", node),
    ):
        yield Candidate(kind, title, (scene.pen.below(moment.arms[-1].extent, [head, line]),))


def _returning(arm: Arm) -> Placement | None:
    """The placement with which an arm goes back."""
    return next((p for p in arm.placements if any(link.kind == "returns-to" for link in p.links)), None)
