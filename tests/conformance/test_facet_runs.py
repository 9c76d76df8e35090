"""Runs taken by chance are told by the page, from tables alone, as Python tells them: step by step, value by value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest

from moment.behaviour.instances import moves, start
from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import FAULT_KINDS, Action, Scope
from moment.behaviour.model_document import Places
from moment.behaviour.scenario_document import trace_document
from moment.behaviour.steps import prepare
from moment.behaviour.tables import TooBig, tables
from moment.behaviour.templates import Variation
from moment.behaviour.trace import replay
from moment.behaviour.wire_tables import TablePlace
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain, Flow
from moment.text.source import Source
from tests.conformance.engine import examples, made, seen
from tests.properties.flows import CONTEXTS

SEED = 7
STEPS = 40
WALKS = 6
VARIATIONS = (Variation(), Variation(1, sparse=True), Variation(2))
SCOPE = Scope(1, 2, dict.fromkeys(FAULT_KINDS, 2))
SEVERAL = Scope(2, 1, dict.fromkeys(FAULT_KINDS, 1))
TOO_BIG = "discharge-to-invoice"
ABROAD = """
context "Shop"
  aggregate "Order"
    identity orderId: UUID
    command Place
      input orderId: UUID, goods: Line[], to: Address?, speed: Speed
      emits Placed
    command Withdraw
      input orderId: UUID
      emits Withdrawn
    event Placed
      orderId: UUID
      goods: Line[]
      to: Address?
      speed: Speed
      placedAt: DateTime
      dueOn: Date
    event Withdrawn
      orderId: UUID
      speed: Speed
  value-object Line
    sku: string
    price: Money
    speed: Speed?
    inside: Line[]
  value-object Address
    street: string
    since: Date
    kind: Speed
  enum Speed = slow | fast | express
  saga Selling
    trigger Placed
    states Open -> Gone on Withdrawn
    undo Place with Withdraw
    compensation "withdrawn"
    timeout 1d

context "Dispatch"
  aggregate "Parcel"
    identity parcelId: UUID
    command Pack
      input goods: Line[], to: Address, speed: Speed, orderId: UUID
      emits Packed or Broken
    event Packed
      parcelId: UUID
      goods: Line[]
      to: Address
      speed: Speed
      packedAt: DateTime
    event Broken
      parcelId: UUID
      reason: string
      orderId: UUID
  value-object Line
    sku: string
    price: number
    speed: Speed
    note: string?
  value-object Address
    street: string
    town: string?
    kind: Speed
  enum Speed = parcel | express
  policy Again trigger Broken action "pack again" chains-to Pack

flow "abroad"
  lane shop "Shop"
  lane dispatch "Dispatch"
  branch-lane out "Out"
  moment "Sale"
    shop: Place
    shop: Placed (×n) crosses-to dispatch via CustomerSupplier contract
      goods: Line[] [required]
      speed: Speed [required]
      orderId: UUID [required]
  moment "Packing"
    dispatch: Pack triggered-by Placed
    when good
      dispatch: Packed crosses-to shop via CustomerSupplier contract
        speed: Speed
        weight: number [required]
    when bad
      dispatch: Broken crosses-to shop via CustomerSupplier contract
        orderId: UUID
  moment "Regret"
    shop: Withdraw [optional]
    shop: Withdrawn returns-to "Packing"
"""


class Walk(NamedTuple):
    """``taken`` are numbers among the enabled actions, whose names are in ``enabled``."""

    actions: list[Action]
    taken: list[int]
    enabled: list[list[str]]


def walk(machine: Interpreter, chance: Random) -> Walk:
    """On and on by chance, until nothing can follow; now and then by a fault."""
    found = Walk([], [], [])
    situation = start(machine)
    for _ in range(STEPS):
        open_ = list(moves(machine, situation))
        if not open_:
            break
        plain = [number for number, (action, _) in enumerate(open_) if action.fault is None]
        number = chance.choice(plain) if plain and chance.randrange(8) else chance.randrange(len(open_))
        action, situation = open_[number]
        found.actions.append(action)
        found.taken.append(number)
        found.enabled.append([each.name for each, _ in open_])
    return found


def asked(flow: Flow, domain: Domain, scope: Scope, chance: Random) -> Iterator[tuple[Any, list[Any]]]:
    """What the page is asked, and what it should tell; nothing of a flow that is too big for tables."""
    places = Places({})
    written = tables(
        flow, domain, scope, spec_hash="", seed=SEED,
        place=lambda place: TablePlace(*msgspec.structs.astuple(places.of(place))),
    )  # fmt: skip
    if isinstance(written, TooBig):
        return
    machine = Interpreter(prepare(flow, domain, scope))
    walks = [walk(machine, chance) for _ in range(WALKS)]
    varied = list(zip(walks, VARIATIONS * WALKS, strict=False))
    question = {
        "tables": json.loads(msgspec.json.encode(written)),
        "moments": [{"id": f"moment:{moment.slug}"} for moment in flow.moments],
        "walks": [{"taken": each.taken, "variation": variation._asdict()} for each, variation in varied],
    }
    yield question, [told(machine, each, variation) for each, variation in varied]


def told(machine: Interpreter, walked: Walk, variation: Variation) -> Any:
    trace = replay(machine, walked.actions, seed=SEED, variation=variation)
    found = trace_document(trace, machine.plan, Places({}), {})
    whole: Any = json.loads(msgspec.json.encode(found._asdict()))
    return {"enabled": walked.enabled, **whole, "path": list(trace.path)}


def same_bytes(every: Iterable[tuple[Any, list[Any]]]) -> int:
    """Compares all; how many runs there were."""
    pairs = list(every)
    compared = 0
    for found, (_, wanted) in zip(seen([question for question, _ in pairs]), pairs, strict=True):
        for run, expected in zip(found, wanted, strict=True):
            assert [list(each["payload"]) for each in run["events"]] == [list(e["payload"]) for e in expected["events"]]
            assert run == expected
            compared += 1
    return compared


def test_examples() -> None:
    chance = Random(1)
    assert same_bytes(each for flow, domain in examples() for each in asked(flow, domain, SCOPE, chance)) >= 100


def test_instances_side_by_side() -> None:
    chance = Random(1)
    several = (pair for pair in examples() if pair[0].name != TOO_BIG)
    assert same_bytes(each for flow, domain in several for each in asked(flow, domain, SEVERAL, chance)) >= 100


@pytest.mark.parametrize("scope", [SCOPE, SEVERAL], ids=lambda scope: f"{scope.instances} instances")
def test_types_of_two_contexts(scope: Scope) -> None:
    domain = build([parse(Source("a.moment", ABROAD))])
    chance = Random(1)
    assert same_bytes(each for _ in range(5) for each in asked(domain.flows[0], domain, scope, chance)) == 5 * WALKS


def test_generated() -> None:
    chance = Random(1)
    domains = (build([parse(Source("a.moment", CONTEXTS + text))]) for text in made(120))
    assert same_bytes(each for domain in domains for each in asked(domain.flows[0], domain, SCOPE, chance)) >= 600
