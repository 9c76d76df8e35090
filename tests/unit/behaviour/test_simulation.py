"""What a simulation says of the order example: scenarios, causation, findings, exit, report."""

from __future__ import annotations

from dataclasses import replace

import jsonschema
import msgspec

from moment.behaviour.bundle import bundle, document, schema
from moment.behaviour.graph import Limits
from moment.behaviour.machine import Scope
from moment.behaviour.report import report
from moment.behaviour.samples import samples
from moment.behaviour.simulation import Simulation, run_flow, simulate
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source
from tests.conftest import Golden

INDENTED = """\
context "Ordering" [Core]

  aggregate "Order"
    identity orderId: UUID

    command PlaceOrder
      input customerId: UUID, items: OrderItem[], note: string?
      precondition orderNotPlaced: "Order has not already been placed"
      emits OrderPlaced

    event OrderPlaced
      orderId: UUID
      customerId: UUID
      items: OrderItem[]
      placedAt: DateTime

  value-object OrderItem
    productId: UUID
    quantity: number
    unitPrice: Money

context "Fulfillment" [Supporting]

  aggregate "FulfillmentRequest"
    identity fulfillmentId: UUID

    command InitiateFulfillment
      input orderId: UUID, items: OrderItem[]
      emits FulfillmentInitiated

    event FulfillmentInitiated
      fulfillmentId: UUID
      orderId: UUID
      items: OrderItem[]
      initiatedAt: DateTime

  value-object OrderItem
    productId: UUID
    quantity: number
    unitPrice: Money

flow "order-placed"
  description "Order submission triggers fulfillment"

  lane ordering "Ordering" [Core]
  lane fulfillment "Fulfillment" [Supporting]

  moment "Order submission"
    ordering: PlaceOrder
    ordering: OrderPlaced crosses-to fulfillment via CustomerSupplier
      contract
        orderId: UUID [required]
        items: OrderItem[] [required]

  moment "Fulfillment initiation"
    fulfillment: InitiateFulfillment
      triggered-by OrderPlaced
    fulfillment: FulfillmentInitiated
"""
FLAT = "".join(line.lstrip() + "\n" for line in INDENTED.splitlines() if line)
RENAMED = INDENTED.replace("      items: OrderItem[]\n      placedAt", "      lines: OrderItem[]\n      placedAt")


def simulation_of(text: str, **options: int) -> Simulation:
    return simulate(build([parse(Source("order.moment", text))]), **options)  # type: ignore[arg-type]


def written(text: str) -> str:
    return bundle(simulation_of(text), project="shop", sources={"order.moment": Source("order.moment", text)})


def test_the_happy_scenario_tells_causation_and_correlation() -> None:
    happy = simulation_of(INDENTED).scenarios[0]
    assert (happy.id, happy.label, happy.kind) == (
        "order-placed-happy-path",
        "Order Placed — Happy Path",
        "happy",
    )
    assert [(each.id, each.event.name, each.causation, each.at) for each in happy.trace.events] == [
        ("evt-001", "OrderPlaced", (), "2026-01-15T10:00:00.000Z"),
        ("evt-002", "FulfillmentInitiated", ("evt-001",), "2026-01-15T10:00:01.000Z"),
    ]
    assert happy.given == "Order has not already been placed"
    assert happy.when == "PlaceOrder is executed in Ordering"
    assert happy.then == "OrderPlaced crosses to Fulfillment and InitiateFulfillment is triggered"


def test_every_kind_of_end_has_a_scenario() -> None:
    found = [(each.id, each.kind, each.verdict.kind) for each in simulation_of(INDENTED).scenarios]
    assert found == [
        ("order-placed-happy-path", "happy", "completed"),
        ("order-placed-negative-order-not-placed", "negative", "unhandled-refusal"),
        ("order-placed-fault-duplicate-order-placed", "fault", "double-effect"),
    ]


def test_figures_are_those_of_the_published_fixture() -> None:
    rungs = simulation_of(INDENTED).flows[0].rungs
    assert [(rung.faults, rung.runs, rung.states, rung.transitions) for rung in rungs] == [(0, 1, 4, 3), (1, 3, 10, 9)]


def test_the_smallest_recipe_is_a_finding() -> None:
    finding = simulation_of(INDENTED).flows[0].breaks_at
    assert finding is not None
    assert (finding.code, finding.verdict, finding.recipe, finding.min_faults) == (
        "MOM415",
        "double-effect",
        ("duplicate:OrderPlaced>Fulfillment",),
        1,
    )
    assert (finding.point_of_no_return, finding.nearest_good) == (1, "order-placed-happy-path")


