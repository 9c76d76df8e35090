"""Findings as people forward them: whole blocks, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.behaviour.machine import FaultKind
from moment.behaviour.report import report
from moment.behaviour.simulation import Simulation, simulate
from moment.diagnostics import full
from moment.diagnostics.model import Diagnostic
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source

ROOT = Path(__file__).parents[3]


def of(path: str, *, instances: int = 1, faults: dict[FaultKind, int] | None = None) -> tuple[Source, Simulation]:
    source = Source(path, (ROOT / "examples" / "broken" / path).read_text(encoding="utf-8"))
    domain = build([parse(source)])
    return source, simulate(domain, instances=instances, faults=faults, sources={source.path: source})


def shown(source: Source, simulation: Simulation) -> list[str]:
    """The findings, each with its excerpt, without the head of the flow."""

    def excerpt(diagnostic: Diagnostic, notes: object) -> str:
        return "\n" + full.block(diagnostic, {source.path: source}, notes)  # type: ignore[arg-type]

    return report(simulation, excerpt=excerpt).rstrip("\n").split("\n\n")[2:]


def test_a_stall_and_what_one_fault_breaks() -> None:
    assert shown(*of("behaviour.moment")) == [
        """\
error[MOM322] stall: a run stops before `RepairBoat`: nothing can happen any more
  --> behaviour.moment:71:15
70 |       rental: BoatDamaged
71 |       rental: RepairBoat
   |               ^^^^^^^^^^ RepairBoat waits for Boat to be Moored (isMoored); it is Out
   = after: choose damaged in then
   = because: Then took damaged
              ReturnBoat was handled and emitted BoatDamaged, from outside
              RentBoat was handled, from outside, so Boat became Out
   = no return: after step 3, ReturnBoat was handled and emitted BoatDamaged, no good end is left
   = instead: ReturnBoat emits BoatReturned, as in an-afternoon-happy-path
   = waits: RepairBoat waits for Boat to be Moored (isMoored); it is Out
              BoatReturned would bring that about
                ReturnBoat is done and did not emit BoatReturned
   = repair: let `BoatDamaged` make `Boat` Moored (re-explored: good ends 50.0 % → 100.0 %)
               8 + states Out -> Moored on BoatDamaged
   = repair: let `RepairBoat` be handled while `Boat` is Out
             (re-explored: good ends 50.0 % → 100.0 %)
               20 - precondition isMoored: "A boat is repaired on land" in Moored
               20 + precondition isMoored: "A boat is repaired on land" in Moored, Out
   = moment explain MOM322 · 6aa5af0c1fe3""",
        """\
warning[MOM415] non-idempotent-consumer: a second `BoatRented` makes `WriteBill` take effect twice
  --> behaviour.moment:53:24
52 |     rental: RentBoat
53 |     rental: BoatRented crosses-to guests via CustomerSupplier
   |                        ^^^^^^^^^^^^^^^^^
59 |     guests: WriteBill
   |             --------- runs again
   = hint: Say `idempotent by` a field of the contract, or guard the reaction with a formal precondition.
   = after: duplicate BoatRented to Guests
   = because: WriteBill was handled a second time
                BoatRented arrived in Guests a second time (triggered-by)
                  BoatRented to Guests was duplicated (duplicate)
                    RentBoat was handled, from outside (emitted)
   = no return: after step 1, BoatRented to Guests was duplicated, no good end is left
   = instead: without that fault, as in an-afternoon-happy-path
   = repair: let Guests know a second `BoatRented` by `boatId`
             (re-explored: double-effect in 20 of 22 runs → none)
               54 - delivery at-least-once
               54 + delivery at-least-once idempotent by boatId
   = moment explain MOM415 · 7e3ab8689e76""",
    ]


def test_a_circle_is_told_first() -> None:
    (block,) = shown(*of("flows.moment"))
    assert block.split("\n")[5:] == [
        "   = after: nothing: it happens in every run",
        "   = waits: SellTicket waits for TicketTorn, which waits for TearTicket, which waits for the",
        "              decision Door, which waits for SellTicket",
        "   = repair: let `SellTicket` not wait for `TicketTorn` (re-explored: good ends 0.0 % → 100.0 %)",
        "               30 - triggered-by TicketTorn",
        "   = moment explain MOM322 · 8131b731a529",
    ]


def test_when_nothing_helps_it_says_so() -> None:
    (block,) = shown(*of("processes.moment"))
    assert block.split("\n")[5:] == [
        "   = after: nothing: it happens in every run",
        "   = repair: none found: 1 change was explored again and does not help",
        "   = moment explain MOM322 · 0f931dac1da0",
    ]


def test_a_failure_without_a_rule_stands_at_its_place() -> None:
    source, simulation = of("behaviour.moment", faults={"drift": 1, "duplicate": 0})
    block = shown(source, simulation)[1]
    assert block.split("\n")[:5] == [
        "warning[MOM402] contract-violation: BoatRented to Guests breaks its contract: drift",
        "  --> behaviour.moment:53:24",
        "52 |     rental: RentBoat",
        "53 |     rental: BoatRented crosses-to guests via CustomerSupplier",
        "   |                        ^^^^^^^^^^^^^^^^^",
    ]


def test_two_instances_are_explained_too() -> None:
    (first, *_) = of("behaviour.moment", instances=2)[1].flows[0].findings
    assert (first.verdict, first.recipe, first.why.recipe.always) == ("stalled", ("choose:then=damaged",), False)
    assert [each.text for each in first.why.cone] == ["RentBoat was handled, from outside, so Boat became Out"]
    assert [repair.kind for repair in first.mended.repairs] == ["add-edge"]


@pytest.mark.parametrize("name", ["behaviour", "contracts", "flows", "processes", "strategy"])
def test_notes_stay_on_the_page(name: str) -> None:
    source, simulation = of(f"{name}.moment")
    lines = [line for block in shown(source, simulation) for line in block.split("\n")]
    notes = [
        line for line in lines if line.startswith(("   = after", "   = because", "   = waits", "   = repair", "     "))
    ]
    assert [line for line in notes if len(line) > 100] == []
