"""Changes of a specification: exactly the lines that go and come, and what is refused."""

from __future__ import annotations

import pytest

from moment.diagnostics.edits import apply, unified
from moment.drift.patch.moment import Change, Insert, Remove, Rename, Rewrite, Update, patched
from moment.drift.patch.result import Patched, Refused
from tests.unit.drift.patch.specifications import FORMATTED, FREE

EVENT = "Sales/Order/OrderSubmitted"
COMMAND = "Sales/Order/SubmitOrder"
CROSSING = "order-to-parcel/submission/1>dispatch"


def changed(text: str, *changes: Change) -> list[str]:
    """The lines that go (``-``) and come (``+``) in order."""
    result = patched({"a.moment": text}, changes)
    assert isinstance(result, Patched), result
    new = result.texts.get("a.moment", text)
    assert new == apply(text, result.edits)
    diff = unified("a.moment", text, new).splitlines()[2:]
    return [line[0] + line[1:].strip() for line in diff if line[0] in "+-" and line[1:].strip()]


CASES: dict[str, tuple[list[Change], list[str]]] = {
    "a field behind its sibling": ([Insert(EVENT, "total: Money", "lines")], ["+total: Money"]),
    "a field before all others": ([Insert(EVENT, "first: UUID", "")], ["+first: UUID"]),
    "a field at the end": ([Insert(EVENT, "last: Date?")], ["+last: Date?"]),
    "an input on its line": (
        [Insert(COMMAND, "when: Date", "customerId")],
        ["-input customerId: UUID, lines: OrderLine[], note: string?",
         "+input customerId: UUID, when: Date, lines: OrderLine[], note: string?"],
    ),
    "inputs that no longer fit on a line": (
        [Insert(COMMAND, "aRatherLongNameForAnInputOfACommand: string")],
        ["-input customerId: UUID, lines: OrderLine[], note: string?", "+input", "+customerId: UUID,",
         "+lines: OrderLine[],", "+note: string?,", "+aRatherLongNameForAnInputOfACommand: string"],
    ),
    "a precondition": (
        [Insert(COMMAND, 'precondition paid: "It is paid" not in Submitted')],
        ['+precondition paid: "It is paid" not in Submitted'],
    ),
    "a value of an enum": (
        [Insert("Sales/Status", "Lost", "Open")], ["-enum Status = Open | Closed", "+enum Status = Open | Lost | Closed"]
    ),
    "an edge of the lifecycle": (
        [Insert("Sales/Order", "states Submitted -> Done on OrderSubmitted")],
        ["+states Submitted -> Done on OrderSubmitted"],
    ),
    "a value object with its fields": (
        [Insert("Sales", "value-object Address street: string city: string")],
        ["+value-object Address", "+street: string", "+city: string"],
    ),
    "an enum, an event, a command, a context": (
        [
            Insert("Sales", "enum Colour = Red | Blue"),
            Insert("Sales/Order", "@retention(P3Y)\nevent OrderDropped orderId: UUID"),
            Insert("Sales/Order", "command DropOrder input orderId: UUID emits OrderDropped", "SubmitOrder"),
            Insert("", 'context "Billing" [Generic]', path="a.moment"),
        ],
        ["+command DropOrder", "+input orderId: UUID", "+emits OrderDropped", "+@retention(P3Y)", "+event OrderDropped",
         "+orderId: UUID", "+enum Colour = Red | Blue", '+context "Billing" [Generic]'],
    ),
    "a field of a contract": ([Insert(CROSSING, "note: string", "orderId")], ["+note: string"]),
    "a placement and its link": (
        [Insert("order-to-parcel/submission", "dispatch: Delivery triggered-by OrderSubmitted")],
        ["+dispatch: Delivery", "+triggered-by OrderSubmitted"],
    ),
    "a removed field takes its comments": (
        [Remove(f"{EVENT}.lines"), Remove(f"{EVENT}.orderId")],
        ["-orderId: UUID  // the key", "-// what was bought", "-lines: OrderLine[]"],
    ),
    "a removed event takes its annotation": (
        [Remove("Sales/Order/OrderSubmitted")],
        ["-@classification(PII)", "-event OrderSubmitted", "-orderId: UUID  // the key", "-// what was bought",
         "-lines: OrderLine[]", '-remark: string [deprecated "one word for it" -> "note"]', "-note: string?"],
    ),
    "a removed input": (
        [Remove(f"{COMMAND}.lines")],
        ["-input customerId: UUID, lines: OrderLine[], note: string?", "+input customerId: UUID, note: string?"],
    ),
    "the only input takes its clause": ([Remove("Dispatch/Parcel/PackParcel.orderId")], ["-input orderId: UUID"]),
    "a removed value": (
        [Remove("Sales/Status.Open")], ["-enum Status = Open | Closed", "+enum Status = Closed"]
    ),
    "a removed state takes its edges": (
        [Remove("Sales/Order.Submitted")], ["-states Draft -> Submitted on OrderSubmitted", "+states Draft"]
    ),
    "a renamed field with its contract": (
        [Rename(f"{EVENT}.lines", "orderLines")],
        ["-lines: OrderLine[]", "+orderLines: OrderLine[]", "-lines: OrderLine[] [required]",
         "+orderLines: OrderLine[] [required]"],
    ),
    "a renamed field with the key of its delivery": (
        [Rename(f"{EVENT}.orderId", "id")],
        ["-orderId: UUID  // the key", "+id: UUID  // the key", "-delivery at-least-once idempotent by orderId",
         "+delivery at-least-once idempotent by id", "-orderId: UUID [required]", "+id: UUID [required]"],
    ),
    "a renamed field with the deprecation that names it": (
        [Rename(f"{EVENT}.note", "text")],
        ['-remark: string [deprecated "one word for it" -> "note"]', "-note: string?",
         '+remark: string [deprecated "one word for it" -> "text"]', "+text: string?"],
    ),
    "a renamed event with all that refer to it": (
        [Rename(EVENT, "OrderSent")],
        ["-states Draft -> Submitted on OrderSubmitted", "+states Draft -> Submitted on OrderSent",
         "-emits OrderSubmitted", "+emits OrderSent", "-event OrderSubmitted", "+event OrderSent",
         "-trigger OrderSubmitted", "+trigger OrderSent", "-trigger OrderSubmitted", "+trigger OrderSent",
         "-sales: OrderSubmitted crosses-to dispatch via CustomerSupplier",
         "+sales: OrderSent crosses-to dispatch via CustomerSupplier",
         "-triggered-by OrderSubmitted", "+triggered-by OrderSent"],
    ),
    "a renamed value object": (
        [Rename("Sales/OrderLine", "Line")],
        ["-input customerId: UUID, lines: OrderLine[], note: string?",
         "+input customerId: UUID, lines: Line[], note: string?", "-lines: OrderLine[]", "+lines: Line[]",
         "-value-object OrderLine", "+value-object Line", "-lines: OrderLine[] [required]",
         "+lines: Line[] [required]"],
    ),
    "a renamed state with its precondition": (
        [Rename("Sales/Order.Draft", "New")],
        ["-states Draft -> Submitted on OrderSubmitted", "+states New -> Submitted on OrderSubmitted",
         '-precondition stillDraft: "The order is still a draft" in Draft',
         '+precondition stillDraft: "The order is still a draft" in New'],
    ),
    "a renamed context with its lane": (
        [Rename("Sales", "Shop")],
        ['-context "Sales" [Core]', '+context "Shop" [Core]',
         '-relationship Dispatch -> Sales type CustomerSupplier contract "orders arrive"',
         '+relationship Dispatch -> Shop type CustomerSupplier contract "orders arrive"',
         '-lane sales "Sales"', '+lane sales "Shop"'],
    ),
    "a renamed moment with what returns to it": (
        [Rename("order-to-parcel/submission", "Sending")],
        ['-moment "Submission"', '+moment "Sending"', '-returns-to "Submission" at-most 2',
         '+returns-to "Sending" at-most 2'],
    ),
    "a renamed lane": (
        [Rename("order-to-parcel.sales", "shop")],
        ['-lane sales "Sales"', '+lane shop "Sales"', "-sales: SubmitOrder",
         "-sales: OrderSubmitted crosses-to dispatch via CustomerSupplier", "+shop: SubmitOrder",
         "+shop: OrderSubmitted crosses-to dispatch via CustomerSupplier"],
    ),
    "a type and its optional mark": (
        [Update(f"{EVENT}.note", "type", "Money[]"), Update(f"{EVENT}.note", "optional", "false")],
        ["-note: string?", "+note: Money[]"],
    ),
    "an identity of another type": (
        [Update("Sales/Order.orderId", "type", "string")], ["-identity orderId: UUID", "+identity orderId: string"]
    ),
    "a deprecation": (
        [Update(f"{EVENT}.note", "deprecated", '"gone" -> "lines"')],
        ["-note: string?", '+note: string? [deprecated "gone" -> "lines"]'],
    ),
    "a deprecation that ends": (
        [Update(f"{EVENT}.remark", "deprecated", "")],
        ['-remark: string [deprecated "one word for it" -> "note"]', "+remark: string"],
    ),
    "an optional contract field": (
        [Update(f"{CROSSING}.lines", "required", "false")],
        ["-lines: OrderLine[] [required]", "+lines: OrderLine[]"],
    ),
    "an event with its fields in another order": (
        [Rewrite(EVENT, "event OrderSubmitted note: string? lines: OrderLine[] orderId: UUID")],
        ["-@classification(PII)", "-orderId: UUID  // the key", "+note: string?",
         '-remark: string [deprecated "one word for it" -> "note"]', "-note: string?", "+orderId: UUID  // the key"],
    ),
    "a policy": (
        [Rewrite("Dispatch/PackOnSubmission", 'policy PackOnSubmission trigger ParcelPacked action "pack it"')],
        ["-trigger OrderSubmitted", "+trigger ParcelPacked", "-chains-to PackParcel"],
    ),
    "a saga": (
        [Rewrite("Dispatch/Delivery", 'saga Delivery trigger OrderSubmitted states Waiting -> Packed on ParcelPacked '
                 'undo PackParcel with PackParcel compensation "back" timeout 1d')],
        ['-compensation "back to the shelf"', "-timeout 72h", "+undo PackParcel with PackParcel",
         '+compensation "back"', "+timeout 1d"],
    ),
    "a crossing": (
        [Rewrite(CROSSING, "crosses-to dispatch via Partnership contract orderId: UUID [required]")],
        ["-sales: OrderSubmitted crosses-to dispatch via CustomerSupplier",
         "-delivery at-least-once idempotent by orderId",
         "+sales: OrderSubmitted crosses-to dispatch via Partnership", "-lines: OrderLine[] [required]"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_formatted_specification(name: str) -> None:
    changes, expected = CASES[name]
    assert expected == changed(FORMATTED, *changes)


FREE_CASES: dict[str, tuple[list[Change], list[str]]] = {
    "fields on one line": (
        [Insert(EVENT, "total: Money", "orderId"), Insert(EVENT, "first: UUID", ""), Insert(EVENT, "last: Date")],
        ["-event OrderSubmitted   orderId: UUID note: string?",
         "+event OrderSubmitted first: UUID   orderId: UUID total: Money note: string? last: Date"],
    ),
    "a field on its line": ([Insert("Sales/Order/Other", "c: Date", "a")], ["+c: Date"]),
    "a field beside a comment": ([Remove("Sales/Order/Other.a")], ["-a: UUID   /* one */"]),
    "inputs on one line": (
        [Insert(COMMAND, "x: string", "customerId"), Remove(f"{COMMAND}.note")],
        ["-command SubmitOrder input customerId: UUID,   note: string?   emits OrderSubmitted",
         "+command SubmitOrder input customerId: UUID, x: string   emits OrderSubmitted"],
    ),
    "values on lines of their own": (
        [Insert("Sales/Status", "Lost"), Insert("Sales/Status", "New", ""), Remove("Sales/Status.Open")],
        ["-Open", "+New", "+| Lost"],
    ),
    "a value that takes its comment": ([Remove("Sales/Status.Closed")], ["-| Closed  // for good"]),
    "an event without blank lines": (
        [Insert("Sales/Order", "event New a: UUID b: Date")], ["+event New", "+a: UUID", "+b: Date"]
    ),
    "the fields of a head alone": ([Remove("Sales/Line.sku")], ["-value-object Line sku: string", "+value-object Line"]),
    "a type": (
        [Update(f"{EVENT}.note", "type", "Line")],
        ["-event OrderSubmitted   orderId: UUID note: string?", "+event OrderSubmitted   orderId: UUID note: Line?"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FREE_CASES)
def test_a_specification_in_its_own_layout(name: str) -> None:
    changes, expected = FREE_CASES[name]
    assert expected == changed(FREE, *changes)


def test_a_new_line_is_as_deep_as_its_siblings() -> None:
    result = patched(
        {"a.moment": FREE}, [Insert("Sales/Order/Other", "c: Date"), Insert("Sales/Order", "event E x: UUID")]
    )
    assert isinstance(result, Patched)
    new = result.texts["a.moment"]
    assert "            b: UUID\n            c: Date\n        event E\n            x: UUID\n    value-object" in new


REFUSED: dict[str, tuple[Change, str]] = {
    "no such element": (Remove("Sales/Order/Nothing"), "the specification has no element `Sales/Order/Nothing`"),
    "a name that is taken": (Rename("Sales/OrderLine", "Status"), "there is a `Sales/Status` already"),
    "a field that is there": (Insert(EVENT, "note: Date"), "there is a field `note` already"),
    "no name of the language": (
        Rename(EVENT, "Order sent"), "`Order sent` stands there as a word, and it is no name of the language"
    ),
    "no type of the language": (
        Update(f"{EVENT}.note", "type", "Map<string>"), "`Map<string>` is no type of the language"
    ),
    "a text that does not read": (
        Insert(EVENT, "note string"), "the text cannot be read: `note` cannot stand here"
    ),
    "an aggregate without identity": (
        Remove("Sales/Order.orderId"), "the text would not read any more: aggregate `Order` has no `identity`"
    ),
    "the last value": (Remove("Sales/Status.Open"), "nothing would be left of the list"),
    "a state that is asked for": (
        Remove("Sales/Order.Draft"), "the precondition `stillDraft` of `SubmitOrder` asks for it"
    ),
    "another kind": (Rewrite(EVENT, "command OrderSubmitted emits X"), "the text is a command and no event"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_written_is_refused_with_a_reason(name: str) -> None:
    change, reason = REFUSED[name]
    text = FORMATTED.replace("Open | Closed", "Open") if name == "the last value" else FORMATTED
    result = patched({"a.moment": text}, [Insert(EVENT, "fine: UUID"), change])
    assert isinstance(result, Refused)
    assert reason == result.reason


def test_a_file_with_errors_is_left_alone() -> None:
    result = patched({"a.moment": FORMATTED + "contxt\n"}, [Insert(EVENT, "fine: UUID")])
    assert isinstance(result, Refused)
    assert (result.reason, result.place.path) == ("the file has errors already: mend them first", "a.moment")


def test_references_in_other_files_are_renamed_too() -> None:
    head, flow = FORMATTED.split('flow "')
    result = patched(
        {"a.moment": head, "b.moment": f'flow "{flow}'}, [Rename("Dispatch/Parcel/ParcelPacked", "Packed")]
    )
    assert isinstance(result, Patched)
    assert sorted(result.texts) == ["a.moment", "b.moment"]
    assert "dispatch: Packed\n" in result.texts["b.moment"]


def test_a_new_file_is_formatted() -> None:
    result = patched({}, [Insert("", 'context "A" [Core] value-object V x: UUID', path="contexts/a.moment")])
    assert isinstance(result, Patched)
    assert result.texts == {"contexts/a.moment": 'context "A" [Core]\n\n  value-object V\n    x: UUID\n'}
