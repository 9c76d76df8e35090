"""Catalogue, impact, sagas, policies, glossary and lineage of one small model whose answers fit on a page."""

from __future__ import annotations

import pytest

from moment.derive import lineage
from moment.derive.catalogue import catalogue
from moment.derive.glossary import glossary
from moment.derive.impact import Graph, candidates, contexts_hurt, files_hurt, flows_hurt, impact
from moment.derive.policies import chains
from moment.derive.sagas import sagas
from moment.model.catalogue import Consumer, Location, Producer
from tests.unit.derive.models import domain_of

SHOP = """
    context "Sales" [Core]
      aggregate "Order" identity orderId: UUID
        states Draft -> Placed on OrderPlaced -> Paid on OrderPaid
        command PlaceOrder input orderId: UUID, lines: Line[] emits OrderPlaced
        command PayOrder
          input orderId: UUID
          precondition placed: "It is placed" in Placed
          emits OrderPaid
        event OrderPlaced
          orderId: UUID
          lines: Line[]
          remark: string [deprecated "one word" -> "note"]
        event OrderPaid orderId: UUID
      value-object Line sku: string
      term "Order" "What a customer asks for"
      policy Remind trigger OrderPlaced action "ask for the money" chains-to PayOrder
    context "Dispatch"
      aggregate "Parcel" identity parcelId: UUID
        command Pack input orderId: UUID, note: string emits Packed
        command Unpack input parcelId: UUID emits Unpacked
        event Packed parcelId: UUID orderId: UUID
        event Unpacked parcelId: UUID
      value-object Line weight: number
      term "Order" "A slip of paper"
      projection Board from OrderPlaced, Packed
        orderId: UUID
      policy PackIt trigger OrderPlaced action "pack" chains-to Pack
      saga Delivery trigger OrderPlaced
        states Waiting -> Ready on Packed
        states Waiting -> Lost
        states Nowhere -> Waiting on Unpacked
        undo Pack with Unpack compensation "on the shelf" timeout 72h
    flow "order-to-parcel"
      lane sales "Sales"
      lane dispatch "Dispatch"
      moment "Placing"
        sales: PlaceOrder
        sales: OrderPlaced crosses-to dispatch via CustomerSupplier delivery at-least-once ordered
          contract
            orderId: UUID [required]
            remark: string
      moment "Packing"
        dispatch: Pack triggered-by OrderPlaced
        dispatch: Packed
"""
DOMAIN = domain_of(SHOP)
GRAPH = Graph(DOMAIN)
CROSSING = "order-to-parcel/placing/1>dispatch"
PLACED = "Sales/Order/OrderPlaced"


def test_the_catalogue_says_who_makes_and_who_uses_an_event() -> None:
    placed = next(event for event in catalogue(DOMAIN) if event.id == PLACED)
    assert placed.producers == (Producer("command", "Sales/Order/PlaceOrder"),)
    flow = "order-to-parcel"
    assert placed.consumers == (
        Consumer("Dispatch", "crossing", CROSSING, flow, "placing", "CustomerSupplier", "at-least-once ordered",
                 ("orderId",), ("remark",), True),
        Consumer("Dispatch", "triggered-by", "Dispatch/Parcel/Pack", flow, "packing", None, None, (), (), True),
        Consumer("Sales", "policy", "Sales/Remind", None, None, None, None, (), (), True),
        Consumer("Dispatch", "policy", "Dispatch/PackIt", None, None, None, None, (), (), True),
        Consumer("Dispatch", "saga", "Dispatch/Delivery", None, None, None, None, (), (), True),
        Consumer("Dispatch", "projection", "Dispatch/Board", None, None, None, None, (), (), True),
    )  # fmt: skip
    assert placed.locations == (Location(flow, "placing", None, "sales"),)
    assert [(each.aggregate, each.from_, each.to) for each in placed.lifecycle] == [("Sales/Order", "Draft", "Placed")]
    assert [(f.name, f.type, f.array, f.deprecated, f.replacement) for f in placed.fields] == [
        ("orderId", "UUID", False, None, None), ("lines", "Line", True, None, None),
        ("remark", "string", False, "one word", "note"),
    ]  # fmt: skip
    assert placed.source == f"model.moment#{PLACED}"


