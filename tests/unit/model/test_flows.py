from __future__ import annotations

import pytest

from moment.model.domain import Domain, Flow, Placement
from moment.model.flows import unique_slugs
from tests.unit.model.specifications import SHOP, domain_of
from tests.unit.model.texts import EVERYTHING

CONTEXT = """
context "{name}"
  aggregate "X" identity id: UUID
    command Do emits Done
    event Done
"""
LANES = """
flow "f"
  lane a "A"
  lane b "B"
  branch-lane lost "Lost"
"""
TWO = CONTEXT.format(name="A") + CONTEXT.format(name="B")


def only_flow(domain: Domain) -> Flow:
    (flow,) = domain.flows
    return flow


def targets(placements: tuple[Placement, ...]) -> list[tuple[str, str | None]]:
    return [(placement.kind, placement.node.target) for placement in placements]


def test_lanes_lead_to_contexts_and_branch_lanes_to_outcomes() -> None:
    flow = only_flow(domain_of(EVERYTHING))
    assert [(lane.name, lane.label, lane.kind, lane.context, lane.classification) for lane in flow.lanes] == [
        ("sales", "Sales", "context", "Sales", "Core"),
        ("dispatch", "Dispatch", "context", "Dispatch", "Supporting"),
        ("lost", "Lost sale", "outcome", None, "Terminal"),
    ]


def test_a_lane_of_an_unknown_context_has_none_and_a_branch_lane_never_has() -> None:
    flow = only_flow(domain_of(TWO, 'flow "f"\n  lane x "Nowhere"\n  branch-lane y "A"\n'))
    assert [lane.context for lane in flow.lanes] == [None, None]


def test_of_two_lanes_of_one_name_the_first_counts_and_each_keeps_its_context() -> None:
    flow = only_flow(domain_of(TWO, 'flow "f"\n  lane x "A"\n  lane x "B"\n  moment "M"\n    x: Done\n'))
    assert [lane.context for lane in flow.lanes] == ["A", "B"]
    assert targets(flow.placements) == [("event", "A/X/Done")]


def test_placements_are_numbered_through_the_arms_of_their_moment() -> None:
    flow = only_flow(domain_of(EVERYTHING))
    assert [(p.id, p.moment, p.arm, p.index) for p in flow.placements] == [
        ("sell/order-it/0", 0, None, 0),
        ("sell/order-it/1", 0, None, 1),
        ("sell/decide/0", 1, 0, 0),
        ("sell/decide/1", 1, 0, 1),
        ("sell/decide/2", 1, 1, 2),
        ("sell/decide/3", 1, None, 3),
        ("sell/order-it-again/0", 2, None, 0),
    ]


def test_placements_keep_multiplicity_and_modifier() -> None:
    flow = only_flow(domain_of(EVERYTHING))
    assert [(p.multiplicity, p.modifier) for p in flow.placements] == [
        (3, None),
        (None, None),
        (None, None),
        ("n", "optional"),
        (None, "terminal"),
        (None, None),
        (None, None),
    ]


def test_a_node_is_a_command_event_policy_or_saga() -> None:
    flow = only_flow(domain_of(EVERYTHING))
    assert targets(flow.placements) == [
        ("command", "Sales/Order/SubmitOrder"),
        ("event", "Sales/Order/OrderSubmitted"),
        ("command", "Dispatch/Parcel/PackParcel"),
        ("event", "Dispatch/Parcel/ParcelPacked"),
        ("event", "Sales/Order/OrderRefused"),
        ("policy", "Sales/Pack"),
        ("saga", "Sales/Fulfil"),
    ]


def test_the_lanes_own_context_comes_first() -> None:
    flow = only_flow(domain_of(TWO, LANES + '  moment "M"\n    b: Done\n    a: Done\n'))
    assert targets(flow.placements) == [("event", "B/X/Done"), ("event", "A/X/Done")]
    assert [placement.owner for placement in flow.placements] == ["B", "A"]


def test_then_come_the_contexts_that_cross_into_the_lane() -> None:
    third = 'context "C"\nflow "f"\n  lane a "A"\n  lane b "B"\n  lane c "C"\n  moment "M"\n'
    crossing = "    b: Done crosses-to c via Partnership contract id: UUID\n"
    flow = only_flow(domain_of(TWO, f'{third}{crossing}  moment "N"\n    c: Done\n'))
    assert targets(flow.placements) == [("event", "B/X/Done"), ("event", "B/X/Done")]
    assert (flow.placements[1].context, flow.placements[1].owner) == ("C", "B")


