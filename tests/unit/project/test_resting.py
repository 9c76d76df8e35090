"""What a flow's findings rest on: whatever may change them changes the hash, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

import moment
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.project import program
from moment.project.config import Config, FaultSettings, LimitSettings, SimulateSettings
from moment.project.resting import keys
from moment.text.source import Source

SALES = """\
context "Sales"
  aggregate "Order"
    identity orderId: UUID
    command PlaceOrder
      emits OrderPlaced
    event OrderPlaced
      orderId: UUID
"""
BILLING = """\
context "Billing"
  aggregate "Invoice"
    identity invoiceId: UUID
    command WriteInvoice
      emits InvoiceWritten
    event InvoiceWritten
      invoiceId: UUID
  policy Bill trigger OrderPlaced action "bill it" chains-to WriteInvoice
"""
ARCHIVE = """\
context "Archive"
  aggregate "Folder"
    identity folderId: UUID
    command Keep
      emits Kept
    event Kept
      folderId: UUID
"""
ORDER = """\
flow "order"
  lane sales "Sales"
  lane billing "Billing"
  moment "Placing"
    sales: PlaceOrder
    sales: OrderPlaced
  moment "Billing"
    billing: WriteInvoice triggered-by OrderPlaced
"""
KEEPING = 'flow "keeping"\n  lane archive "Archive"\n  moment "Keeping"\n    archive: Keep\n'
FILES = {"sales": SALES, "billing": BILLING, "archive": ARCHIVE, "order": ORDER, "keeping": KEEPING}


def domain(**changes: str) -> Domain:
    texts = {**FILES, **changes}
    return build([parse(Source(f"{name}.moment", text)) for name, text in texts.items()])


def changed(config: Config | None = None, **changes: str) -> set[str]:
    """The flows whose hash is another than that of the files above."""
    before = keys(domain(), Config())
    after = keys(domain(**changes), config or Config())
    return {flow for flow in before if before[flow] != after.get(flow)}


def test_the_same_text_has_the_same_hashes() -> None:
    assert changed() == set()
    assert sorted(keys(domain(), Config())) == ["keeping", "order"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"order": ORDER.replace('"Placing"', '"Ordering"')}, {"order"}),
        ({"order": "\n" + ORDER}, {"order"}),
        ({"sales": SALES + "      total: Money\n"}, {"order"}),
        ({"sales": "\n" + SALES}, {"order"}),
        ({"billing": BILLING.replace("bill it", "write a bill")}, {"order"}),
        ({"archive": ARCHIVE + "      shelf: string\n"}, {"keeping"}),
        ({"archive": ARCHIVE + "  policy Keeper trigger OrderPlaced action \"keep\" chains-to Keep\n"}, {"keeping"}),
        ({"billing": BILLING.replace("chains-to WriteInvoice", "chains-to WriteInvoice, Keep")}, {"order"}),
        ({"keeping": KEEPING + "    archive: Kept\n"}, {"keeping"}),
        ({"more": 'context "More"\n'}, set()),
    ],
)  # fmt: skip
def test_an_edit_changes_the_flows_that_rest_on_it(changes: dict[str, str], expected: set[str]) -> None:
    assert changed(None, **changes) == expected


def test_a_context_that_a_policy_leads_to_counts() -> None:
    leading = BILLING.replace("chains-to WriteInvoice", "chains-to WriteInvoice, Keep")
    before = keys(domain(billing=leading), Config())
    after = keys(domain(billing=leading, archive=ARCHIVE + "      shelf: string\n"), Config())
    assert before["order"] != after["order"]


@pytest.mark.parametrize(
    "settings",
    [
        SimulateSettings(max_faults=2),
        SimulateSettings(faults=FaultSettings(lose=1)),
        SimulateSettings(limits=LimitSettings(states=10)),
    ],
)
def test_another_scope_is_another_question(settings: SimulateSettings) -> None:
    assert changed(Config(simulate=settings)) == {"order", "keeping"}


def test_what_does_not_decide_changes_nothing() -> None:
    settings = SimulateSettings(seed=7, out="other.json", limits=LimitSettings(seconds=1.0))
    assert changed(Config(name="shop", simulate=settings)) == set()


def test_another_version_of_this_program_answers_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys(domain(), Config())
    monkeypatch.setattr(program, "__version__", "99.0.0")
    assert set(before.values()) & set(keys(domain(), Config()).values()) == set()


def test_a_changed_source_of_this_program_answers_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "moment"
    (package / "behaviour").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.setattr(moment, "__file__", str(package / "__init__.py"))
    before = keys(domain(), Config())
    (package / "behaviour" / "verdicts.py").write_text("GOOD = ()\n")
    assert set(before.values()) & set(keys(domain(), Config()).values()) == set()