def test_without_a_crossing_a_consumer_abroad_has_no_contract() -> None:
    domain = domain_of(SHOP.replace("crosses-to dispatch via CustomerSupplier delivery at-least-once ordered", "").replace(
        """          contract
            orderId: UUID [required]
            remark: string
""", ""))  # fmt: skip
    placed = next(event for event in catalogue(domain) if event.id == PLACED)
    assert [(each.context, each.contracted) for each in placed.consumers] == [
        ("Dispatch", False), ("Sales", True), ("Dispatch", False), ("Dispatch", False), ("Dispatch", False),
    ]  # fmt: skip


def reached(element: str, **asked: object) -> list[tuple[str, str, int, int]]:
    return [(each.id, each.reason, each.depth, each.hops) for each in impact(GRAPH, element, **asked)]  # type: ignore[arg-type]


def test_impact_follows_every_reason_and_counts_borders() -> None:
    assert reached(PLACED) == [
        ("Sales/Order/PayOrder", "allows", 1, 0),
        ("Sales/Remind", "triggers", 1, 0),
        (CROSSING, "crosses", 1, 1),
        ("Sales/Order/OrderPaid", "emits", 2, 0),
        ("Dispatch/Parcel/Pack", "delivers", 2, 1),
        ("Dispatch/PackIt", "delivers", 2, 1),
        ("Dispatch/Delivery", "delivers", 2, 1),
        ("Dispatch/Board", "delivers", 2, 1),
        ("Dispatch/Parcel/Unpack", "undoes", 3, 1),
        ("Dispatch/Parcel/Packed", "emits", 3, 1),
        ("Dispatch/Parcel/Unpacked", "emits", 4, 1),
    ]


def test_impact_of_a_field_is_what_asks_for_it() -> None:
    assert reached(PLACED, field="remark", depth=1) == [(CROSSING, "requires", 1, 1)]
    assert reached(PLACED, field="lines") == []


def test_impact_upstream_is_what_an_element_depends_on() -> None:
    assert reached("Dispatch/Parcel/Pack", upstream=True, depth=2) == [
        ("Dispatch/PackIt", "chains", 1, 0),
        (CROSSING, "delivers", 1, 0),
        (PLACED, "crosses", 2, 1),
        (f"{PLACED}.orderId", "requires", 2, 1),
        (f"{PLACED}.remark", "requires", 2, 1),
    ]


def test_impact_names_contexts_flows_and_files() -> None:
    affected = impact(GRAPH, PLACED)
    assert [(each.name, each.hops) for each in contexts_hurt(affected)] == [("Sales", 0), ("Dispatch", 1)]
    assert flows_hurt(DOMAIN, PLACED, affected) == ("order-to-parcel",)
    assert files_hurt(DOMAIN, GRAPH, PLACED, affected) == ("model.moment",)


def test_a_type_reaches_what_holds_it() -> None:
    assert reached("Sales/Line", depth=1) == [
        ("Sales/Order/PlaceOrder", "has-type", 1, 0), (PLACED, "has-type", 1, 0),
    ]  # fmt: skip


def test_a_round_is_walked_once() -> None:
    domain = domain_of("""
        context "A"
          aggregate "X" identity id: UUID
            command One emits Oned
            command Two emits Twoed
            event Oned id: UUID
            event Twoed id: UUID
          policy P trigger Oned action "a" chains-to Two
          policy Q trigger Twoed action "b" chains-to One
    """)
    assert [each.id for each in impact(Graph(domain), "A/X/Oned")] == ["A/P", "A/X/Two", "A/X/Twoed", "A/Q", "A/X/One"]
    [chain] = chains(domain)[0]
    assert ([step.id for step in chain.steps][-1], chain.loop) == ("A/X/Oned", True)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (PLACED, [PLACED]), ("OrderPlaced", [PLACED]), ("Sales.OrderPlaced", [PLACED]), ("Sales.Order.OrderPlaced", [PLACED]),
        ("Line", ["Sales/Line", "Dispatch/Line"]), ("Nothing", []),
    ],
)  # fmt: skip
def test_a_bare_name_may_mean_several(name: str, found: list[str]) -> None:
    assert list(candidates(GRAPH, name)) == found


