"""A flow as ``moment.tables/1``: its reachable states laid out in fields, its actions as rows that a reader can run.

The rows hold for every number of faults up to the one explored: what is left of a budget stands in fields of its own,
and what else an action depends on does not look at them. Where several instances run, the rows of one hold for each of
them in the fields of its own, beside those that all share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from moment.behaviour.changes import lane_word
from moment.behaviour.compile import Compiled
from moment.behaviour.graph import Limits
from moment.behaviour.instances import of_instance
from moment.behaviour.interpreter import Interpreter, narrative
from moment.behaviour.joint import explore_views
from moment.behaviour.machine import FAULT_KINDS, Action, Scope
from moment.behaviour.packing import Reading
from moment.behaviour.saga_story import told_of
from moment.behaviour.scenario import given
from moment.behaviour.steps import prepare
from moment.behaviour.table_ends import Ends
from moment.behaviour.table_needs import needs
from moment.behaviour.table_records import Teller
from moment.behaviour.table_rows import Cube, Seats
from moment.behaviour.table_views import Answers, Move, Moves, Views, reached, seen_together
from moment.behaviour.tellings import tellings
from moment.behaviour.wire_tables import (
    TABLES_FORMAT,
    Shown,
    TableAction,
    TableNeeds,
    TablePlace,
    Tables,
    TableSaga,
    TablesScope,
)
from moment.model.domain import Domain, Flow
from moment.text.span import Place

MOST_STATES = 20_000
MOST_TOGETHER = 100_000
MOST_ROWS = 200_000
_FAULTS = 2


class TooBig(NamedTuple):
    """Why there are no tables of a flow, as a sentence."""

    reason: str


def tables(
    flow: Flow,
    domain: Domain,
    scope: Scope,
    *,
    spec_hash: str,
    place: Callable[[Place], TablePlace],
    seed: int = 1,
    most_states: int | None = None,
    most_rows: int = MOST_ROWS,
) -> Tables | TooBig:
    """The tables of ``flow``, for two faults of any kind if that is not too much, else for those of ``scope``."""
    several = scope.instances > 1
    limit = most_states or (MOST_TOGETHER if several else MOST_STATES)
    for every in _scopes(scope):
        compiled = Compiled(Interpreter(prepare(flow, domain, every)))
        found = _together(compiled, limit) if several else reached(compiled, faults=every.max_faults, most=limit)
        if found is not None:
            writer = _Writer(compiled, found, every.max_faults, seed, place)
            written = writer.tables(scope, spec_hash)
            rows = sum(len(action.rows) for action in written.actions) + len(written.ends) + len(written.owed)
            return (
                written
                if rows <= most_rows
                else TooBig(f"The tables of this flow would have more than {most_rows:,} rows.")
            )
    who = f"{scope.instances} instances of this flow have" if several else "This flow has"
    return TooBig(f"{who} more than {limit:,} states, too many to be made into tables.")


def _together(compiled: Compiled, most: int) -> Moves | None:
    states = explore_views(compiled, Limits(states=most))
    return seen_together(compiled, states) if states is not None else None


def _scopes(scope: Scope) -> Iterator[Scope]:
    if scope.instances == 1:
        for most in dict.fromkeys((max(scope.max_faults, _FAULTS), scope.max_faults)):
            yield Scope(1, most, dict.fromkeys(FAULT_KINDS, most))
        return
    yield scope


class _Writer:
    """``found`` are the states that an instance can be in."""

    def __init__(
        self, compiled: Compiled, found: Moves, most: int, seed: int, place: Callable[[Place], TablePlace]
    ) -> None:
        self.machine = compiled.machine
        self.plan = compiled.plan
        self.most = most
        self.views = Views(compiled, found)
        self.count = self.plan.scope.instances
        fields = self.views.fields
        shared = fields.shared if self.count > 1 else frozenset()
        self.seats = Seats(fields.sizes, shared, self.count, [most + 1] * (1 + len(FAULT_KINDS)))
        told = [tellings(self.machine, seed, instance) for instance in range(self.count)]
        self.teller = Teller(told, [record for move in self.views.moves for record in move.records], place)

    def tables(self, scope: Scope, spec_hash: str) -> Tables:
        ends = Ends(self.views, self.seats)
        actions = list(self._actions())
        return Tables(
            format=TABLES_FORMAT,
            flow=self.plan.flow.name,
            spec_hash=spec_hash,
            bits=self.seats.bits.bits,
            initial=self._initial(scope),
            scope=TablesScope(self.count, scope.max_faults),
            fields=self.views.fields.written(self.seats, self.most),
            shown=list(self._shown()),
            sagas=list(self._sagas()),
            actions=actions,
            needs=list(self._needs()),
            ends=list(islice(ends.judged(), MOST_ROWS + 1)),
            owed=list(ends.owed()),
            **self.teller.vocabulary()._asdict(),
        )

    def _initial(self, scope: Scope) -> list[int]:
        numbers = self.views.fields.numbers(0)
        initial = {place: numbers[number] for place, (_, number) in enumerate(self.seats.order)}
        left = (scope.max_faults, *(min(scope.budgets.get(kind, 0), self.most) for kind in FAULT_KINDS))
        initial.update((self.seats.extra + n, value) for n, value in enumerate(left))
        return self.seats.bits.words_of(initial)

    def _instances(self) -> Iterator[tuple[int, str]]:
        """Each with what its names begin with."""
        for instance in range(self.count):
            yield instance, f"{instance + 1}/" if self.count > 1 else ""

    def _shown(self) -> Iterator[Shown]:
        """What the differences of steps name and no field says: the lanes."""
        for lane in self.plan.flow.lanes:

            def word(reading: Reading, name: str = lane.name) -> tuple[str, tuple[()]]:
                return lane_word(self.views.view(reading), name), ()

            cubes = list(self._cubes(word))
            for instance, prefix in self._instances():
                rows: list[list[int | str]] = [[*self._row(instance, cube), said] for said, cube in cubes]
                yield Shown(f"{prefix}lane:{lane.name}", rows)

    def _sagas(self) -> Iterator[TableSaga]:
        """What a reader is told of every saga in the states in which it has started."""
        for number, saga in enumerate(self.plan.sagas):

            def story(reading: Reading, which: int = number) -> tuple[Any, tuple[()]]:
                return told_of(self.views.view(reading), which), ()

            cubes = [(told, cube) for told, cube in self._cubes(story) if told is not None]
            for instance, _ in self._instances():
                rows: list[list[int | str | list[str]]] = [
                    [*self._row(instance, cube), state, phase, list(owed)] for (state, phase, owed), cube in cubes
                ]
                yield TableSaga(saga.name, instance + 1, rows)

    def _cubes(self, ask: Callable[[Reading], tuple[Any, tuple[()]]]) -> Iterator[tuple[Any, dict[int, int]]]:
        """What is answered, and the conditions under which."""
        answers = Answers(self.views.compiled.packing, ask)
        found: dict[Any, list[int]] = {}
        for number, row in enumerate(self.views.rows):
            found.setdefault(answers(row), []).append(number)
        space = self.views.space
        for said, numbers in found.items():
            yield from ((said, cube) for cube in space.cubes(space.of(numbers)))

    def _needs(self) -> Iterator[TableNeeds]:
        for name, cubes in needs(self.views).items():
            for instance, prefix in self._instances():
                yield TableNeeds(prefix + name, [self._row(instance, cube) for cube in cubes])

    def _row(self, instance: int, cube: Cube) -> list[int]:
        return self.seats.bits.row(self.seats.cube(instance, cube))

    def _actions(self) -> Iterator[TableAction]:
        moves = self.views.moves
        leaving: dict[str, dict[str, None]] = {}
        for move in moves:
            for mark in self.teller.found_by(move.records):
                leaving.setdefault(mark, {})[move.action.name] = None
        space = self.views.space
        conditions = [
            [(cube, after) for changes, numbers in where.items() for after in [{n: a for n, _, a in changes}]
             for cube in space.cubes(space.of(numbers), keep=after)]
            for where in moves.values()
        ]  # fmt: skip
        found = []
        for move, rows in zip(moves, conditions, strict=True):
            wanted = sorted(self.teller.looks_for(move.records))
            causes = list(dict.fromkeys(name for mark in wanted for name in leaving.get(mark, {})))
            for instance, prefix in self._instances():
                action = of_instance(move.action, instance) if prefix else move.action
                found.append((action, move, rows, [prefix + name for name in causes]))
        found.sort(key=lambda each: narrative(each[0]))
        for action, move, rows, causes in found:
            yield self._action(
                action, move, [row for cube, after in rows for row in self._spending(action, cube, after)], causes
            )

    def _action(self, action: Action, move: Move, rows: list[list[int]], causes: list[str]) -> TableAction:
        instance = action.instance
        records = self.teller.records(move.records, instance)
        prefix = f"{instance + 1}/" if self.count > 1 else ""
        backs = (self.plan.returns[number] for number in move.returns)
        return TableAction(
            name=action.name,
            kind=action.kind,
            lane=records[0].lane if records else None,
            fault=action.fault,
            group=prefix + ":".join(map(str, action.group)),
            instance=instance + 1,
            rows=rows,
            causes=causes,
            records=records,
            emits=self.teller.emits(move.records, instance),
            finding=min(move.flags).verdict if move.flags else None,
            given=given(self.plan, action),
            returns=[[back.first, self.plan.steps[back.step].moment] for back in backs],
        )

    def _spending(self, action: Action, own: dict[int, int], then: dict[int, int]) -> Iterator[list[int]]:
        """The row of a condition; of a fault one for every number of faults that may be left."""
        bits = self.seats.bits
        cube, after = self.seats.cube(action.instance, own), self.seats.cube(action.instance, then)
        if action.fault is None:
            yield bits.row(cube, after)
            return
        whole = self.seats.extra
        kind = whole + 1 + FAULT_KINDS.index(action.fault)
        for left in range(1, self.most + 1):
            for of_kind in range(1, self.most + 1):
                yield bits.row({**cube, whole: left, kind: of_kind}, {**after, whole: left - 1, kind: of_kind - 1})
