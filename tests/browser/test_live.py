"""A page that a real server keeps current while files are edited, broken, mended and removed, in two tabs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.opened import accessible, opened
from tests.conformance import browser
from tests.process.test_cli import BROKEN, GOOD
from tests.process.test_facet_serve import Server, serving

EXAMPLES = Path(__file__).parents[2] / "examples"
UNREACHABLE = ("net::ERR_CONNECTION_REFUSED", "net::ERR_INCOMPLETE_CHUNKED_ENCODING", "net::ERR_CONNECTION_RESET")
"""What a browser says of a server that is not there."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two flows over the same contexts, and one that stalls in a file of its own."""
    flow = GOOD[GOOD.index("flow ") : GOOD.index('  moment "Packing"')]
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (tmp_path / "other.moment").write_text(flow.replace("order-to-parcel", "another"), encoding="utf-8")
    shutil.copy(EXAMPLES / "behaviour/stalled.moment", tmp_path / "dinner.moment")
    write(tmp_path, GOOD)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "shop.moment").write_text(text, encoding="utf-8")


def news(page: Page) -> str:
    return page.get_by_role("region", name="News").inner_text()


def looked_at(page: Page) -> tuple[str | None, str]:
    """The row that is selected in the list, and how far the lanes are drawn apart."""
    row = page.get_by_role("grid", name="Steps of the run").locator("[aria-selected=true]")
    return row.get_attribute("aria-rowindex"), page.locator(".extent").evaluate("each => each.style.width")


def test_a_page_follows_the_files(folder: Path) -> None:
    with serving(folder) as server:
        shown = f"{server.address}#flow=order-to-parcel"
        other = f"{server.address}#flow=another"
        with opened(shown, expected=UNREACHABLE) as page, opened(other, expected=UNREACHABLE, beside=page) as second:
            steps = page.get_by_role("grid", name="Steps of the run")
            expect(steps).to_contain_text("Packing")
            page.keyboard.press("End")
            page.keyboard.press("w")
            before = looked_at(page)

            write(folder, GOOD.replace('moment "Packing"', 'moment "Packing it"'))
            expect(steps).to_contain_text("Packing it")
            assert looked_at(page) == before
            assert page.evaluate("performance.getEntriesByName('facet:patched').length") >= 1

            write(folder, GOOD.replace("PackParcel", "WrapParcel"))
            expect(page.get_by_role("region", name="News")).to_contain_text(
                "handle:dispatch.PackParcel no longer happens in this run: the step before it is selected."
            )
            page.get_by_role("button", name="Dismiss").press("Enter")
            expect(page.get_by_role("region", name="News")).to_have_count(0)

            write(folder, BROKEN)
            for tab in (page, second):
                expect(tab.get_by_role("region", name="News")).to_contain_text("1 error in shop.moment")
            said = r"1 error in shop\.moment: (another|order-to-parcel) as of \d\d:\d\d:\d\d, (another|order-to-parcel) as of"
            assert re.search(said, news(page))
            expect(steps).to_contain_text("WrapParcel")
            page.get_by_role("button", name="Show the problem").press("Enter")
            expect(page.get_by_role("region", name="Problems", exact=True)).to_contain_text("comand PackParcel")
            accessible(page)

            write(folder, GOOD)
            expect(page.get_by_role("region", name="News")).to_have_count(0)
            expect(steps).to_contain_text("PackParcel")

            page.get_by_label("Flow", exact=True).select_option("first-course")
            apply = page.get_by_role("tabpanel", name="Explain").get_by_role("button", name="Apply")
            apply.first.press("Enter")
            expect(page.get_by_role("navigation", name="Where we are")).to_contain_text("completed")
            assert "triggered-by TableLaid" not in (folder / "dinner.moment").read_text(encoding="utf-8")
            page.get_by_label("Flow", exact=True).select_option("order-to-parcel")

            (folder / "other.moment").unlink()
            expect(second.get_by_role("region", name="News")).to_contain_text(
                "another is no longer in the specification"
            )
            expect(second.get_by_role("grid", name="Steps of the run")).to_contain_text("PlaceOrder")
            second.get_by_label("Flow", exact=True).select_option("order-to-parcel")
            for tab in (page, second):
                expect(tab.get_by_label("Flow", exact=True).get_by_role("option", name="another")).to_have_count(0)
            accessible(second)
            second.close()

            assert server.stop() != 0
            expect(page.get_by_role("banner")).to_contain_text("connection lost, trying again")
            page.keyboard.press("Home")
            expect(steps.get_by_role("row", name="PlaceOrder")).to_have_attribute("aria-selected", "true")
            write(folder, GOOD.replace('moment "Packing"', 'moment "Packing again"'))
            with serving(folder, "--port", str(server.port)) as again:
                assert again.port == server.port
                expect(page.get_by_role("banner")).to_contain_text("live", timeout=15_000)
                expect(steps).to_contain_text("Packing again")
                expect(steps.get_by_role("row", name="PlaceOrder")).to_have_attribute("aria-selected", "true")
                strangers_are_refused(again, page)
                accessible(page)


def strangers_are_refused(server: Server, page: Page) -> None:
    """A page of another origin, in the same browser, hears nothing and changes nothing."""
    with browser.page(page) as stranger:
        own = server.address
        read = "url => fetch(url).then(() => 'read', () => 'not read')"
        assert [stranger.evaluate(read, f"{own}{path}") for path in ("", "live")] == ["not read", "not read"]
        stranger.set_content(f'<a href="{own}">in</a>')
        with stranger.expect_navigation() as led:
            stranger.get_by_role("link").click()
        assert led.value is not None
        assert led.value.status == 403
    assert server.ask("/", Host="rebound.example")[0] == 403
    assert server.ask("/live", Origin="https://elsewhere.example")[0] == 403