def test_a_saga_with_a_state_that_nothing_reaches_and_one_that_nothing_leaves() -> None:
    [saga] = sagas(DOMAIN)
    assert (saga.initial_state, saga.final_states, saga.unreachable, saga.stuck) == (
        "Waiting", ("Ready", "Lost"), ("Lost", "Nowhere"), (),
    )  # fmt: skip
    assert [(each.from_, each.to, each.on_event) for each in saga.transitions] == [
        ("Waiting", "Ready", "Dispatch/Parcel/Packed"), ("Waiting", "Lost", None),
        ("Nowhere", "Waiting", "Dispatch/Parcel/Unpacked"),
    ]  # fmt: skip
    assert saga.timeout is not None
    assert (saga.timeout.text, saga.timeout.seconds) == ("72h", 259_200)
    assert [(each.command, each.with_) for each in saga.undo] == [("Dispatch/Parcel/Pack", "Dispatch/Parcel/Unpack")]


def test_chains_run_from_event_to_event() -> None:
    found, is_complete = chains(DOMAIN)
    assert is_complete
    assert [([step.id for step in chain.steps], chain.borders, chain.shown_in) for chain in found] == [
        ([PLACED, "Sales/Remind", "Sales/Order/PayOrder", "Sales/Order/OrderPaid"], 0, ()),
        ([PLACED, "Dispatch/PackIt", "Dispatch/Parcel/Pack", "Dispatch/Parcel/Packed"], 1, ("order-to-parcel",)),
    ]


def test_the_glossary_tells_uses_homonyms_and_gaps() -> None:
    found = glossary(DOMAIN)
    assert [(term.context, term.used_by[:3]) for term in found.terms] == [
        ("Sales", ("Sales/Order", "Sales/Order/PlaceOrder", "Sales/Order/PayOrder")), ("Dispatch", ()),
    ]  # fmt: skip
    assert {each.word: each.differences for each in found.homonyms} == {
        "Line": ("only Sales: sku: string", "only Dispatch: weight: number"),
        "Order": (
            "Sales: aggregate", "Dispatch: term", 'Sales: "What a customer asks for"', 'Dispatch: "A slip of paper"',
            "only Sales: orderId: UUID",
        ),
    }  # fmt: skip
    assert [each.id for each in found.undefined] == [
        "Sales/Line", "Dispatch/Parcel", "Dispatch/Parcel/Packed", "Dispatch/Parcel/Unpacked", "Dispatch/Line",
    ]  # fmt: skip


def test_lineage_goes_through_contracts_and_stops_where_they_are_silent() -> None:
    fields = lineage.Fields(DOMAIN)
    way = lineage.downstream(fields, f"{PLACED}.orderId")
    assert [(hop.to, hop.how, hop.flow, hop.carried) for hop in way] == [
        ("Sales/Order/PayOrder.orderId", "policy Sales/Remind", None, True),
        (f"{CROSSING}.orderId", "crosses to Dispatch via CustomerSupplier", "order-to-parcel", True),
        ("Sales/Order/OrderPaid.orderId", "emits", None, True),
        ("Dispatch/Parcel/Pack.orderId", "policy Dispatch/PackIt", None, True),
        ("Dispatch/Board.orderId", "projection", None, True),
        ("Dispatch/Parcel/Pack.orderId", "triggered-by", "order-to-parcel", True),
        ("Dispatch/Parcel/Packed.orderId", "emits", None, True),
        ("Dispatch/Board.orderId", "projection", None, True),
    ]
    assert [(hop.to, hop.carried) for hop in lineage.downstream(fields, f"{PLACED}.lines")] == [
        (f"{CROSSING}.lines", False)
    ]
    assert lineage.origins(fields, "Dispatch/Parcel/Packed.orderId") == ("Sales/Order/PlaceOrder.orderId",)
    assert lineage.origins(fields, "Dispatch/Parcel/Pack.note") == ("Dispatch/Parcel/Pack.note",)


def test_a_field_is_named_by_context_and_event() -> None:
    fields = lineage.Fields(DOMAIN)
    assert lineage.candidates(fields, "Sales.OrderPlaced.orderId") == (f"{PLACED}.orderId",)
    assert lineage.candidates(fields, "Packed.orderId") == ("Dispatch/Parcel/Packed.orderId",)