def test_flat_and_indented_are_the_same_run() -> None:
    one, other = (msgspec.json.decode(written(text)) for text in (INDENTED, FLAT))
    assert one["specHash"] == other["specHash"]
    assert [each["events"] for each in one["scenarios"]] == [each["events"] for each in other["scenarios"]]
    assert one["flows"][0]["figures"] == other["flows"][0]["figures"]


def test_a_renamed_field_is_a_contract_violation_and_fails() -> None:
    simulation = simulation_of(RENAMED)
    assert simulation.exit == 1
    assert [finding.verdict for finding in simulation.flows[0].findings if not finding.min_faults] == [
        "contract-violation"
    ]
    errors = [each for each in simulation.diagnostics if each.severity.label == "error"]
    assert [(each.code, each.labels[0].message) for each in errors] == [("MOM402", "declared here")]


def test_what_a_message_lacks_is_not_made_up() -> None:
    trace = simulation_of(RENAMED).scenarios[0].trace
    assert "items" not in trace.events[0].payload
    handled = next(line for line in trace.lines if line.record.action == "handle:fulfillment.InitiateFulfillment")
    assert sorted(handled.input) == ["orderId"]
    assert [(field.field, field.verdict) for field in trace.contracts[0].fields] == [
        ("orderId", "carried"),
        ("items", "missing"),
    ]


def test_faults_fail_only_when_strict() -> None:
    domain = build([parse(Source("order.moment", INDENTED))])
    assert simulate(domain).exit == 0
    assert simulate(domain, strict=True).exit == 1
    assert simulate(domain, strict=True, max_faults=0).exit == 0


def test_identity_flows_from_cause_to_effect() -> None:
    found = {sample.key: sample for sample in samples(build([parse(Source("order.moment", INDENTED))]))}
    assert sorted(found) == ["order-placed/fulfillment-initiation", "order-placed/order-submission"]
    placed = found["order-placed/order-submission"].payloads
    initiated = found["order-placed/fulfillment-initiation"]
    assert placed["PlaceOrder"]["customerId"] == placed["OrderPlaced"]["customerId"]
    assert placed["OrderPlaced"]["orderId"] == initiated.payloads["FulfillmentInitiated"]["orderId"]
    assert placed["OrderPlaced"]["items"] == initiated.payloads["InitiateFulfillment"]["items"]
    assert initiated.history == ("Ordering/Order/OrderPlaced",)
    assert "note" in placed["PlaceOrder"]
    assert "note" not in found["order-placed/order-submission"].sparse["PlaceOrder"]


def test_the_seed_decides_the_payloads() -> None:
    one, other = (simulation_of(INDENTED, seed=seed).scenarios[0].trace.events[0].payload for seed in (1, 2))
    assert one == simulation_of(INDENTED).scenarios[0].trace.events[0].payload
    assert one["orderId"] != other["orderId"]


def test_the_report_says_what_was_covered_and_what_breaks() -> None:
    assert report(simulation_of(INDENTED), milliseconds={"order-placed": 2}) == (
        "scope  1 instance, at most 1 fault (duplicate 1, refuse 1, timeout 1), seed 1\n"
        "\n"
        "order-placed   3 runs in 10 states (1 in 4 without faults), 2 ms\n"
        "  outcomes     completed 100.0 %\n"
        "  with faults  double-effect in 1 run, unhandled-refusal in 1 run\n"
        "  coverage     moments 2/2, placements 4/4, crossings 1/1, preconditions held 1/1, 1 refused\n"
        "  assumed      1 condition in words only\n"
        "  faults       breaks at 1 fault: duplicate OrderPlaced to Fulfillment (double-effect)\n"
        "  MOM324 info unhandled-refusal: nothing says what follows when `orderNotPlaced` fails\n"
        "    after:     refuse PlaceOrder (orderNotPlaced)\n"
        "  MOM415 warning double-effect: a second `OrderPlaced` makes `InitiateFulfillment` take effect twice\n"
        "    after:     duplicate OrderPlaced to Fulfillment\n"
        "    because:   InitiateFulfillment was handled a second time\n"
        "                 OrderPlaced arrived in Fulfillment a second time (triggered-by)\n"
        "                   OrderPlaced to Fulfillment was duplicated (duplicate)\n"
        "                     PlaceOrder was handled, from outside (emitted)\n"
        "    no return: after step 1, OrderPlaced to Fulfillment was duplicated, no good end is left\n"
        "    instead:   without that fault, as in order-placed-happy-path\n"
    )


