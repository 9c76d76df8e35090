"""``moment.tables/1`` member by member: a flow as rows of words, so that a reader can run it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

TABLES_FORMAT: Literal["moment.tables/1"] = "moment.tables/1"


class TablesPart(msgspec.Struct, frozen=True, rename="camel"):
    """Members are camelCase in JSON; those that do not apply are ``null``."""


class TablesScope(TablesPart, frozen=True):
    """The scope of the initial state; the rows may allow more faults."""

    instances: int
    faults: int


class TableField(TablesPart, frozen=True):
    """``bits`` of a state from bit ``at`` on, never across two words; ``values`` and ``says`` by number.

    What is ``hidden`` is of no interest in a difference between states.
    """

    name: str
    at: int
    bits: int
    values: list[str]
    says: list[str]
    hidden: bool = False


class Shown(TablesPart, frozen=True):
    """What a reader sees of a state that is no field: the word of the first row ``[mask…, value…, word]`` that fits."""

    name: str
    rows: list[list[int | str]]


class TablePlace(TablesPart, frozen=True):
    """Line and column count from 1."""

    path: str
    line: int
    column: int


class RecordCause(TablesPart, frozen=True):
    """The step that last left the first of the marks ``of`` that was left; ``event`` is what it brings, if one."""

    of: list[int]
    reason: str
    event: int | None


class RecordCheck(TablesPart, frozen=True):
    kind: str
    name: str
    holds: bool
    why: str


class RecordRow(TablesPart, frozen=True):
    """One step that an action makes; ``ticks`` when it takes a second.

    Later steps find it by the marks that it ``leaves``; those that it ``offers`` it leaves unless they are there.
    ``brings`` are events whose latest it shows or carries. ``input`` is the plan of what its command is given,
    ``receives`` the number of the crossing that arrives.
    """

    action: str
    kind: str
    lane: str | None
    context: str | None
    aggregate: str | None
    moment: str | None
    arm: str | None
    beyond_flow: bool
    causes: list[RecordCause]
    checks: list[RecordCheck]
    fault: str | None
    place: TablePlace | None
    ticks: bool
    command: str | None
    leaves: list[int]
    offers: list[int]
    brings: list[int]
    input: int | None
    receives: int | None


class Emitted(TablesPart, frozen=True):
    """An event of the ``record``-th record, happening ``times`` times with payloads of this ``plan``."""

    event: int
    record: int
    times: int
    plan: int


class TableEvent(TablesPart, frozen=True):
    id: str
    event_type: str


class PlannedField(TablesPart, frozen=True, omit_defaults=True):
    """The value in the first slot of ``sources`` that has one, made into ``shape``, else ``new``.

    The slot ``own`` then has it or nothing, the slot ``context`` has it, and the slot ``identifier`` unless it had
    one before. In a sparse run what is ``optional`` is left out.

    ``new`` is ``["=", value…]`` by occurrence (the last one repeats), ``["@"]`` the clock, ``["@", n]`` its first n
    characters, ``["|", n, value…]`` the value whose number is that of the variant and n more, ``["[", new…]`` a list,
    ``["{", [name, new, optional?]…]`` an object, ``["#", new…]`` one by occurrence, ``["?"]`` nothing.
    """

    name: str
    new: list[Any]
    sources: list[int] = []
    own: int | None = None
    context: int | None = None
    identifier: int | None = None
    shape: int | None = None
    optional: bool = False


class ShapedField(TablesPart, frozen=True, omit_defaults=True):
    """A field of a value object: the value of the field of this ``name`` and the ``same`` type, else ``new``."""

    name: str
    same: str
    new: list[Any]
    shape: int | None = None
    optional: bool = False


class TableShape(TablesPart, frozen=True):
    """What a value is made into: one of the ``values`` of an enum, else the first; or an object with these ``fields``.

    A value that has this shape already stays as it is, but in a sparse run.
    """

    name: str
    values: list[str] | None
    fields: list[ShapedField]


class PromisedField(TablesPart, frozen=True):
    """``verdict`` holds where the message has the field."""

    field: str
    type: str
    required: bool
    verdict: str


class Arrival(TablesPart, frozen=True, omit_defaults=True):
    """The value of the slot ``source``, once it has one, goes to the slot ``context``, and to ``identifier`` as ever."""

    source: int
    context: int | None = None
    identifier: int | None = None


class TableCrossing(TablesPart, frozen=True):
    """What its receiver is told."""

    name: str
    event: int
    target: str
    fields: list[PromisedField]
    arrivals: list[Arrival]


class TableSaga(TablesPart, frozen=True):
    """``rows`` are ``[mask…, value…, state, phase, [owed…]]``, the first that fits; none before the saga starts."""

    saga: str
    instance: int
    rows: list[list[int | str | list[str]]]


class TableNeeds(TablesPart, frozen=True):
    """One of the ``rows`` ``[mask…, value…]`` holds wherever an action of this ``name`` can be taken.

    They say why one cannot, in fields that a reader knows; what is left of faults is looked at besides.
    """

    name: str
    rows: list[list[int]]


class TableAction(TablesPart, frozen=True):
    """``rows`` are ``[mask…, value…, result…]``, of which at most one fires in a state.

    Entries with one ``name`` are variants of an action that is told differently in different states. Who moves next is
    uniform over the groups that are enabled without a fault, then over the entries of the ``group``; a group of skips
    waits for the others. ``finding`` is a verdict at the moment it happens. ``given`` is what its command rests on,
    ``returns`` are the numbers of the first and the last moment that it makes undone.
    """

    name: str
    kind: str
    lane: str | None
    fault: str | None
    group: str
    instance: int
    rows: list[list[int]]
    causes: list[str]
    records: list[RecordRow]
    emits: list[Emitted]
    finding: str | None
    given: str | None
    returns: list[list[int]]


class Tables(TablesPart, frozen=True):
    """``ends`` are ``[mask…, value…, verdict, outcome, text]``, the first that fits; ``owed`` ``[mask…, value…, sentence]``.

    What a run remembers stands in slots, and marks say which step it was: ``slots`` and ``marks`` are their names, by
    number, as ``events``, ``plans``, ``shapes`` and ``crossings`` are found.
    """

    format: Literal["moment.tables/1"]
    flow: str
    spec_hash: str
    bits: int
    initial: list[int]
    scope: TablesScope
    fields: list[TableField]
    shown: list[Shown]
    sagas: list[TableSaga]
    actions: list[TableAction]
    needs: list[TableNeeds]
    ends: list[list[int | str | None]]
    owed: list[list[int | str]]
    events: list[TableEvent]
    plans: list[list[PlannedField]]
    shapes: list[TableShape]
    crossings: list[TableCrossing]
    slots: list[str]
    marks: list[str]
