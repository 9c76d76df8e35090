"""The TypeScript of a small model, whole, and the rules that it shows only in part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from moment.generate.artifact import Artifact, Inputs
from moment.generate.header import header_of
from moment.generate.target import load, select
from moment.generate.typescript.commands import reasons
from moment.generate.typescript.contracts import contracts
from moment.generate.typescript.homes import homes_of
from moment.generate.typescript.module import relative
from moment.model.build import build
from moment.model.domain import Domain
from tests.conftest import Golden
from tests.unit.model.specifications import domain_of, parsed

PARCEL = Path(__file__).parents[2] / "conformance/vitest/specs/order-to-parcel.moment"


def render(domain: Domain, **settings: Any) -> dict[str, Artifact]:
    target = load("typescript")
    inputs = Inputs("shop", "1.0.0", ("order.moment",), {"typescript": "generated"}, "bindings")
    artifacts = target.render(domain, target.settings(**settings), inputs)
    return {artifact.path.removeprefix("generated/"): artifact for artifact in artifacts}


def line_with(word: str, artifact: Artifact) -> str:
    [found] = [line.strip() for line in artifact.text.splitlines() if word in line]
    return found


def test_the_files_of_a_small_model(golden: Golden) -> None:
    domain = build([parsed(PARCEL.read_text(encoding="utf-8"), "order.moment")])
    golden.tree("typescript", {path: artifact.text for path, artifact in render(domain).items()})


def test_every_file_has_a_header_that_verifies() -> None:
    domain = build([parsed(PARCEL.read_text(encoding="utf-8"), "order.moment")])
    headers = [header_of(artifact.text) for artifact in render(domain).values()]
    assert len(headers) == 14
    assert all(header is not None and header.verifies and header.target == "typescript" for header in headers)


def test_an_empty_model_makes_nothing() -> None:
    assert render(domain_of("")) == {}


def test_a_file_only_when_it_has_content() -> None:
    assert sorted(render(domain_of('context "Sales"\n'))) == ["index.ts", "runtime.ts"]


SALES = """
context "Sales"
  aggregate "Order" identity orderId: UUID
    command Place
      input line: Line
      precondition open: "It is open"
      emits Placed, Counted
    command Count
      emits Placed or Counted
    event Placed
    event Counted
  value-object Line
    part: Part[]
  value-object Part
    name: string
  value-object Other
    name: string
  invariant PART-1 "A part has a name" scope Part
  invariant OTHER-1 "Not reached" scope Other
  invariant ORDER-1 "Holds for orders" scope Order
  invariant SALES-1 "Holds everywhere" scope Sales
"""


def test_reasons_of_a_refusal_come_in_order() -> None:
    domain = domain_of(SALES)
    homes = homes_of(domain)
    assert {name: reasons(command, homes) for name, command in domain.command.items()} == {
        "Sales/Order/Place": ("open", "ORDER-1", "SALES-1", "PART-1"),
        "Sales/Order/Count": ("ORDER-1", "SALES-1"),
    }


@pytest.mark.parametrize(
    ("refusals", "place", "count"),
    [
        ("return", "readonly [Placed, Counted] | PlaceRefusal", "Placed | Counted | CountRefusal"),
        ("throw", "readonly [Placed, Counted]", "Placed | Counted"),
    ],
)
def test_how_a_refusal_leaves_a_method(refusals: str, place: str, count: str) -> None:
    aggregate = render(domain_of(SALES), refusals=refusals)["contexts/sales/order.aggregate.ts"]
    assert line_with("place(", aggregate) == f"place(input: PlaceInput): {place};"
    assert line_with("count(", aggregate) == f"count(input: CountInput): {count};"
    assert ("@throws PlaceRefusal" in aggregate.text) is (refusals == "throw")


def test_a_name_that_is_not_resolved_is_unknown() -> None:
    text = """
    context "Sales"
      aggregate "Order" identity orderId: Missing
        command Place emits Nowhere
      value-object Line
        part: Missing[]?
    """
    files = render(domain_of(text))
    assert line_with("place(", files["contexts/sales/order.aggregate.ts"]) == "place(input: PlaceInput): unknown;"
    assert line_with("orderId", files["contexts/sales/order.aggregate.ts"]) == "readonly orderId: unknown;"
    assert line_with("part", files["contexts/sales/types.ts"]) == "readonly part?: readonly unknown[];"
    assert line_with("part", files["contexts/sales/guards.ts"]) == "part: () => m.optional(m.array(m.unknown)),"


def crossing(fields: str) -> str:
    return f"    sales: Placed crosses-to billing via Partnership\n      contract\n        {fields}\n"


def test_equal_contracts_are_one_type_and_others_are_numbered() -> None:
    text = (
        'context "Sales"\n  aggregate "Order" identity id: UUID\n    event Placed\n      id: UUID\n      at: DateTime\n'
        'context "Billing"\nflow "f"\n  lane sales "Sales"\n  lane billing "Billing"\n'
    )
    for number, fields in enumerate(("id: UUID", "id: UUID [required]", "id: UUID", "at: DateTime")):
        text += f'  moment "{number}"\n{crossing(fields)}'
    [flow] = domain_of(text).flows
    assert [(contract.type_name, len(contract.placements)) for contract in contracts(flow)] == [
        ("PlacedToBilling", 2),
        ("PlacedToBilling2", 1),
        ("PlacedToBilling3", 1),
    ]


@pytest.mark.parametrize(
    ("path", "module", "expected"),
    [
        ("index", "runtime", "./runtime"),
        ("flows/a", "flows/b", "./b"),
        ("flows/a", "contexts/x/index", "../contexts/x/index"),
        ("contexts/x/types", "contexts/y/index", "../y/index"),
        ("contexts/x/types", "runtime", "../../runtime"),
    ],
)
def test_how_one_module_imports_another(path: str, module: str, expected: str) -> None:
    assert relative(path, module) == expected


def test_a_target_brings_what_it_imports() -> None:
    assert [target.name for target in select(["vitest"])] == ["typescript", "vitest"]
    assert [target.name for target in select(["typescript"])] == ["typescript"]
