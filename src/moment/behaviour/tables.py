"""A flow as ``moment.tables/1``: its reachable states laid out in fields, its actions as rows that a reader can run.

The rows hold for every number of faults up to the one explored: what is left of a budget stands in fields of its own,
and what else an action depends on does not look at them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from moment.behaviour.changes import described
from moment.behaviour.compile import Compiled
from moment.behaviour.draft import Draft
from moment.behaviour.explain import ending, waits
from moment.behaviour.explore import explore_alone
from moment.behaviour.graph import Graph, Limits
from moment.behaviour.interpreter import Interpreter, narrative
from moment.behaviour.machine import FAULT_KINDS, Action, Record, Scope
from moment.behaviour.packing import Reading, Writing
from moment.behaviour.saga_story import told_of
from moment.behaviour.scenario import given
from moment.behaviour.state import Flag, State
from moment.behaviour.steps import prepare
from moment.behaviour.table_fields import Fields, budgets
from moment.behaviour.table_records import Teller
from moment.behaviour.table_rows import Space
from moment.behaviour.tellings import tellings
from moment.behaviour.verdicts import judge_alone, unfinished
from moment.behaviour.view import View
from moment.behaviour.wire_tables import (
    TABLES_FORMAT,
    Shown,
    TableAction,
    TablePlace,
    Tables,
    TableSaga,
    TablesScope,
)
from moment.model.domain import Domain, Flow
from moment.text.span import Place

MOST_STATES = 20_000
MOST_ROWS = 200_000
_FAULTS = 2


class Move(NamedTuple):
    """What an action changes in the states that it is told alike: the fields, before and after."""

    action: Action
    records: tuple[Record, ...]
    flags: tuple[Flag, ...]
    returns: tuple[int, ...]


def tables(
    flow: Flow, domain: Domain, scope: Scope, *, spec_hash: str, place: Callable[[Place], TablePlace], seed: int = 1
) -> Tables | None:
    """The tables of ``flow``; ``None`` where several instances run, or where there are too many states or rows."""
    if scope.instances > 1:
        return None
    for most in dict.fromkeys((max(scope.max_faults, _FAULTS), scope.max_faults)):
        every = Scope(1, most, dict.fromkeys(FAULT_KINDS, most))
        compiled = Compiled(Interpreter(prepare(flow, domain, every)))
        graph = explore_alone(compiled, Limits(states=MOST_STATES))
        if graph.limit is None:
            writer = _Writer(compiled, graph, most, seed, place)
            found = writer.tables(scope, spec_hash)
            return found if sum(len(action.rows) for action in found.actions) <= MOST_ROWS else None
    return None


class _Writer:
    def __init__(
        self, compiled: Compiled, graph: Graph, most: int, seed: int, place: Callable[[Place], TablePlace]
    ) -> None:
        self.compiled = compiled
        self.machine = compiled.machine
        self.graph = graph
        self.most = most
        self.place = place
        self.told = tellings(self.machine, seed, 0)
        at = self.machine.layout
        self.used = range(at.used, at.used + len(FAULT_KINDS))
        spent = compiled.packing.mask(self.used)
        first: dict[int, int] = {}
        for number, row in enumerate(graph.rows):
            first.setdefault(row & ~spent, number)
        self.rows, self.found_at = list(first), list(first.values())
        self.edges = [compiled.successors(row) for row in self.rows]
        self.ends = [n for n, found in enumerate(self.edges) if all(self._is_fault(label) for label, _ in found)]
        self.fields = Fields(compiled, self.used)
        self.space = Space([self.fields.numbers(row) for row in self.rows], self.fields.sizes + budgets(most))
        self.states = [compiled.decode(row) for row in self.rows]

    def _is_fault(self, label: int) -> bool:
        return self.compiled.actions[label].fault is not None

    def tables(self, scope: Scope, spec_hash: str) -> Tables:
        plan = self.machine.plan
        actions = list(self._actions())
        words = self.teller.vocabulary()
        initial = dict(enumerate(self.fields.numbers(0)))
        left = (scope.max_faults, *(min(scope.budgets.get(kind, 0), self.most) for kind in FAULT_KINDS))
        initial.update((len(self.fields.sizes) + n, value) for n, value in enumerate(left))
        return Tables(
            format=TABLES_FORMAT,
            flow=plan.flow.name,
            spec_hash=spec_hash,
            bits=self.space.bits,
            initial=self.space.words_of(initial),
            scope=TablesScope(1, scope.max_faults),
            fields=self.fields.written(self.space.places, self.most),
            shown=list(self._shown()),
            sagas=list(self._sagas()),
            actions=actions,
            ends=[[*self.space.row(cube), *said] for cube, said in self._ends()],
            owed=[[*self.space.row(cube), sentence] for cube, sentence in self._owed()],
            **words._asdict(),
        )

    def _shown(self) -> Iterator[Shown]:
        """What the differences of steps name and no field says: the lanes."""
        plan = self.machine.plan
        seen: dict[str, dict[str, list[int]]] = {}
        for number, state in enumerate(self.states):
            for path, word in described(plan, state).items():
                if path.startswith("lane:"):
                    seen.setdefault(path, {}).setdefault(word, []).append(number)
        for path, words in seen.items():
            yield Shown(
                path,
                [
                    [*self.space.row(cube), word]
                    for word, numbers in words.items()
                    for cube in self.space.cubes(self.space.of(numbers))
                ],
            )

    def _sagas(self) -> Iterator[TableSaga]:
        """What a reader is told of every saga in the states in which it has started."""
        for number, saga in enumerate(self.machine.plan.sagas):
            told: dict[tuple[str, str, tuple[str, ...]], list[int]] = {}
            for position, state in enumerate(self.states):
                found = told_of(self.machine.plan, number, state)
                if found is not None:
                    told.setdefault(found, []).append(position)
            rows: list[list[int | str | list[str]]] = [
                [*self.space.row(cube), state, phase, list(owed)]
                for (state, phase, owed), positions in told.items()
                for cube in self.space.cubes(self.space.of(positions))
            ]
            yield TableSaga(saga.name, 1, rows)

    def _actions(self) -> Iterator[TableAction]:
        moves: dict[Move, dict[tuple[tuple[int, int, int], ...], list[int]]] = {}
        numbers_of = self.fields.numbers
        told: dict[int, _Told] = {}
        for number, found in enumerate(self.edges):
            before = self.space.states[number]
            for label, target in found:
                action = self.compiled.actions[label]
                said = told.setdefault(label, _Told(self.compiled, action))
                changed = tuple(
                    (n, b, a) for n, (b, a) in enumerate(zip(before, numbers_of(target), strict=False)) if a != b
                )
                moves.setdefault(said(self.rows[number]), {}).setdefault(changed, []).append(number)
        told_in_order = sorted(moves, key=lambda each: narrative(each.action))
        self.teller = Teller(self.told, (record for move in told_in_order for record in move.records), self.place)
        leaving: dict[int, dict[str, None]] = {}
        for move in told_in_order:
            for mark in self.teller.found_by(move.records):
                leaving.setdefault(mark, {})[move.action.name] = None
        for move in told_in_order:
            causing = [leaving.get(mark, {}) for mark in sorted(self.teller.looks_for(move.records))]
            yield self._action(move, moves[move], list(dict.fromkeys(name for names in causing for name in names)))

    def _action(
        self, move: Move, changes: dict[tuple[tuple[int, int, int], ...], list[int]], causes: list[str]
    ) -> TableAction:
        action, plan = move.action, self.machine.plan
        rows: list[list[int]] = []
        for changed, numbers in changes.items():
            after = {n: a for n, _, a in changed}
            for cube in self.space.cubes(self.space.of(numbers), keep=after):
                rows.extend(self._spending(action, cube, after))
        records = self.teller.records(move.records)
        undone = ((back.first, plan.steps[back.step].moment) for back in map(plan.returns.__getitem__, move.returns))
        return TableAction(
            name=action.name,
            kind=action.kind,
            lane=records[0].lane if records else None,
            fault=action.fault,
            group=":".join(map(str, action.group)),
            instance=1,
            rows=rows,
            causes=causes,
            records=records,
            emits=self.teller.emits(move.records),
            finding=min(move.flags).verdict if move.flags else None,
            given=given(plan, action),
            returns=[list(moments) for moments in undone],
        )

    def _spending(self, action: Action, cube: dict[int, int], after: dict[int, int]) -> Iterator[list[int]]:
        """The row of ``cube``; of a fault one for every number of faults that may be left."""
        if action.fault is None:
            yield self.space.row(cube, after)
            return
        whole = len(self.fields.sizes)
        kind = whole + 1 + FAULT_KINDS.index(action.fault)
        for left in range(1, self.most + 1):
            for of_kind in range(1, self.most + 1):
                yield self.space.row(
                    {**cube, whole: left, kind: of_kind}, {**after, whole: left - 1, kind: of_kind - 1}
                )

    def _ends(self) -> Iterator[tuple[dict[int, int], tuple[str | None, ...]]]:
        found: dict[tuple[str | None, ...], list[int]] = {}
        for number in self.ends:
            state = self.states[number]
            verdict = judge_alone(self.machine, state)
            said: tuple[str | None, ...] = (verdict.kind, verdict.outcome, ending(self.machine, verdict, state))
            found.setdefault(said, []).append(number)
        for said, numbers in found.items():
            for cube in self._at_ends(numbers):
                yield cube, said

    def _owed(self) -> Iterator[tuple[dict[int, int], str]]:
        found: dict[str, list[int]] = {}
        for number in self.ends:
            for sentence in dict.fromkeys(_debts(self.machine, self.states[number])):
                found.setdefault(sentence, []).append(number)
        for sentence, numbers in found.items():
            for cube in self._at_ends(numbers):
                yield cube, sentence

    def _at_ends(self, numbers: list[int]) -> Iterator[dict[int, int]]:
        """Only ends are judged, so that the rows may fit elsewhere."""
        return self.space.cubes(self.space.of(numbers), free=self.space.all & ~self.space.of(self.ends))


class _Told:
    """How an action is told, by what that depends on."""

    def __init__(self, compiled: Compiled, action: Action) -> None:
        self.compiled = compiled
        self.action = action
        self.count = len(compiled.plan.returns)
        self.mask = 0
        self.known: dict[int, Move] = {}

    def __call__(self, packed: int) -> Move:
        found = self.known.get(packed & self.mask)
        if found is None:
            packing = self.compiled.packing
            reading = Reading(packing, packed)
            writing = Writing(reading)
            draft = Draft(reading, writing)
            self.compiled.machine.effects.change(draft, View(self.compiled.plan, reading), self.action)
            self.mask |= packing.mask(reading.seen | writing.changes.keys())
            at = self.compiled.machine.layout
            returns = (cell for cell in sorted(writing.changes) if at.returned <= cell < at.returned + self.count)
            found = Move(
                self.action, tuple(draft.records), tuple(dict.fromkeys(draft.flags)),
                tuple(cell - at.returned for cell in returns),
            )  # fmt: skip
            self.known[packed & self.mask] = found
        return found


def _debts(machine: Interpreter, state: State) -> Iterator[str]:
    """What an end leaves undone, in sentences."""
    if state.close is not None:
        return
    said: dict[str, Any] = {each.element: each.text for each in waits(machine, state)}
    for step in unfinished(View(machine.plan, state)):
        yield said.pop(step.placement.id, None) or f"{step.placement.node.name} is not done"
    yield from said.values()
