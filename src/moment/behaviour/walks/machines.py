"""What a walk needs of a flow, and who gives it: the interpreter, or tables for one instance or several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeAlias

from moment.behaviour.compile import Compiled
from moment.behaviour.instances import moves, of_instance, start
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import Action
from moment.behaviour.state import Joint
from moment.behaviour.verdicts import Verdict, judge

_LARGE = 4096
Moves: TypeAlias = tuple[tuple[Action, Any], ...]


class Machine(Protocol):
    """States are hashable and equal when they are the same situation.

    ``moves`` are all enabled actions with the states they lead to: those without a fault first, inside one instance after
    the other, inside in narrative order. Equal states have equal moves, whatever was asked before.
    ``verdict`` is asked of ends only: states with no move but faults.
    """

    @property
    def initial(self) -> Any: ...

    def moves(self, state: Any) -> Moves: ...

    def verdict(self, state: Any) -> Verdict: ...


class Interpreted:
    """The reference interpreter: what the others are held against."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self.initial = start(interpreter)

    def moves(self, state: Any) -> Moves:
        return _ordered(moves(self._interpreter, state))

    def verdict(self, state: Any) -> Verdict:
        return judge(self._interpreter, state)


class Tabled:
    """One instance by the tables of a compiled machine; a state is an integer."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._compiled = Compiled(interpreter)
        self.initial: int = self._compiled.initial

    def moves(self, state: int) -> Moves:
        actions = self._compiled.actions
        return _ordered((actions[label], target) for label, target in _successors(self._compiled, state))

    def verdict(self, state: int) -> Verdict:
        return judge(self._compiled.machine, self._compiled.decode(state))


class Several:
    """Several instances by the same tables: a state holds an integer for each, in all of which the shared bits agree.

    What one instance may do is looked up once for each of its states.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self._compiled = Compiled(interpreter)
        self._known: dict[tuple[int, int], tuple[_Own, _Own]] = {}
        self.initial: tuple[int, ...] = (self._compiled.initial,) * interpreter.plan.scope.instances

    def moves(self, state: tuple[int, ...]) -> Moves:
        plain: list[tuple[Action, Any]] = []
        faults: list[tuple[Action, Any]] = []
        for number, packed in enumerate(state):
            own = self._known.get((packed, number)) or self._own(packed, number)
            before, after = state[:number], state[number + 1 :]
            for found, those in zip((plain, faults), own, strict=True):
                for action, target, shares in those:
                    found.append((action, self._shared(state, number, target) if shares else (*before, target, *after)))
        return (*plain, *faults)

    def verdict(self, state: tuple[int, ...]) -> Verdict:
        return judge(self._compiled.machine, Joint(tuple(map(self._compiled.decode, state))))

    def _own(self, packed: int, number: int) -> tuple[_Own, _Own]:
        """What an instance may do without a fault, and its faults: whether the others see it stands behind each."""
        actions = self._compiled.actions
        found = [(of_instance(actions[label], number), to) for label, to in _successors(self._compiled, packed)]
        shared = self._mask()
        told = [(action, target, (packed ^ target) & shared != 0) for action, target in _ordered(found)]
        known = [each for each in told if each[0].fault is None], [each for each in told if each[0].fault is not None]
        self._known[packed, number] = known
        return known

    def _shared(self, state: tuple[int, ...], number: int, target: int) -> tuple[int, ...]:
        shared = self._mask()
        common = target & shared
        return tuple(target if n == number else packed & ~shared | common for n, packed in enumerate(state))

    def _mask(self) -> int:
        packing = self._compiled.packing
        return packing.mask(packing.layout.shared)


_Own: TypeAlias = list[tuple[Action, int, bool]]


def _ordered(found: Iterable[tuple[Action, Any]]) -> Moves:
    """Faults last, one instance after the other in narrative order; what is equal in it, by name."""
    return tuple(sorted(found, key=_order))


def _order(move: tuple[Action, Any]) -> tuple[object, ...]:
    action = move[0]
    return action.fault is not None, action.instance, action.rank, action.name, str(action.option)


def _successors(compiled: Compiled, state: int) -> list[tuple[int, int]]:
    """Those of the tables; a table that has grown large is split."""
    for share in (*compiled.plain, *compiled.faults):
        if len(share.entries) >= _LARGE:
            compiled.split(share)
    return compiled.successors(state)


def compiled(interpreter: Interpreter) -> Machine:
    """The tables of a flow, as many instances as its scope says."""
    return Several(interpreter) if interpreter.plan.scope.instances > 1 else Tabled(interpreter)