def test_scenarios_begin_with_the_published_members_in_their_order() -> None:
    scenario = msgspec.json.decode(written(INDENTED))["scenarios"][0]
    assert list(scenario) == [
        "scenarioId", "scenarioLabel", "description", "given", "when", "then", "expectedPath", "activeBranches",
        "events", "kind", "verdict", "flowId", "seed", "faults", "choices", "steps", "sagas", "contracts",
        "variation",
    ]  # fmt: skip
    assert list(scenario["events"][0]) == [
        "eventId", "eventType", "productSource", "causationEventIds", "correlationId", "timestamp", "version", "payload",
    ]  # fmt: skip
    assert list(scenario["steps"][0]) == [
        "seq", "action", "kind", "lane", "context", "aggregate", "moment", "arm", "beyondFlow", "eventIds", "at",
        "causes", "correlation", "diff", "checks", "fault", "place", "good",
    ]  # fmt: skip


def test_the_bundle_has_its_members_in_order() -> None:
    found = msgspec.json.decode(written(INDENTED))
    assert list(found) == [
        "$comment", "format", "project", "specHash", "seed", "scope", "model", "lineage", "sources", "flows",
        "scenarios", "diagnostics",
    ]  # fmt: skip
    assert list(found["flows"][0]) == [
        "flowId", "name", "description", "lanes", "moments", "figures", "decisions", "coverage", "ledger", "findings",
        "walks", "tables", "tablesOmitted", "tablesReason",
    ]  # fmt: skip


def test_the_bundle_is_the_golden_file(golden: Golden) -> None:
    golden.file("behaviour/order.facet.json", written(INDENTED))


def test_the_bundle_keeps_places_when_it_is_a_value() -> None:
    found = document(
        simulation_of(INDENTED), project="shop", sources={"order.moment": Source("order.moment", INDENTED)}
    )
    placed = found.flows[0].moments[0].placements[0]
    assert (placed.node, placed.place.line, placed.place.column) == ("PlaceOrder", 49, 15)


def test_the_bundle_keeps_its_published_schema() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    assert [error.message for error in validator.iter_errors(msgspec.json.decode(written(INDENTED)))] == []
    broken = {**msgspec.json.decode(written(INDENTED)), "scenarios": [{}]}
    assert not validator.is_valid(broken)


def test_a_limit_is_said_and_never_ok() -> None:
    simulation = simulate(build([parse(Source("order.moment", INDENTED))]), limits=Limits(states=3))
    assert simulation.flows[0].limit == "3 states"
    text = report(simulation)
    assert "  incomplete   a limit was reached: 3 states; what follows covers 3 states\n" in text
    assert "  faults       unknown: not explored to its ends\n" in text
    assert [each.code for each in simulation.diagnostics] == ["MOM909"]


def test_a_clock_that_strikes_is_a_limit_too() -> None:
    domain = build([parse(Source("order.moment", INDENTED))])
    assert simulate(domain, limits=Limits(expired=lambda: True)).flows[0].limit == "time"


def test_only_the_named_flows_run() -> None:
    second = INDENTED + '\nflow "again"\n  lane ordering "Ordering"\n  moment "Order"\n    ordering: PlaceOrder\n'
    domain = build([parse(Source("order.moment", second))])
    assert [run.flow.name for run in simulate(domain).flows] == ["order-placed", "again"]
    assert [run.flow.name for run in simulate(domain, flows=("again",)).flows] == ["again"]


def test_budgets_decide_which_faults_strike() -> None:
    domain = build([parse(Source("order.moment", INDENTED))])
    lost = simulate(domain, faults={"duplicate": 0, "refuse": 0, "lose": 1})
    assert {name for each in lost.scenarios for name in each.run.faults} == {"lose:OrderPlaced>Fulfillment"}
    assert lost.flows[0].breaks_at is not None
    assert [(each.code, each.severity.label) for each in lost.flows[0].breaks_at.diagnostics] == [("MOM322", "warning")]


def test_what_the_text_allows_is_counted_and_not_shown() -> None:
    simulation = simulation_of(INDENTED)
    allowed = [each for each in simulation.diagnostics if each.code == "MOM415"]
    text = report(simulation, allowed=allowed)
    assert "  allowed      1 finding with a reason in the text\n" in text
    assert "MOM415" not in text
    assert "MOM324" in text


def test_a_flow_with_a_scope_of_its_own_says_so() -> None:
    simulation = simulation_of(INDENTED)
    flow = run_flow(simulation.flows[0].flow, simulation.domain, scope=Scope(2, max_faults=0), seed=7)
    text = report(replace(simulation, flows=(flow,)))
    assert "  scope        2 instances, at most 0 faults (duplicate 1, refuse 1, timeout 1), seed 7\n" in text
    whole = document(replace(simulation, flows=(flow,)), project="p", sources={})
    assert (whole.seed, {scenario.seed for scenario in whole.scenarios}) == (1, {7})
