"""Several instances of one flow side by side: whose action it is, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterator

from moment.behaviour.interpreter import Interpreter, narrative
from moment.behaviour.machine import Action
from moment.behaviour.state import Joint, State

Situation = State | Joint


def start(machine: Interpreter) -> Situation:
    """The initial state: of each instance where the scope has several."""
    count = machine.plan.scope.instances
    return machine.initial() if count == 1 else Joint((machine.initial(),) * count)


def moves(machine: Interpreter, situation: Situation) -> Iterator[tuple[Action, Situation]]:
    """Every enabled action and where it leads, faults last, both in narrative order, one instance after the other."""
    if isinstance(situation, State):
        yield from ((action, machine.after(situation, action)) for action in machine.actions(situation))
        return
    found = [
        (of_instance(action, number), action)
        for number, state in enumerate(situation.instances)
        for action in machine.actions(state)
    ]
    found.sort(key=lambda pair: narrative(pair[0]))
    for action, own in found:
        yield action, changed(situation, action.instance, machine.after(situation.instances[action.instance], own))


def follow(machine: Interpreter, situation: Situation, action: Action) -> Situation:
    """Where an enabled action leads."""
    if isinstance(situation, State):
        return machine.after(situation, action)
    state = situation.instances[action.instance]
    return changed(situation, action.instance, machine.after(state, alone(action)))


def changed(joint: Joint, number: int, state: State) -> Joint:
    """``joint`` after the instance ``number`` came to ``state``: what is shared is the same for all."""
    shared = {cell: state.cells[cell] for cell in state.layout.shared}
    return Joint(
        tuple(
            state if other == number else State(each.layout, _with(each.cells, shared))
            for other, each in enumerate(joint.instances)
        )
    )


def _with(cells: tuple[object, ...], shared: dict[int, object]) -> tuple[object, ...]:
    found = list(cells)
    for cell, value in shared.items():
        found[cell] = value
    return tuple(found)


def of_instance(action: Action, number: int) -> Action:
    """The action of an instance: ``2/handle:ordering.PlaceOrder`` is that of the second."""
    return action._replace(name=f"{number + 1}/{action.name}", instance=number)


def alone(action: Action) -> Action:
    """The action as the instance itself knows it."""
    return action._replace(name=bare(action.name), instance=0)


def bare(name: str) -> str:
    """An action's name without the number of an instance."""
    number, slash, rest = name.partition("/")
    return rest if slash and number.isdecimal() else name