def test_then_comes_the_only_owner_anywhere() -> None:
    domain = domain_of(SHOP, 'flow "f"\n  lane s "Sales"\n  moment "M"\n    s: ParcelPacked\n')
    (placement,) = only_flow(domain).placements
    assert (placement.node.target, placement.owner) == ("Dispatch/Parcel/ParcelPacked", "Dispatch")


def test_of_several_owners_elsewhere_none_is_chosen() -> None:
    third = 'context "C"\nflow "f"\n  lane c "C"\n  moment "M"\n    c: Done\n    c: Never\n'
    done, never = only_flow(domain_of(TWO, third)).placements
    assert (done.kind, done.node.target, done.owner) == ("unknown", None, None)
    assert done.node.candidates == ("A/X/Done", "B/X/Done")
    assert (never.kind, never.node.candidates) == ("unknown", ())


def test_on_an_outcome_lane_the_contexts_of_the_flow_come_in_order() -> None:
    reversed_lanes = 'flow "f"\n  lane b "B"\n  lane a "A"\n  branch-lane lost "Lost"\n'
    flow = only_flow(domain_of(TWO, f'{reversed_lanes}  moment "M"\n    lost: Done\n'))
    (placement,) = flow.placements
    assert (placement.node.target, placement.context, placement.outcome) == ("B/X/Done", None, True)


def test_an_unknown_lane_still_shows_its_node() -> None:
    (placement,) = only_flow(domain_of(TWO, LANES + '  moment "M"\n    typo: Do\n')).placements
    assert (placement.lane.name, placement.lane.target, placement.node.target) == ("typo", None, "A/X/Do")


def causes(links: str) -> list[tuple[str, str | None]]:
    text = f"""{LANES}
  moment "M"
    a: Done crosses-to b via Partnership
      contract
        id: UUID
    b: Do
    a: Do
  moment "N"
    b: Never
      {links}
"""
    last = only_flow(domain_of(TWO, text)).placements[-1]
    return [(link.kind, link.target.target) for link in last.links]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("triggered-by Done", [("triggered-by", "A/X/Done")]),
        ("triggered-by Do", [("triggered-by", "B/X/Do")]),
        ("triggers Do triggers Nothing", [("triggers", "B/X/Do"), ("triggers", None)]),
        ("triggered-by Never", [("triggered-by", None)]),
    ],
)
def test_a_cause_is_placed_in_the_flow(links: str, expected: list[tuple[str, str | None]]) -> None:
    assert causes(links) == expected


def test_a_cause_of_another_context_is_the_one_that_crosses_here() -> None:
    flow = only_flow(
        domain_of(
            TWO,
            """
            context "C"
            flow "f"
              lane a "A"
              lane b "B"
              lane c "C"
              moment "M"
                a: Done
                b: Done crosses-to c via Partnership contract id: UUID
                c: Never
                  triggered-by Done
            """,
        )
    )
    assert flow.placements[-1].links[0].target.target == "B/X/Done"


def test_a_return_leads_to_the_number_of_the_first_moment_of_that_label() -> None:
    text = (
        f'{LANES}  moment "M"\n    a: Do\n  moment "N"\n    a: Do\n  moment "N"\n    a: Do returns-to "N" at-most 2\n'
    )
    (link,) = only_flow(domain_of(TWO, text)).placements[-1].links
    assert (link.kind, link.target.target, link.at_most) == ("returns-to", "1", 2)


def test_a_return_to_nowhere_has_no_target() -> None:
    (link,) = only_flow(domain_of(TWO, LANES + '  moment "M"\n    a: Do returns-to "N"\n')).placements[0].links
    assert (link.target.name, link.target.target, link.at_most) == ("N", None, None)


def test_arms_lead_to_branch_lanes() -> None:
    flow = only_flow(domain_of(EVERYTHING))
    good, bad = flow.moments[1].arms
    assert (good.condition, good.lane) == ("good", None)
    assert bad.lane is not None
    assert (bad.condition, bad.lane.target) == ("bad", "lost")
    assert [placement.node.name for placement in bad.placements] == ["OrderRefused"]


def test_moments_have_slugs_of_their_own() -> None:
    assert unique_slugs(["Order it", "order-it", "Order it 2", "?", "!", ""]) == [
        "order-it",
        "order-it-2",
        "order-it-2-2",
        "moment",
        "moment-2",
        "moment-3",
    ]
