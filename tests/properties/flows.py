"""Flows made by chance, with most of what a flow can have, for the properties of their runs."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from moment.behaviour.interpreter import Interpreter
from moment.behaviour.machine import DEFAULT_BUDGETS, Scope
from moment.behaviour.steps import prepare
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source

CONTEXTS = """
context "Left"
  aggregate "A"
    identity aId: UUID
    command DoA
      input note: string?, lines: Line[]
      precondition willing: "Somebody wants it"
      emits ADone
    command Pick
      input aId: UUID
      emits Yes or No
    command Finish
      precondition open: "It is open" in Open
      emits Finished
    event ADone
      aId: UUID
      lines: Line[]
      note: string?
      doneAt: DateTime
    event Yes
      aId: UUID
      size: Size
    event No
      aId: UUID
      day: Date
    event Finished
      aId: UUID
      paid: boolean
    states New -> Open on ADone -> Shut on Finished
  value-object Line
    sku: string
    price: Money
    count: number
    inner: Line?
  enum Size = small | large
  saga S
    trigger ADone
    states Begun -> Over on Finished
    undo DoA with Finish
    compensation "undone"
    timeout 1d
  policy Follow trigger Yes action "follow" chains-to Finish

context "Right"
  aggregate "Z"
    identity zId: UUID
    command DoX
      input aId: UUID
      emits XDone
    event XDone
      zId: UUID
      aId: UUID
  policy React trigger ADone action "react" chains-to DoX
"""
_NODES = ("DoA", "Pick", "Finish", "ADone", "Yes", "No", "Finished")


@st.composite
def placements(draw: st.DrawFn, indent: str) -> str:
    if draw(st.integers(0, 3)) == 0:
        cause = draw(st.sampled_from(("", " triggered-by ADone", " triggered-by Yes")))
        return f"{indent}r: DoX{cause}\n"
    node = draw(st.sampled_from(_NODES))
    text = f"{indent}l: {node}"
    text += draw(st.sampled_from(("", "", "", " [optional]", " (×n)")))
    if node in ("ADone", "Yes", "No") and draw(st.booleans()):
        delivery = draw(st.sampled_from(("", " delivery at-most-once", " idempotent by aId", " ordered")))
        text += f" crosses-to r via CustomerSupplier{delivery} contract\n{indent}  aId: UUID [required]"
    elif draw(st.integers(0, 3)) == 0:
        text += " triggered-by DoA"
    return text + "\n"


@st.composite
def flows(draw: st.DrawFn) -> str:
    text = 'flow "f"\n  lane l "Left"\n  lane r "Right"\n  branch-lane out "Out"\n'
    for number in range(draw(st.integers(1, 3))):
        text += f'  moment "M{number}"\n'
        for _ in range(draw(st.integers(0, 2))):
            text += draw(placements("    "))
        for arm in range(draw(st.sampled_from((0, 0, 1, 2)))):
            text += f"    when arm{arm}\n"
            for _ in range(draw(st.integers(0, 2))):
                text += draw(placements("      "))
            if number and arm and draw(st.booleans()):
                text += f'      l: No returns-to "M{number - 1}"\n'
            elif draw(st.integers(0, 3)) == 0:
                text += "      out: No [terminal]\n"
    return text


PROPERTY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def machine_of(text: str, *, faults: int, instances: int = 1) -> Interpreter:
    """The machine of the first flow of ``text`` below ``CONTEXTS``, with every kind of fault."""
    domain = build([parse(Source("a.moment", CONTEXTS + text))])
    budgets = {**DEFAULT_BUDGETS, "lose": 1, "crash": 1, "drift": 1}
    return Interpreter(prepare(domain.flows[0], domain, Scope(instances, max_faults=faults, budgets=budgets)))
