"""Findings of every shape that renderers meet, over two small texts."""

from __future__ import annotations

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.diagnostics.summary import Summary, summarize
from moment.text.source import Source
from moment.text.span import Place

MISSING = Rule("MOM402", "contract-field-missing", Severity.ERROR, "contract of `{event}` requires `{field}`")
COLLISION = Rule("MOM126", "case-collision", Severity.WARNING, "`{name}` differs only in case")
UNUSUAL = Rule("MOM207", "identity-type-unusual", Severity.INFO, "identity of `{aggregate}` is a {type}")
UNREADABLE = Rule("MOM902", "unreadable-file", Severity.ERROR, "cannot read `{path}`")

ORDER = Source(
    "specs/order spec.moment",
    """\
context "Ordering" [Core]
  aggregate "Order" identity orderId: UUID
    event OrderPlaced
      orderId: UUID

flow "order-placed"
  contract
    orderId: UUID [required]
    total: Money [required]
""",
)
SHIPPING = Source("specs/shipping.moment", 'context "Shipping"\n  event Shipped\n')
CLEAN = Source("specs/clean.moment", 'context "Clean"\n')
SOURCES = {source.path: source for source in (CLEAN, ORDER, SHIPPING)}


def place(source: Source, word: str, nth: int = 1) -> Place:
    """Where ``word`` stands in ``source`` for the ``nth`` time."""
    at = -1
    for _ in range(nth):
        at = source.text.index(word, at + 1)
    return Place(source.path, at, at + len(word))


def findings() -> tuple[Diagnostic, ...]:
    event = place(ORDER, "event OrderPlaced\n      orderId: UUID")
    carry = Fix("add `total: Money` to `OrderPlaced`", (Edit(event, "  total: Money", "line-after"),))
    spell = Fix("write `Shipped`", (Edit(place(SHIPPING, "Shipped"), "Shipped2"),), "safe")
    return (
        MISSING.at(
            place(ORDER, "total"),
            Label(place(ORDER, "OrderPlaced"), "declared here"),
            Label(place(SHIPPING, "Shipped"), "used here"),
            caption="not carried",
            hint="Carry the field on the event.",
            fixes=(carry,),
            elements=("order-placed/order-submission/1",),
            event="OrderPlaced",
            field="total",
        ),
        UNUSUAL.at(place(ORDER, "UUID"), aggregate="Order", type="UUID"),
        UNUSUAL.at(place(ORDER, "UUID", 2), aggregate="Order", type="UUID").suppress('it is "old" <and> known'),
        COLLISION.at(place(SHIPPING, "Shipped"), fixes=(spell,), name="Shipped: 100%, \x1b[31m\u202eevil"),
        UNREADABLE.at(Place("specs/gone.moment", 0, 0), hint="Give a file.", path="specs/gone.moment"),
        UNREADABLE.at(Place("", 0, 0), path="nothing"),
    )


def summary() -> Summary:
    return summarize(findings(), project="shop & co", files=3, exit=1, limits=("stopped after 2.0 seconds",))
