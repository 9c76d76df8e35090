"""The part of a machine that walks have seen: every state with what may follow, ready to be drawn from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from math import lcm
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from moment.behaviour.instances import bare
from moment.behaviour.machine import Action
from moment.behaviour.verdicts import Verdict
from moment.behaviour.walks.machines import Machine, Moves

MOST = 100_000
"""Nodes that are kept from one shard to the next. What a walk does never depends on it."""
FLAT = 256

_Item = TypeVar("_Item")
_Drawn = TypeVar("_Drawn", covariant=True)


class Drawn(Protocol[_Drawn]):
    """Something to draw from by number."""

    def __getitem__(self, index: int, /) -> _Drawn: ...


class Signature(NamedTuple):
    """Names of the arms chosen and of the faults that struck so far, each sorted, whichever instance it was."""

    arms: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def after(self, action: Action) -> Signature:
        if action.kind == "choose":
            return Signature(tuple(sorted((*self.arms, bare(action.name)))), self.faults)
        if action.fault is not None:
            return Signature(self.arms, tuple(sorted((*self.faults, bare(action.name)))))
        return self


class Node:
    """A state with the signature of the ways to it.

    Until it ``is_known`` it has no more than these. Then ``size`` entries of ``actions`` (their numbers) and ``targets``
    are drawn from uniformly; 0 is an end, whose ``verdict`` is set. ``found`` are the moves as the machine gave them,
    of which the first ``plain`` are no faults. ``rarest`` is what the guide that it was ``met_by`` knows of it.
    """

    __slots__ = (
        "_faults", "_moves", "_strikes", "actions", "found", "has_faults", "is_known", "memo", "met_by", "plain", "rarest", "signature", "size",
        "state", "targets", "verdict",
    )  # fmt: skip

    def __init__(self, memo: Memo, state: Any, signature: Signature) -> None:
        self.memo = memo
        self.state = state
        self.signature = signature
        self.is_known = False
        self.size = 0
        self.actions: Drawn[int] = ()
        self.targets: Drawn[Node] = ()
        self.found: Moves = ()
        self.plain = 0
        self.has_faults = False
        self._moves: tuple[tuple[int, Node], ...] | None = None
        self._faults: tuple[tuple[int, Node], ...] | None = None
        self._strikes: tuple[int, Drawn[tuple[int, Node]]] | None = None
        self.verdict: Verdict | None = None
        self.rarest = 0
        self.met_by: object = None

    @property
    def moves(self) -> tuple[tuple[int, Node], ...]:
        """Everything without a fault once, with its target."""
        if self._moves is None:
            self._moves = self.pairs(range(self.plain))
        return self._moves

    @property
    def faults(self) -> tuple[tuple[int, Node], ...]:
        """Every fault once, with its target."""
        if self._faults is None:
            self._faults = self.pairs(range(self.plain, len(self.found)))
        return self._faults

    @property
    def strikes(self) -> tuple[int, Drawn[tuple[int, Node]]]:
        """Faults to draw from, and how many entries that has."""
        if self._strikes is None:
            faults = [action for action, _ in self.found[self.plain :]]
            self._strikes = table(striking(faults), self.faults)
        return self._strikes

    def pairs(self, numbers: Iterable[int]) -> tuple[tuple[int, Node], ...]:
        """The numbers and targets of some of the moves."""
        return tuple((self.memo.number(self.found[n][0]), self.memo.target(self, n)) for n in numbers)


class Memo:
    """Nodes of one machine, found when a walk first comes to them. ``make`` gives the machine, each time a fresh one."""

    def __init__(self, make: Callable[[], Machine], *, most: int = MOST) -> None:
        self._make = make
        self._machine = make()
        self.names: list[str] = []
        self.telling: list[bool] = []
        """By number of an action: its name, and whether it belongs in a recipe (choices and faults do)."""
        self._most = most
        self._numbers: dict[tuple[str, bool], int] = {}
        self._nodes: dict[tuple[Hashable, Signature], Node] = {}
        self._found: dict[Hashable, Moves] = {}

    def forget(self) -> None:
        """Drops all nodes when there are too many, and the machine with what it remembers."""
        if len(self._nodes) > self._most:
            self._machine = self._make()
            self._nodes.clear()
            self._found.clear()

    def root(self) -> Node:
        """Where every walk begins."""
        return self._node(self._machine.initial, Signature())

    def expand(self, node: Node) -> None:
        """Finds what may follow ``node``."""
        found = self._found.get(node.state)
        if found is None:
            found = self._found[node.state] = self._machine.moves(node.state)
        node.found = found
        actions = [action for action, _ in found]
        node.plain = sum(action.fault is None for action in actions)
        node.has_faults = node.plain < len(actions)
        chances = awaited(actions)
        if chances:
            first = First(node, chances)
            node.size, node.targets, node.actions = first.size, first, first.actions
        else:
            node.verdict = self._machine.verdict(node.state)
        node.is_known = True

    def target(self, node: Node, number: int) -> Node:
        """Where a move leads to."""
        action, state = node.found[number]
        return self._node(state, node.signature.after(action))

    def number(self, action: Action) -> int:
        is_telling = action.kind == "choose" or action.fault is not None
        key = (action.name, is_telling)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.names)
            self.names.append(action.name)
            self.telling.append(is_telling)
        return number

    def _node(self, state: Hashable, signature: Signature) -> Node:
        key = (state, signature)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(self, state, signature)
        return found


class First:
    """The targets of a node that nobody drew from. Where walks come once, only the target that they take is made.

    The second draw makes all of them and stands aside.
    """

    __slots__ = ("_groups", "_node", "_table", "is_used", "size")

    def __init__(self, node: Node, groups: Sequence[Sequence[int]]) -> None:
        self._node = node
        self._groups = groups
        self._table = Table(groups)
        self.size = self._table.size
        self.is_used = False

    @property
    def actions(self) -> Drawn[int]:
        return FirstActions(self._node, self._table)

    def __getitem__(self, index: int) -> Node:
        node = self._node
        if not self.is_used:
            self.is_used = True
            return node.memo.target(node, self._table[index])
        pairs = node.pairs(range(node.plain))
        _, node.actions = table(self._groups, [number for number, _ in pairs])
        _, node.targets = table(self._groups, [target for _, target in pairs])
        return node.targets[index]


class FirstActions:
    """The actions that belong to ``First``."""

    __slots__ = ("_node", "_table")

    def __init__(self, node: Node, numbers: Table[int]) -> None:
        self._node = node
        self._table = numbers

    def __getitem__(self, index: int) -> int:
        return self._node.memo.number(self._node.found[self._table[index]][0])


def awaited(actions: Sequence[Action]) -> list[list[int]]:
    """Actions without a fault, alternatives of one choice together; none is skipped that could be done, if any can.

    Who moves next is uniform over the groups, then what is chosen is uniform inside one: as in the exact figures.
    """
    groups = _together((n, (a.instance, a.group)) for n, a in enumerate(actions) if a.fault is None)
    done = [inside for inside in groups if any(actions[number].kind != "skip" for number in inside)]
    return done or groups


def striking(actions: Sequence[Action]) -> list[list[int]]:
    """Faults, those of one kind together: each kind is as likely as the others, however many messages there are."""
    return _together((number, action.fault) for number, action in enumerate(actions) if action.fault is not None)


def _together(keyed: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = {}
    for number, key in keyed:
        groups.setdefault(key, []).append(number)
    return list(groups.values())


class Table(Generic[_Item]):
    """Items of groups, each so often that drawing one uniformly is drawing a group, then one inside it."""

    def __init__(self, groups: Sequence[Sequence[_Item]]) -> None:
        self._groups = groups
        self._each = lcm(*map(len, groups))
        self.size = len(groups) * self._each

    def __getitem__(self, index: int) -> _Item:
        group, rest = divmod(index, self._each)
        inside = self._groups[group]
        return inside[rest * len(inside) // self._each]


def table(groups: Sequence[Sequence[int]], items: Sequence[_Item]) -> tuple[int, Drawn[_Item]]:
    """How much there is to draw from, and the items of the groups: written out unless they are many."""
    found = Table([[items[number] for number in inside] for inside in groups])
    return found.size, tuple(found[index] for index in range(found.size)) if found.size <= FLAT else found
