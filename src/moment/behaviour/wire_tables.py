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
    """The latest earlier step whose action is one ``of`` these."""

    of: list[str]
    reason: str


class RecordCheck(TablesPart, frozen=True):
    kind: str
    name: str
    holds: bool
    why: str


class RecordRow(TablesPart, frozen=True):
    """One step that an action makes; ``ticks`` when it takes a second, ``events`` are the types that happen in it."""

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
    events: list[str]


class Emitted(TablesPart, frozen=True):
    """An event of the ``record``-th record, happening ``times`` times; ``plan`` says per field where its value is from.

    ``["=", value…]`` by occurrence (the last one repeats), ``["<", k]`` from the field of that name of the event of
    cause k, ``["@"]`` the clock, ``["?"]`` nothing supplies it.
    """

    event_type: str
    record: int
    times: int
    plan: dict[str, list[Any]]


class TableAction(TablesPart, frozen=True):
    """``rows`` are ``[mask…, value…, result…]``, of which at most one fires in a state.

    Entries with one ``name`` are variants of an action that is told differently in different states. Who moves next is
    uniform over the groups that are enabled without a fault, then over the entries of the ``group``; a group of skips
    waits for the others. ``finding`` is a verdict at the moment it happens.
    """

    name: str
    kind: str
    lane: str | None
    fault: str | None
    group: str
    rows: list[list[int]]
    causes: list[str]
    records: list[RecordRow]
    emits: list[Emitted]
    finding: str | None


class Tables(TablesPart, frozen=True):
    """``ends`` are ``[mask…, value…, verdict, outcome, text]``, the first that fits; ``owed`` ``[mask…, value…, sentence]``."""

    format: Literal["moment.tables/1"]
    flow: str
    spec_hash: str
    bits: int
    initial: list[int]
    scope: TablesScope
    fields: list[TableField]
    shown: list[Shown]
    actions: list[TableAction]
    ends: list[list[int | str | None]]
    owed: list[list[int | str]]
