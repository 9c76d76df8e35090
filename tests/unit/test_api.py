"""The package as a library: what the front page promises works in three lines."""

from __future__ import annotations

from pathlib import Path

import pytest

import moment

SPECIFICATION = """\
context "Sales"

  aggregate "Order"
    identity orderId: UUID

    command PlaceOrder
      emits OrderPlaced

    event OrderPlaced
      orderId: UUID

flow "order"
  lane sales "Sales"

  moment "Placing"
    sales: PlaceOrder
    sales: OrderPlaced
"""


def test_load_check_generate_simulate(tmp_path: Path) -> None:
    (tmp_path / "shop.moment").write_text(SPECIFICATION, encoding="utf-8")
    session = moment.load(tmp_path)
    assert session.diagnostics() == ()
    assert list(moment.check(session.domain())) == []
    assert [run.flow.name for run in moment.simulate(session.domain()).flows] == ["order"]
    assert "generated/typescript/index.ts" in {
        artifact.path for artifact in moment.render(session, ["typescript"]).artifacts
    }


def test_text_to_tree_and_back() -> None:
    parsed = moment.parse(moment.Source("shop.moment", SPECIFICATION))
    assert moment.format_text(parsed) == SPECIFICATION


def test_every_export_exists() -> None:
    assert sorted(moment.__all__) == sorted(name for name in moment.__all__ if getattr(moment, name) is not None)


def test_other_names_are_missing() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        getattr(moment, "nonsense")  # noqa: B009
