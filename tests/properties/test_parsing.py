"""Whatever the text: a tree, findings inside the text, every character accounted for; and a format that is at rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.language.formatter import format_text, is_safe
from moment.language.formatter.shape import shape
from moment.language.parser import Parsed, parse
from moment.language.tokens import KEYWORDS, TOKEN
from moment.text.source import Source
from tests.spec.checking import findings

ROOT = Path(__file__).parents[2]
EVERYTHING = """\
// every construct of the language, once
context "Sales Desk" [Core]
  description "Takes orders"
  term "Order" "What was asked for"
  @classification(PII)
  @retention("7 years")
  aggregate "Order"
    identity orderId: UUID
    states Draft -> Placed on OrderPlaced -> Closed on OrderClosed
    states Placed -> Lost on OrderLost
    command PlaceOrder
      input customerId: UUID, lines: Line[], note: string?, status: Status,
      precondition stillDraft: "It is a \\"draft\\"" in Draft
      precondition notClosed: "It is open" not in Closed, Lost
      precondition creditGood: "The customer has credit"
      emits OrderPlaced
    command CloseOrder input orderId: UUID emits OrderClosed or OrderLost
    command CountOrder emits OrderPlaced, OrderClosed
    event OrderPlaced
      orderId: UUID
      @classification(PII) description: string
      type: string [deprecated "one word" -> "description"]
      timeout: number
      on: boolean
      lines: Line[]?
    event OrderClosed orderId: UUID closedAt: DateTime
    event OrderLost orderId: UUID // gone
    value-object Inner amount: Money
    enum Status = Draft | Placed
    invariant INNER-1 "Sums match" scope Inner
  value-object Line sku: string inner: Inner?
  enum Colour = red | low-risk
  invariant SAL-01 \"\"\"
    An order has
      at least one line
    \"\"\"
    scope Order
  command Late emits OrderPlaced
  service Pricing consumes OrderPlaced produces OrderClosed description "prices"
  policy Watch trigger "file-watcher" action "look"
  policy Close trigger OrderPlaced action "close" chains-to CloseOrder, CountOrder
  saga Delivery trigger OrderPlaced
    states Waiting -> Done on OrderClosed
    undo PlaceOrder with CloseOrder
    compensation "say sorry" timeout PT72H
  relationship "Sales Desk" -> Billing type SharedKernel contract "orders"
  projection Open from OrderPlaced, OrderClosed orderId: UUID lines: Line[]

context "Billing" description "Sends bills" [Generic]
  aggregate "Bill" identity billId: UUID
    command SendBill input orderId: UUID, line: Billing.Entry? emits BillSent
    event BillSent billId: UUID
  value-object Entry text: string
  saga Quiet trigger BillSent states One -> Two compensation "none" timeout none

flow "order-to-bill" description "An order becomes a bill"
  lane sales "Sales Desk" [Core] lane billing "Billing"
  branch-lane lost "Lost"
  moment "Placing"
    sales: PlaceOrder (×2)
    sales: OrderPlaced (x n) crosses-to billing via CustomerSupplier
      delivery at-least-once ordered idempotent by orderId
      contract
        orderId: UUID [required]
        lines: Line[]
      triggers SendBill
  moment "Deciding" [branch]
    when fine
      billing: SendBill [optional] triggered-by OrderPlaced
      billing: BillSent
    when broken [lost]
      sales: CloseOrder
      lost: OrderLost [terminal]
    sales: OrderClosed returns-to "Placing" at-most 3
/* the end */
"""
FILES = {
    "everything": EVERYTHING,
    **{
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "examples").rglob("?*.moment"))
    },
    **{path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "../shared/corpus").glob("*.moment"))},
}
CLEAN = {name: text for name, text in FILES.items() if not parse(Source(name, text)).has_errors}
SIGNS = (
    '{ } ; => " """ /* */ // \t \0 “ ” <<<<<<< ======= >>>>>>> import extends @ [ ] ( ) -> ? [] | , : . = × é \u2028 \r \ufeff'
).split(" ")
PIECES = st.sampled_from([*SIGNS, *sorted(KEYWORDS), "\n", "\n  ", "x: ", "Name ", '"text" ', "42 ", "7d "])


def test_enough_texts_are_there() -> None:
    assert len(FILES) >= 10
    assert "everything" in CLEAN


def examine(text: str) -> Parsed:
    """Parses, and checks what holds for every text."""
    parsed = parse(Source("a.moment", text))
    assert "".join(parsed.tokens.parts) == text
    assert "".join(token.text for token in parsed.tokens) == text
    for diagnostic in parsed.diagnostics:
        for place in (diagnostic.place, *(label.place for label in diagnostic.labels)):
            assert 0 <= place.start <= place.end <= len(text)
    _spans_are_inside(parsed.tree, len(text))
    return parsed


def _spans_are_inside(node: Any, length: int) -> None:
    if hasattr(node, "start"):
        assert 0 <= node.start <= node.end <= length
    if isinstance(node, tuple):
        for part in node:
            _spans_are_inside(part, length)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_tree(text: str) -> None:
    examine(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_words_have_a_tree(words: list[str]) -> None:
    examine("".join(words))


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_off_at_any_token_has_a_tree(name: str) -> None:
    at = 0
    for token in TOKEN.findall(FILES[name])[:1500]:
        at += len(token)
        examine(FILES[name][:at])


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_mangled_file_has_a_tree_and_findings(data: st.DataObject) -> None:
    tokens: list[str] = TOKEN.findall(data.draw(st.sampled_from(sorted(FILES.values()))))
    start = data.draw(st.integers(0, max(0, len(tokens) - 200)))
    tokens = tokens[start : start + 400]
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(tokens)))
        match data.draw(st.sampled_from(("delete", "insert", "double"))):
            case "delete":
                del tokens[at : at + 3]
            case "insert":
                tokens.insert(at, data.draw(PIECES))
            case _:
                tokens[at:at] = tokens[at : at + 5]
    text = "".join(tokens)
    examine(text)
    findings({"a.moment": text})


@pytest.mark.parametrize("name", CLEAN)
def test_a_formatted_file_says_the_same_and_stays(name: str) -> None:
    parsed = parse(Source(name, CLEAN[name]))
    text = format_text(parsed)
    assert text is not None
    assert is_safe(parsed, text)
    again = parse(Source(name, text))
    assert shape(again.tree) == shape(parsed.tree)
    assert format_text(again) == text


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mangled_layout_is_formatted_to_the_same_meaning(data: st.DataObject) -> None:
    """Comments and blank lines anywhere between lines, and any indentation that keeps its order."""
    lines = CLEAN[data.draw(st.sampled_from(sorted(CLEAN)))].split("\n")
    factor = data.draw(st.integers(1, 3))
    mangled: list[str] = []
    for line in lines:
        head = len(line) - len(line.lstrip(" "))
        mangled.append(" " * (head * factor) + line.lstrip(" "))
        if data.draw(st.integers(0, 9)) == 0 and '"""' not in "".join(lines):
            mangled.append(data.draw(st.sampled_from(("", " " * head + "// a word", "   "))))
    parsed = parse(Source("a.moment", "\n".join(mangled)))
    text = format_text(parsed)
    assert text is not None
    assert is_safe(parsed, text)
