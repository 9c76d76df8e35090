"""Why something happened and why something did not, by keyboard: cone, cause and effect, search, marks, pins, a link."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opened import accessible, opened
from tests.process.commands import run

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    page = tmp_path_factory.mktemp("page") / "library.html"
    done = run(EXAMPLES, "facet", "export", str(page), "library")
    assert done.exit == 0, done.err
    return page.as_uri()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_why_and_why_not(library: str) -> None:
    with opened(library) as page:
        steps = page.get_by_role("grid", name="Steps of the run")
        timeline = page.get_by_role("region", name="Timeline", exact=True)
        explain = page.get_by_role("tabpanel", name="Explain")
        why_a_fee_was_charged(page)
        press(page, "c")
        expect(timeline).to_contain_text("In colour is only what led to the selected step: 4 of 6 steps.")
        assert steps.locator(".greyed").count() == 2
        accessible(page)
        press(page, "Escape")
        expect(steps.locator(".greyed")).to_have_count(0)

        press(page, "Home", "m", "End", "m")
        expect(timeline).to_contain_text("Steps 1 to 6: 6 steps in 3 s · Fees 4, Lending 2")
        press(page, "Escape")
        expect(timeline).not_to_contain_text("Steps 1 to 6")

        press(page, "/")
        page.keyboard.type("lane:fees")
        expect(timeline).to_contain_text("4 of 6 steps match lane:fees · 2 hidden")
        expect(steps).to_match_aria_snapshot("""
            - grid "Steps of the run":
              - row /Step Action/
              - row /3 BookReturned → Fees/
              - row /4 AssessFee/
              - row /5 late/
              - row /6 FeeCharged/
        """)
        press(page, "Enter", "Enter")
        expect(steps.get_by_role("row", name="AssessFee")).to_have_attribute("aria-selected", "true")
        accessible(page)
        page.get_by_role("tab", name="Saga").press("Enter")
        link = page.evaluate("location.href")

        page.get_by_role("combobox", name="Search and narrow").fill("AssessFee then FeeWaived")
        expect(timeline).to_contain_text("No step of this run matches")
        runs = page.get_by_role("grid", name="Runs, now of a-book-comes-back")
        expect(runs.get_by_role("row")).to_have_count(3)
        press(page, "Enter")
        expect(explain).to_contain_text("FeeWaived does not happen in this run.")
        explain.get_by_role("button", name="A Book Comes Back — in-time").press("Enter")
        expect(page.get_by_role("navigation", name="Where we are")).to_contain_text("ended")
        expect(timeline).to_contain_text("match AssessFee then FeeWaived")
        accessible(page)
        page.get_by_role("button", name="Show all").press("Enter")
        keys_can_be_switched_off(page)
    with opened(link) as again:
        expect(again.get_by_role("combobox", name="Search and narrow")).to_have_value("lane:fees")
        expect(again.get_by_role("row", name="AssessFee")).to_have_attribute("aria-selected", "true")
        expect(again.get_by_role("tab", name="Saga")).to_have_attribute("aria-selected", "true")


def why_a_fee_was_charged(page: Page) -> None:
    """From the effect to its cause and back; the field that decided is pinned over the run."""
    steps = page.get_by_role("grid", name="Steps of the run")
    press(page, "End")
    because = page.get_by_role("tabpanel", name="Explain").get_by_role("button", name="AssessFee was handled")
    expect(because.first).to_be_visible()
    press(page, "h")
    expect(steps.get_by_role("row", name="4 AssessFee")).to_have_attribute("aria-selected", "true")
    press(page, "p")
    payload = page.get_by_role("tree", name="Payload of FeeCharged")
    expect(payload.get_by_role("treeitem").first).to_be_focused()
    press(page, "p")
    expect(page.get_by_role("tabpanel", name="Step")).to_contain_text("FeeCharged.loanId")
    accessible(page)
    page.get_by_role("tab", name="Explain").press("Enter")
    page.get_by_role("tab", name="Explain").evaluate("tab => tab.blur()")
    press(page, "l")
    expect(steps.get_by_role("row", name="6 FeeCharged")).to_have_attribute("aria-selected", "true")


def keys_can_be_switched_off(page: Page) -> None:
    """Afterwards letters command nothing, neither the page nor its lanes."""
    press(page, "Control+k")
    page.get_by_role("combobox", name="Command").fill("settings")
    press(page, "Enter")
    page.get_by_role("checkbox", name="single keys are commands").press("Space")
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate("document.activeElement?.blur()")
    width = page.locator(".extent").evaluate("each => each.style.width")
    press(page, "w", "c", "j")
    press(page, "Home")
    expect(page.get_by_role("row", name="1 StartLoan")).to_have_attribute("aria-selected", "true")
    assert page.locator(".extent").evaluate("each => each.style.width") == width
    assert "In colour is only" not in page.get_by_role("region", name="Timeline", exact=True).inner_text()
