"""Accepted renames on a real disk: both sides say the same, bases follow, and undo gives the first bytes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.diagnostics.model import Diagnostic
from moment.project.discover import discover
from moment.project.production import produce_artifacts
from moment.project.session import Session
from moment.sync.accepting import accept, prepared
from moment.sync.comparing import Look, look
from moment.sync.plans import Side
from tests.unit.drift.patch.specifications import FORMATTED
from tests.unit.sync.projects import CODE, SHOP
from tests.unit.sync.test_both_sides_meet import Language, implemented

SUBMITTED = CODE.replace("PlaceOrder", "SubmitOrder").replace("placeOrder", "submitOrder")
INPUT_ONLY = CODE.replace("PlaceOrderInput", "SubmitOrderInput")
SUBMIT = SHOP.replace("PlaceOrder", "SubmitOrder")
SEND, SENT = SHOP.replace("PlaceOrder", "SendOrder"), SUBMITTED.replace("Submit", "Send").replace("submit", "send")
NAMES = {
    "command": ("SubmitOrder", "SendOrder"),
    "event": ("OrderSubmitted", "OrderSent"),
    "value object": ("OrderLine", "BasketLine"),
    "enum": ("Status", "Condition"),
    "aggregate": ('aggregate "Order"', 'aggregate "SalesOrder"'),
}


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def texts(root: Path) -> dict[str, str]:
    found = [path for pattern in ("*.moment", "src/**/*.ts", "src/**/*.py") for path in root.glob(pattern)]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found if path.is_file()}


def seen(root: Path) -> Look:
    return look(Session(discover([], cwd=root)))


def agreed(root: Path, specification: str, code: dict[str, str]) -> None:
    """A project in which both sides have agreed."""
    write(root, {"moment.toml": 'name = "shop"\n', "shop.moment": specification, **code})
    found = seen(root)
    assert found.drift.report.points == ()
    assert not isinstance(found.state.synced(found.bases), Diagnostic)


def accepted(root: Path, *, side: Side | None = None) -> Look:
    """Everything that differs is accepted at once."""
    found = seen(root)
    names = [each.point.proposal_id for each in found.drift.told]
    made = prepared(found, names, side=side)
    assert not isinstance(made, Diagnostic), made
    assert not isinstance(accept(found, made), Diagnostic)
    return seen(root)


@pytest.mark.parametrize(
    ("specification", "code", "side", "expected"),
    [
        (SHOP, SUBMITTED, None, (SUBMIT, SUBMITTED)),
        (SHOP, INPUT_ONLY, None, (SUBMIT, SUBMITTED)),
        (SUBMIT, CODE, None, (SUBMIT, SUBMITTED)),
        (SUBMIT, INPUT_ONLY, None, (SUBMIT, SUBMITTED)),
        (SEND, SUBMITTED, "spec", (SEND, SENT)),
        (SEND, SUBMITTED, "impl", (SUBMIT, SUBMITTED)),
        (SHOP, SUBMITTED.replace("note?: s", "at?: Date; note?: s"), None,
         (SUBMIT.replace("note: s", "at: DateTime?, note: s"), SUBMITTED.replace("note?: s", "at?: Date; note?: s"))),
        (SUBMIT.replace("note: string?", "note: string?, urgent: boolean?"), CODE, None,
         (SUBMIT.replace("note: string?", "note: string?, urgent: boolean?"),
          SUBMITTED.replace("note?: string", "note?: string; urgent?: boolean"))),
    ],
    ids=["code", "the input alone", "specification", "both, half way", "conflict, specification", "conflict, code",
         "code, and inside", "specification, and inside"],
)  # fmt: skip
def test_a_renamed_command_is_called_the_same_afterwards(
    tmp_path: Path, specification: str, code: str, side: Side | None, expected: tuple[str, str]
) -> None:
    agreed(tmp_path, SHOP, {"src/order.ts": CODE})
    write(tmp_path, {"shop.moment": specification, "src/order.ts": code})
    before = texts(tmp_path)
    after = accepted(tmp_path, side=side)
    assert texts(tmp_path) == dict(zip(("shop.moment", "src/order.ts"), expected, strict=True))
    assert after.drift.report.summary == "no drift"
    bases = after.state.bases
    name = "Ordering/Order/SendOrder" if "SendOrder" in expected[0] else "Ordering/Order/SubmitOrder"
    assert bases["Ordering/Order/PlaceOrder"] == {"shape": None}
    assert bases[name]["obligations"]["precondition isDraft"] == "It is still a draft in Draft"
    assert {known: after.bases[known] for known in after.bases if bases.get(known, "") != after.bases[known]} == {}
    assert not isinstance(after.state.undo(), Diagnostic)
    assert texts(tmp_path) == before


@pytest.mark.parametrize("language", ["typescript", "python"])
@pytest.mark.parametrize("kind", NAMES)
def test_the_code_of_every_kind_follows(kind: str, language: Language, tmp_path: Path) -> None:
    old, new = NAMES[kind]
    agreed(tmp_path, FORMATTED, implemented(FORMATTED, language))
    write(tmp_path, {"shop.moment": FORMATTED.replace(old, new)})
    (told,) = seen(tmp_path).judged
    assert (told.point.direction, told.point.aspect, told.plan.refused) == ("spec-ahead", "name", "")
    assert accepted(tmp_path).drift.report.summary == "no drift"
    assert texts(tmp_path)["shop.moment"] == FORMATTED.replace(old, new)


@pytest.mark.parametrize("language", ["typescript", "python"])
@pytest.mark.parametrize("kind", NAMES)
def test_the_specification_of_every_kind_follows_with_all_its_references(
    kind: str, language: Language, tmp_path: Path
) -> None:
    old, new = NAMES[kind]
    renamed = FORMATTED.replace(old, new)
    code = implemented(renamed, language)
    agreed(tmp_path, FORMATTED, implemented(FORMATTED, language))
    for path in set(implemented(FORMATTED, language)) - set(code):
        (tmp_path / path).unlink()
    write(tmp_path, code)
    (told,) = seen(tmp_path).judged
    assert (told.point.direction, told.point.aspect) == ("impl-ahead", "name")
    assert accepted(tmp_path).drift.report.summary == "no drift"
    assert texts(tmp_path) == {"shop.moment": renamed, **code}


def test_the_other_language_follows_too(tmp_path: Path) -> None:
    both = {**implemented(FORMATTED, "typescript"), **implemented(FORMATTED, "python")}
    agreed(tmp_path, FORMATTED, both)
    renamed = FORMATTED.replace("SubmitOrder", "SendOrder")
    write(tmp_path, implemented(renamed, "typescript"))
    assert accepted(tmp_path).drift.report.summary == "no drift"
    found = texts(tmp_path)
    assert found["shop.moment"] == renamed
    assert "class SendOrderInput" in found["src/shop_domain/contexts/sales.py"]


USING = """\
import type { OrderAggregate, OrderSubmitted, SubmitOrderInput } from '../generated/typescript/contexts/sales/index.js';
export class Shop implements OrderAggregate {
  constructor(readonly orderId: OrderAggregate['orderId'], readonly state: OrderAggregate['state']) {}
  submitOrder(input: SubmitOrderInput): OrderSubmitted {
    return { _tag: 'OrderSubmitted', orderId: this.orderId, lines: input.lines, remark: 'x' };
  }
}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("OrderSubmitted", "OrderSent", USING.replace("OrderSubmitted", "OrderSent")),
        ("SubmitOrder", "SendOrder", USING.replace("SubmitOrder", "SendOrder").replace("submitOrder", "sendOrder")),
    ],
)
def test_what_is_generated_is_generated_anew_and_its_uses_follow(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    write(tmp_path, {"moment.toml": 'name = "shop"\n', "shop.moment": FORMATTED})
    session = Session(discover([], cwd=tmp_path))
    generated = {each.path: each.text for each in produce_artifacts(session, ["typescript"]).artifacts}
    others = "".join(
        f"export * from '../generated/typescript/contexts/{name}/index.js';\n" for name in ("sales", "dispatch")
    )
    agreed(tmp_path, FORMATTED, {**generated, "src/shop.ts": USING, "src/all.ts": others})
    write(tmp_path, {"shop.moment": FORMATTED.replace(old, new)})
    (told,) = seen(tmp_path).judged
    assert (told.point.direction, told.point.aspect, told.plan.generates) == ("spec-ahead", "name", "typescript")
    assert accepted(tmp_path).drift.report.summary == "no drift"
    assert (tmp_path / "src/shop.ts").read_text(encoding="utf-8") == expected
    types = (tmp_path / "generated/typescript/contexts/sales/order.types.ts").read_text(encoding="utf-8")
    assert (old in types, new in types) == (False, True)


def test_an_obligation_that_changed_with_the_name_is_still_to_be_reviewed(tmp_path: Path) -> None:
    agreed(tmp_path, SHOP, {"src/order.ts": CODE})
    write(tmp_path, {"shop.moment": SUBMIT.replace("It is still a draft", "It is a fresh draft")})
    told = {each.point.summary: each.point.proposal_id for each in seen(tmp_path).drift.told}
    found = seen(tmp_path)
    made = prepared(found, [told["Update name of PlaceOrder: PlaceOrder → SubmitOrder"]])
    assert not isinstance(made, Diagnostic), made
    assert not isinstance(accept(found, made), Diagnostic)
    (left,) = seen(tmp_path).drift.told
    assert (left.point.aspect, left.point.member) == ("obligation", "precondition isDraft")
