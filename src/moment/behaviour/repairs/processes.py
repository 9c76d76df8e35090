"""What might mend a lifecycle without the edge, a saga that is not over, and policies that chase each other."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.machine import Step
from moment.behaviour.repairs.candidate import Candidate, Scene
from moment.behaviour.repairs.causes import crossing_for, last_word, taken_before
from moment.diagnostics.model import Edit
from moment.model.domain import Event, Policy, Saga


def of_transition(scene: Scene) -> Iterator[Candidate]:
    """For ``illegal-transition``: the edge that was taken, as it leads from elsewhere, or back to where it is."""
    identity, _, current = scene.verdict.detail.rpartition("@")
    aggregate = scene.plan.domain.aggregate.get(scene.verdict.subject)
    event = scene.plan.domain.event.get(identity)
    if aggregate is None or aggregate.lifecycle is None or event is None:
        return
    edges = aggregate.lifecycle.edges
    sources = {edge.source for edge in edges if edge.event is not None and edge.event.target == identity}
    for edge in edges:
        step = _emitting(scene, identity)
        if edge.source == current and edge.target in sources and step is not None:
            yield from taken_before(scene, step, edge)
    targets = [e.target for e in edges if e.event is not None and e.event.target == identity]
    for target in dict.fromkeys((*targets, current)):
        edit = scene.pen.below(last_word(aggregate.lifecycle), [f"states {current} -> {target} on {event.name}"])
        how = f"leave `{aggregate.name}` {current}" if target == current else f"lead from {current} to {target}"
        yield Candidate("add-edge", f"let `{event.name}` {how}", (edit,))


def _emitting(scene: Scene, event: str) -> Step | None:
    """The step of the run in which the event happened at last."""
    found = (
        line.step for line in reversed(scene.trace.lines) if any(each.event == event for each in line.record.events)
    )
    return next(found, None)


def of_saga(scene: Scene) -> Iterator[Candidate]:
    """For ``unfinished-saga``: an edge on what happens anyway, the event that it waits for, an undo that is allowed."""
    saga = scene.plan.domain.saga.get(scene.verdict.subject)
    if saga is None:
        return
    close = scene.state.close
    if close is not None and close.kind == "stuck":
        yield from _undoing(scene, saga, close.pending[0] if close.pending else "")
        return
    current = scene.verdict.detail
    outgoing = [edge for edge in saga.machine.edges if edge.source == current]
    for edge in outgoing:
        event = scene.plan.domain.event.get(edge.event.target or "") if edge.event is not None else None
        if event is not None and scene.view.is_known(event.id):
            yield from crossing_for(scene, event, saga.context)
        elif event is not None:
            yield from _placed_last(scene, saga, event)
    for event in _since(scene, saga)[:2]:
        if all(edge.event is None or edge.event.target != event.id for edge in outgoing):
            yield from _edge_on(scene, saga, current, event)


def _placed_last(scene: Scene, saga: Saga, event: Event) -> Iterator[Candidate]:
    """A command that emits what the saga waits for is placed at the end of the flow."""
    lane = scene.lane(event.context)
    for emitter in event.emitters:
        command = scene.plan.domain.command.get(emitter)
        if command is not None and lane is not None and all(step.command != command for step in scene.plan.steps):
            lines = [f"{lane.name}: {command.name}", f"{lane.name}: {event.name}"]
            edit = scene.pen.below(scene.plan.flow.placements[-1].extent, lines)
            title = f"place `{command.name}`, which emits what `{saga.name}` waits for"
            yield Candidate("place-command", title, (edit,))


def _since(scene: Scene, saga: Saga) -> tuple[Event, ...]:
    """Events of the saga's context after it came into its state; the last first."""
    moved = [line.seq for line in scene.trace.lines if line.record.kind == "saga" and line.record.saga is not None
             and scene.plan.sagas[line.record.saga] == saga]  # fmt: skip
    return scene.happened(saga.context, since=moved[-1] + 1 if moved else 0)


def _edge_on(scene: Scene, saga: Saga, current: str, event: Event) -> Iterator[Candidate]:
    for edge in saga.machine.edges:
        if edge.source == current and edge.event is None:
            edit = scene.pen.behind(edge.target_place, f" on {event.name}")
            yield Candidate("label-edge", f"let `{event.name}` move `{saga.name}` to {edge.target}", (edit,))
            return
    for target in saga.machine.finals[-1:]:
        edit = scene.pen.below(last_word(saga.machine), [f"states {current} -> {target} on {event.name}"])
        yield Candidate("add-edge", f"let `{event.name}` move `{saga.name}` from {current} to {target}", (edit,))


def _undoing(scene: Scene, saga: Saga, done: str) -> Iterator[Candidate]:
    """The command that undoes may be handled in the state in which it is needed, or asks for nothing in words."""
    undo = next((each for each in saga.undo if each.command.target == done), None)
    command = scene.plan.domain.command.get(undo.with_command.target or "") if undo is not None else None
    aggregate = scene.aggregate(command) if command is not None else None
    if command is None or aggregate is None:
        return
    refusal = scene.view.false_precondition(command)
    current = scene.lifecycle_state(aggregate)
    if refusal is not None and current is not None and not refusal.negated:
        edit = scene.pen.behind(refusal.states[-1].place, f", {current}")
        title = f"let `{command.name}` be handled while `{aggregate.name}` is {current}"
        yield Candidate("widen-precondition", title, (edit,))
    elif refusal is None:
        for precondition in command.preconditions:
            if not precondition.is_formal:
                edit = scene.pen.without_line(precondition.place)
                yield Candidate(
                    "drop-precondition", f"let `{command.name}` undo without `{precondition.name}`", (edit,)
                )


def of_loop(scene: Scene) -> Iterator[Candidate]:
    """For ``policy-loop``: one policy of the circle no longer chains."""
    plan = scene.plan
    looping = {
        line.record.reaction for line in scene.trace.lines if line.record.beyond and line.record.reaction is not None
    }
    looping |= {r.number for r in plan.reactions if r.source.id == scene.verdict.subject}
    for number in sorted(looping, reverse=True):
        reaction = plan.reactions[number]
        if isinstance(reaction.source, Policy):
            yield from _unchained(scene, reaction.source)


def _unchained(scene: Scene, policy: Policy) -> Iterator[Candidate]:
    for at, chained in enumerate(policy.chains):
        edit = _chain(scene, policy, at)
        yield Candidate("drop-chain", f"let `{policy.name}` no longer chain to `{chained.name}`", (edit,))


def _chain(scene: Scene, policy: Policy, at: int) -> Edit:
    """The name with its comma, or all of ``chains-to`` when it is the only one."""
    place = policy.chains[at].place
    if at:
        return scene.pen.over(place._replace(start=policy.chains[at - 1].place.end), "")
    if len(policy.chains) > 1:
        return scene.pen.over(place._replace(end=policy.chains[1].place.start), "")
    text = scene.pen.sources[place.path].text
    start = len(text[: text.rfind("chains-to", 0, place.start)].rstrip())
    return scene.pen.over(place._replace(start=start), "")
