"""Columnar runs of any size: orders that cross four contexts, a hundred at a time, one in some thousand of them failing."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import Any, NamedTuple

from moment.behaviour.export.columnar import FORMAT, Header, RunDoc, packed

SEED = 20_260_115
_ABREAST = 97
_FAILS = 9_973


class _Step(NamedTuple):
    action: str
    kind: str
    lane: int
    aggregate: str
    event: str
    reason: str


_STEPS = (
    _Step("handle:sales.PlaceOrder", "handle", 0, "Sales/Basket", "OrderPlaced", "outside"),
    _Step("deliver:OrderPlaced>Stock", "deliver", 1, "", "", "emitted"),
    _Step("handle:stock.Reserve", "handle", 1, "Stock/Shelf", "Reserved", "triggered-by"),
    _Step("deliver:Reserved>Payment", "deliver", 2, "", "", "emitted"),
    _Step("handle:payment.TakeMoney", "handle", 2, "Payment/Charge", "MoneyTaken", "triggered-by"),
    _Step("deliver:MoneyTaken>Shipping", "deliver", 3, "", "", "emitted"),
    _Step("handle:shipping.Pack", "handle", 3, "Shipping/Parcel", "Packed", "triggered-by"),
    _Step("policy:Shipping.Announce", "policy", 3, "Shipping/Parcel", "Announced", "policy"),
    _Step("deliver:Announced>Sales", "deliver", 0, "", "", "emitted"),
    _Step("handle:sales.CloseOrder", "handle", 0, "Sales/Basket", "OrderClosed", "triggered-by"),
)
_LANES = ["sales", "stock", "payment", "shipping"]
_MOMENTS = ("moment:order", "moment:stock", "moment:money", "moment:parcel")


def run(rows: int) -> bytes:
    """The file of one run with ``rows`` steps, without payloads; the same bytes every time."""
    numbers = {"": 0}
    texts = [step.action for step in _STEPS] + [step.aggregate for step in _STEPS] + [step.event for step in _STEPS]
    for text in (
        *texts,
        *_MOMENTS,
        "contract:OrderPlaced>Stock",
        *(f"corr-checkout-{number:03}" for number in range(_ABREAST)),
    ):
        numbers.setdefault(text, len(numbers))
    steps = [(row // _ABREAST) % len(_STEPS) for row in range(rows)]
    failed = [row % _FAILS == _FAILS // 2 for row in range(rows)]
    causes = [0 if step == 0 else 1 for step in steps]
    emitted = [1 if _STEPS[step].event else 0 for step in steps]
    kinds = list(dict.fromkeys(step.kind for step in _STEPS))
    reasons = list(dict.fromkeys(("outside", *(step.reason for step in _STEPS))))
    columns: dict[str, array[Any]] = {
        "time": array("d", _times(rows)),
        "action": array("I", [numbers[_STEPS[step].action] for step in steps]),
        "aggregate": array("I", [numbers[_STEPS[step].aggregate] for step in steps]),
        "correlation": array("I", [numbers[f"corr-checkout-{row % _ABREAST:03}"] for row in range(rows)]),
        "kind": array("B", [kinds.index(_STEPS[step].kind) for step in steps]),
        "severity": array("B", [3 if each else 0 for each in failed]),
        "fault": array("B", bytes(rows)),
        "lane": array("H", [_STEPS[step].lane for step in steps]),
        "causeStart": _starts(causes),
        "cause": array("I", [row - _ABREAST for row in range(rows) if steps[row]]),
        "causeReason": array("B", [reasons.index(_STEPS[step].reason) for step in steps if step]),
        "checkStart": _starts([int(each) for each in failed]),
        "checkName": array("I", [numbers["contract:OrderPlaced>Stock"]] * sum(failed)),
        "checkHolds": array("B", bytes(sum(failed))),
        "moment": array("I", [numbers[_MOMENTS[_STEPS[step].lane]] for step in steps]),
        "eventStart": _starts(emitted),
        "event": array("I", [numbers[_STEPS[step].event] for step in steps if _STEPS[step].event]),
    }
    header = Header(
        format=FORMAT, spec_hash="0" * 16, flow="checkout", seed=SEED, scope={"instances": _ABREAST, "faults": 0},
        start="2026-01-15T10:00:00.000Z", rows=rows,
        runs=[RunDoc("checkout-walk", f"Checkout — {rows:,} steps", "variant", "contract-violation", 0, rows)],
        lanes=_LANES, kinds=kinds, reasons=reasons, faults=[""], columns={},
    )  # fmt: skip
    return packed(header, list(numbers), columns)


def _times(rows: int) -> list[float]:
    """Milliseconds that grow by 1 to 64, in an order that a small generator gives."""
    times, state, now = [], SEED, 0.0
    for _ in range(rows):
        times.append(now)
        state = (state * 48_271) % 2_147_483_647
        now += 1 + state % 64
    return times


def _starts(counts: list[int]) -> array[Any]:
    starts = array("I", [0])
    for count in counts:
        starts.append(starts[-1] + count)
    assert all(one <= two for one, two in pairwise(starts))
    return starts
