"""What if a step fails: the page runs on by itself, in a file that nothing serves, and its link says how."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opened import accessible, opened
from tests.process.commands import run

EXAMPLES = Path(__file__).parents[2] / "examples"
STEPS = "Steps of the run"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """From a name to the address of a page: two exports, and a file that holds the second as a fragment."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, path, *options in (
        ("ride", "behaviour/compensated.moment"),
        ("library", "library"),
        ("fragment", "library", "--embed"),
    ):
        page = folder / f"{name}.html"
        done = run(EXAMPLES, "facet", "export", str(page), path, *options)
        assert done.exit == 0, done.err
        found[name] = page.as_uri()
    host = folder / "host.html"
    fragment = (folder / "fragment.html").read_text(encoding="utf-8")
    host.write_text(f'<!doctype html><html lang="en"><title>A page</title><main>{fragment}</main>', encoding="utf-8")
    return {**found, "host": host.as_uri()}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_step_fails_and_the_page_runs_on(pages: dict[str, str]) -> None:
    """A fault, what the saga owes and undoes, a run by hand; the link of it, opened anew, is the same run."""
    with opened(pages["ride"]) as page:
        press(page, "j", "j", "x")
        menu = page.get_by_role("dialog", name="Fault at step 2: Rental became Out")
        expect(menu.get_by_role("button", name="Let Rental time out after step 2")).to_be_focused()
        expect(menu).to_contain_text("no message of this flow crosses a boundary")
        accessible(page)
        press(page, "Enter")
        made = page.get_by_role("region", name="Run made here")
        expect(made).to_contain_text("Rental timed out from Happy Path")
        expect(made).to_contain_text("The file has this run too: Rental.")
        expect(page.get_by_role("grid", name=STEPS)).to_match_aria_snapshot("""
            - grid "Steps of the run":
              - row /Step Action Kind/
              - row /1 LendBike → BikeLent handle/
              - row /2 .*Out saga/
              - row /3 .*Rental timeout/ [selected]
              - row /4 undo LendBike/
        """)
        expect(page.get_by_role("tabpanel", name="Explain")).to_contain_text("It took 1 fault, and still ends well.")
        page.get_by_role("tab", name="Explain").focus()
        press(page, "End")
        saga = page.get_by_role("tabpanel", name="Saga")
        expect(saga).to_contain_text("LendBike is neither confirmed nor undone")
        page.get_by_role("tab", name="Saga").blur()
        press(page, "End")
        expect(saga).not_to_contain_text("neither confirmed nor undone")
        accessible(page)

        press(page, "k", "f")
        by_hand = page.get_by_role("tabpanel", name="Step").get_by_role("button", name="Undo LendBike")
        expect(by_hand).to_be_focused()
        accessible(page)
        press(page, "Enter")
        expect(made).to_contain_text("LendBike was undone")
        press(page, "u")
        expect(made).to_contain_text("by hand from step 3 on")
        expect(by_hand).to_be_focused()
        page.get_by_role("button", name="Copy link").press("Enter")
        expect(page.get_by_role("status")).to_have_text("Link copied.")
        link = page.url
    with opened(link) as page:
        expect(page.get_by_role("region", name="Run made here")).to_contain_text("from Happy Path")
        expect(page.get_by_role("row", name="Rental timeout")).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("grid", name=STEPS)).to_have_attribute("aria-rowcount", "4")
        expect(page.get_by_role("grid", name="Runs, now of a-ride")).to_contain_text("Made here")
        press(page, "u", "u")
        expect(page.get_by_role("region", name="Run made here")).to_have_count(0)
        accessible(page)
    with opened(f"{pages['ride']}#flow=a-ride&fork=timeout:Rental~handle:rental.ReturnBike") as page:
        made = page.get_by_role("region", name="Run made here")
        expect(made).to_contain_text("as far as it is possible")
        expect(made).to_contain_text("Handle ReturnBike is not possible here: LendBike is to be undone.")
    forked_steps_travel(pages)


def forked_steps_travel(pages: dict[str, str]) -> None:
    """Two forked steps come back from a link; what could end a stall is tried; a page inside another does the same."""
    with opened(pages["library"]) as page:
        press(page, "j", "j", "j", "x")
        page.get_by_role("button", name="Deliver BookReturned to Fees twice").press("Enter")
        made = page.get_by_role("region", name="Run made here")
        expect(made).to_contain_text("BookReturned to Fees was duplicated")
        page.get_by_role("tab", name="Explain").focus()
        press(page, "ArrowRight")
        page.get_by_role("tab", name="Step").blur()
        press(page, "j")
        page.get_by_role("button", name="Handle AssessFee, which emits FeeWaived").press("Enter")
        expect(made).to_contain_text("AssessFee was handled and emitted FeeWaived and 1 before")
        rows = page.get_by_role("grid", name=STEPS).aria_snapshot()
        link = page.url
    with opened(link) as page:
        expect(page.get_by_role("region", name="Run made here")).to_be_visible()
        assert rows == page.get_by_role("grid", name=STEPS).aria_snapshot()
    with opened(pages["library"]) as page:
        page.add_init_script("delete globalThis.Worker;")
        page.goto(link.replace("#", "?#"))
        expect(page.get_by_role("region", name="Run made here")).to_be_visible()
        page.get_by_role("button", name="1 notice").click()
        expect(page.get_by_role("dialog", name="Notices")).to_contain_text("This browser has no workers")
        press(page, "Escape")
        assert rows == page.get_by_role("grid", name=STEPS).aria_snapshot()
    with opened(pages["host"]) as page:
        inside = page.frame_locator("iframe")
        for _ in range(3):
            inside.get_by_role("button", name="Next step").click()
        inside.get_by_role("button", name="Fault here").click()
        inside.get_by_role("button", name="Lose BookReturned to Fees").click()
        expect(inside.get_by_role("tabpanel", name="Explain")).to_contain_text("without one no run ends like this")
        inside.get_by_role("tab", name="Stall").click()
        inside.get_by_role("button", name="Try ReturnBook").click()
        expect(inside.get_by_role("region", name="Run made here")).to_contain_text("The stall is gone")
        expect(inside.get_by_role("textbox", name="Link to this run")).to_have_value(
            "#flow=a-book-comes-back&run=a-book-comes-back-happy-path&step=handle:desk.ReturnBook"
            "&view=stall&fork=handle:desk.StartLoan"
        )
