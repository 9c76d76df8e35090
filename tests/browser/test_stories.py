"""What a person does with Facet (the first stories of its page), by keyboard, in a file that nothing serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opened import accessible, opened
from tests.process.commands import run

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """From the name of an example to the address of its page."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for path in (EXAMPLES / "library", *(EXAMPLES / f"behaviour/{name}.moment" for name in STORIES)):
        page = folder / f"{path.stem}.html"
        done = run(EXAMPLES, "facet", "export", str(page), str(path))
        assert done.exit == 0, done.err
        found[path.stem] = page.as_uri()
    return found


STORIES = ("contract-violation", "stalled", "unanticipated", "policy-loop")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def spoken(page: Page) -> str:
    return page.locator("[aria-live=polite]").inner_text()


def test_a_book_crosses_a_boundary(exported: dict[str, str]) -> None:
    """Open the flow, press Space: the message is an arrow between lanes, the inspector says what travelled."""
    with opened(exported["library"]) as page:
        press(page, "Space")
        expect(page.get_by_role("button", name="pause")).to_be_visible()
        expect(page.get_by_role("row", name="BookReturned → Fees")).to_have_attribute(
            "aria-selected", "true", timeout=9000
        )
        press(page, "Space")
        expect(page.get_by_role("grid", name="Steps of the run")).to_match_aria_snapshot("""
            - grid "Steps of the run":
              - row /Step Action Kind/
              - row /1 StartLoan → LoanStarted handle Lending/
              - row /2 ReturnBook → BookReturned handle Lending/
              - row /3 BookReturned → Fees deliver Fees .* CustomerSupplier 4\\/4 ✓/ [selected]
              - row /4 AssessFee → FeeCharged handle Fees/
        """)
        assert "contract 4 of 4" in spoken(page)
        page.get_by_role("tab", name="Explain").focus()
        press(page, "ArrowRight")
        panel = page.get_by_role("tabpanel", name="Step")
        expect(panel).to_contain_text("Stayed behind: remark.")
        accessible(page)


def test_a_contract_field_is_missing(exported: dict[str, str]) -> None:
    """The red cell of the ledger leads to the step; its field's lineage to where it is lost and who starves for it."""
    with opened(exported["contract-violation"]) as page:
        ledger = page.get_by_role("grid", name="Crossings and the fields of their contracts")
        expect(ledger).to_match_aria_snapshot("""
            - grid:
              - row /Relationship Crossing address orderId/
              - rowgroup:
                - row /OrderPaid › Couriers missing carried/
        """)
        ledger.get_by_role("row", name="OrderPaid › Couriers").focus()
        press(page, "Enter")
        expect(page.get_by_role("row", name="OrderPaid → Couriers")).to_have_attribute("aria-selected", "true")
        accessible(page)
        page.get_by_role("tabpanel", name="Ledger").get_by_role("button", name="address").press("Enter")
        lineage = page.get_by_role("tabpanel", name="Lineage")
        expect(lineage).to_contain_text("SendCourier")
        expect(lineage).to_contain_text("lost")
        accessible(page)


def test_a_flow_stalls(exported: dict[str, str]) -> None:
    """Who waits for what is a circle, drawn and told; the repairs that were tried stand beside it."""
    with opened(exported["stalled"]) as page:
        press(page, "g", "s")
        stall = page.get_by_role("tabpanel", name="Stall")
        expect(stall).to_contain_text("A circle: ServeSoup → TableLaid → LayTable → SoupServed → ServeSoup.")
        expect(stall.get_by_role("img", name="ServeSoup waits for TableLaid.")).to_be_visible()
        expect(stall).to_contain_text("Let ServeSoup not wait for TableLaid")
        expect(page.get_by_role("tabpanel", name="Explain")).to_contain_text(
            "Before, 1 of 1 runs fail; after, 0 of 1 runs fail."
        )
        accessible(page)


def test_a_branch_leads_where_nobody_looked(exported: dict[str, str]) -> None:
    """The arm that ends unanticipated is marked at its probability and opens its run."""
    with opened(exported["unanticipated"]) as page:
        press(page, "[" if "unanticipated" in page.get_by_role("navigation").inner_text() else "]")
        press(page, "g", "b")
        arm = page.get_by_role("button", name="TakeExam: ExamFailed, probability 1/2 (50 %): unanticipated, 1 run")
        arm.press("Enter")
        expect(page.get_by_role("navigation", name="Where we are")).to_contain_text("unanticipated")
        expect(page.get_by_role("tabpanel", name="Explain")).to_contain_text("ExamFailed")
        accessible(page)
    with opened(exported["policy-loop"]) as page:
        expect(page.get_by_role("grid", name="Steps of the run")).to_contain_text("beyond the flow")
