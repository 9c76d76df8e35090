"""A million steps in one file: seen whole, searched, explained, and what a frame of it works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.big_runs import run as big_run
from tests.browser import bad_files
from tests.browser.opened import accessible, opened
from tests.process.commands import run

EXAMPLES = Path(__file__).parents[2] / "examples"
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
    library = str(EXAMPLES / "library")
    for line in (("facet", "export", "million.html", "million.run"), ("facet", "export", "library.html", library)):
        done = run(folder, *line)
        assert done.exit == 0, done.err
    run(folder, "simulate", library, "--out", str(folder / "facet.json"))
    return {
        "million": (folder / "million.html").as_uri(),
        "library": (folder / "library.html").as_uri(),
        "folder": str(folder),
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
    files_that_are_wrong(pages)


def files_that_are_wrong(pages: dict[str, str]) -> None:
    """A refusal says what the file is and leaves open what was; what can be read is, and nothing in it ever runs."""
    folder = Path(pages["folder"])
    bundle = json.loads((folder / "facet.json").read_text(encoding="utf-8"))
    with opened(pages["library"]) as page:
        grid = page.get_by_role("grid", name="Steps of the run")
        before = grid.aria_snapshot()
        for path, said in bad_files.refused(folder, bundle).items():
            hand(page, path)
            expect(page.get_by_text(f"{path.name} cannot be opened")).to_be_visible(timeout=20_000)
            expect(page.locator(".refused")).to_contain_text(said)
            assert grid.aria_snapshot() == before
        accessible(page)
    for path, said in bad_files.opened(folder, bundle).items():
        with opened(pages["library"]) as page:
            hand(page, path)
            expect(page.get_by_text(said).first).to_be_attached(timeout=20_000)
            expect(page.get_by_role("navigation", name="Where we are")).to_be_visible()
            assert page.evaluate("globalThis.hit ?? null") is None


def hand(page: Page, path: Path) -> None:
    """Opens a file as a person does."""
    page.keyboard.press("Control+o")
    page.locator("dialog input[type=file]").set_input_files(str(path))
