"""A million steps in one file: seen whole, searched, explained, and what a frame of it works."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from benchmarks.big_runs import run as big_run
from tests.browser.opened import accessible, opened
from tests.process.commands import run

ROWS = 1_000_000
MOST_ELEMENTS = 1_500

# What a frame does is watched from outside: reads of layout or style between the beginning and the end of a drawing.
WATCH = """() => {
  window.work = { draws: 0, reads: 0 };
  let isDrawing = false;
  const paint = CanvasRenderingContext2D.prototype.setTransform;
  CanvasRenderingContext2D.prototype.setTransform = function (...all) { isDrawing = true; return paint.apply(this, all); };
  const measure = performance.measure.bind(performance);
  performance.measure = (name, ...all) => {
    isDrawing = false;
    if (name === "facet:draw") window.work.draws += 1;
    return measure(name, ...all);
  };
  const watch = (owner, name) => {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const read = own.get ?? own.value;
    const counted = function (...all) { if (isDrawing) window.work.reads += 1; return read.apply(this, all); };
    Object.defineProperty(owner, name, own.get ? { ...own, get: counted } : { ...own, value: counted });
  };
  for (const name of ["clientWidth", "clientHeight", "scrollLeft", "scrollTop", "getBoundingClientRect"]) watch(Element.prototype, name);
  for (const name of ["offsetWidth", "offsetHeight", "offsetLeft", "offsetTop"]) watch(HTMLElement.prototype, name);
  watch(window, "getComputedStyle");
}"""

SEND = """async events => {
  const frame = () => new Promise(requestAnimationFrame);
  const box = document.querySelector(".timeline .scroller");
  const at = box.getBoundingClientRect();
  const kinds = {
    key: key => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })),
    move: (x, y) => box.dispatchEvent(new PointerEvent("pointermove", { clientX: at.left + x, clientY: at.top + y, bubbles: true })),
    wheel: by => box.dispatchEvent(new WheelEvent("wheel", { deltaY: by, ctrlKey: true, clientX: at.left + 400, clientY: at.top + 90, bubbles: true, cancelable: true })),
    scroll: by => { box.scrollLeft += by; },
  };
  await frame(); await frame();
  const drawn = [];
  for (const [kind, ...values] of events) {
    const before = window.work.draws;
    kinds[kind](...values);
    await frame(); await frame(); await frame();
    drawn.push(window.work.draws - before);
  }
  return drawn;
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of a page with a million steps in it."""
    folder = tmp_path_factory.mktemp("million")
    (folder / "million.run").write_bytes(big_run(ROWS))
    done = run(folder, "facet", "export", "million.html", "million.run")
    assert done.exit == 0, done.err
    return {
        "million": (folder / "million.html").as_uri(),
    }


def test_a_million_steps(pages: dict[str, str]) -> None:
    """They open, are seen whole, searched, zoomed to one step and explained; a frame works as little as in a small run."""
    with opened(pages["million"], first=f"({WATCH})()") as page:
        position = page.get_by_role("spinbutton", name="Step, by number")
        expect(position).to_be_visible(timeout=60_000)
        expect(page.get_by_role("grid", name="Steps of the run")).to_have_attribute("aria-rowcount", str(ROWS + 1))
        page.wait_for_function("() => window.work.draws > 0")
        moves = [["key", key] for key in "wwdwawds"] + [
            ["wheel", -200],
            ["scroll", 40],
            ["move", 300, 90],
            ["move", 500, 180],
        ]
        assert max(page.evaluate(SEND, moves)) <= 1
        page.keyboard.press("e")
        expect(position).not_to_have_value("")
        expect(page.get_by_role("tabpanel", name="Explain")).to_contain_text(f"of {ROWS:,}")
        for key in "w" * 45 + ".":
            page.keyboard.press(key)
        assert (
            max(page.evaluate(SEND, [["key", "d"], ["key", "a"], ["wheel", 100], ["scroll", 30], ["move", 400, 90]]))
            <= 1
        )
        page.keyboard.press("t")
        page.get_by_role("combobox", name="Search and narrow").fill("lane:payment TakeMoney")
        expect(page.get_by_text("100,")).not_to_have_count(0)
        assert page.evaluate("window.work.reads") == 0
        assert page.evaluate("document.querySelectorAll('*').length") <= MOST_ELEMENTS
        page.get_by_role("combobox", name="Search and narrow").fill("")
        accessible(page)
