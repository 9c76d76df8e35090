"""Plain values for what no flow shows."""

from __future__ import annotations

from moment.generate.suites.values import Values
from tests.unit.generate.vitest.models import domain_of


def test_plain_values_end_where_types_contain_themselves() -> None:
    domain = domain_of("""
        context "Sales"
          aggregate "Order" identity orderId: UUID
            event Sent root: Node endless: Loop
          value-object Node name: string children: Node[] parent: Node?
          value-object Loop next: Loop
    """)
    payload = Values(domain).payload(domain.event["Sales/Order/Sent"].fields)
    depth, children = 0, payload["root"]["children"]
    while children:
        depth, children = depth + 1, children[0]["children"]
    assert depth == 2


def test_plain_values_have_the_types_of_their_fields() -> None:
    domain = domain_of("""
        context "Sales"
          aggregate "Order" identity orderId: UUID
            event Sent
              shortNote: string
              count: number
              sure: boolean
              at: DateTime
              day: Date
              price: Money
              state: State
              tags: string[]
              unknown: Nothing
          enum State = Open | Shut
    """)
    payload = Values(domain).payload(domain.event["Sales/Order/Sent"].fields)
    assert payload == {
        "shortNote": "short note",
        "count": 1,
        "sure": True,
        "at": "2026-01-15T10:00:00.000Z",
        "day": "2026-01-15",
        "price": 10.5,
        "state": "Open",
        "tags": ["tags 1", "tags 2"],
        "unknown": "unknown",
    }
