"""The page of Facet in Chromium, beside the bars of its design: sizes, first paint, frames, memory, answers, news of a save.

``python -m benchmarks.facet`` builds the page, writes runs of 10,000, 100,000 and 1,000,000 steps, and prints every row.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.big_runs import run
from benchmarks.facet_saves import saves
from benchmarks.facet_tables import several
from tests.conformance import browser

ROOT = Path(__file__).parent.parent
APP = ROOT / "facet-app"
SIZES = {10_000: 300, 100_000: 450, 1_000_000: 1_000}
ARGUMENTS = [*browser.ARGUMENTS, "--js-flags=--expose-gc", "--enable-precise-memory-info"]
LOADS = 5
FRAMES = 300
MOVES = 100

DRAWN = "() => performance.getEntriesByName('facet:draw').length > 0"
MEASURES = "name => performance.getEntriesByName(name).map(each => each.duration)"

PAN_AND_ZOOM = """async frames => {
  const press = key => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const frame = () => new Promise(requestAnimationFrame);
  press("0");
  await frame();
  performance.clearMeasures("facet:draw");
  for (let at = 0; at < frames; at++) {
    press(at % 60 < 30 ? (at % 3 === 2 ? "d" : "w") : at % 3 === 2 ? "a" : "s");
    await frame();
  }
  await frame();
  return performance.getEntriesByName("facet:draw").map(each => each.duration);
}"""

ENGINE = """([source, tables]) => new Promise((done, failed) => {
  const body = `${source};self.onmessage = ({ data }) => {
    const { machineOf, explore, measure } = engine;
    const machine = machineOf(data);
    const found = [];
    for (let round = 0; round < 5; round++) {
      const since = performance.now();
      const space = explore(machine);
      const explored = performance.now();
      measure(space);
      found.push([space.states, explored - since, performance.now() - explored]);
    }
    postMessage(found);
  }`;
  const worker = new Worker(URL.createObjectURL(new Blob([body], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => done(data);
  worker.onerror = event => failed(new Error(event.message));
  worker.postMessage(tables);
})"""

BUNDLE = """import { build } from "esbuild";
const contents = ["tables", "explore", "figures"].map((name) => `export * from "./src/engine/${name}";`).join("");
const made = await build({ stdin: { contents, resolveDir: process.cwd(), loader: "ts" }, bundle: true, minify: true,
  format: "iife", globalName: "engine", target: "es2022", write: false });
process.stdout.write(made.outputFiles[0].text);"""


def row(what: str, measured: str, bar: str) -> None:
    print(f"| {what} | {measured} | {bar} |", flush=True)


def high(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


@contextmanager
def opened(address: str) -> Iterator[Page]:
    """A page of a fresh browser with exact memory figures."""
    path = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM") or "chromium", *browser.NAMES))))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            page = started.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address)
            page.wait_for_function(DRAWN)
            yield page
        finally:
            started.close()


def exported(folder: Path) -> dict[int, str]:
    """The address of the page of each size."""
    found = {}
    for size in SIZES:
        (folder / f"{size}.run").write_bytes(run(size))
        page = folder / f"{size}.html"
        command = [sys.executable, "-m", "moment", "facet", "export", str(page), str(folder / f"{size}.run")]
        subprocess.run(command, check=True, capture_output=True)
        found[size] = page.as_uri()
    return found


def sizes() -> None:
    with tempfile.TemporaryDirectory() as folder:
        built = subprocess.run(
            ["node", "build.mjs", f"{folder}/app.html"], cwd=APP, check=True, capture_output=True, text=True
        )
    script, packed, style = (int(each) for each in re.findall(r"\d+", built.stdout))
    row("script, worker included", f"{script / 1000:.0f} kB, {packed / 1000:.0f} kB gzip", "150 kB, 50 kB gzip")
    row("style", f"{style / 1000:.1f} kB", "16 kB")


def first_paint(addresses: dict[int, str]) -> None:
    for size, bar in SIZES.items():
        paints, seen, drawn = [], [], []
        for _ in range(LOADS):
            with opened(addresses[size]) as page:
                paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                end = "name => performance.getEntriesByName(name).map(each => each.startTime + each.duration)[0] ?? 0"
                seen.append(page.evaluate(end, "facet:overview"))
                drawn.append(page.evaluate(end, "facet:draw"))
        text = f"{statistics.median(paints):.0f} ms; overview drawn at {statistics.median(seen):.0f}, all at {statistics.median(drawn):.0f} ms"
        row(f"first contentful paint from file://, {size:,} steps, median of {LOADS}", text, f"{bar:,} ms")


def million(address: str) -> None:
    with opened(address) as page:
        frames = page.evaluate(PAN_AND_ZOOM, FRAMES)
        row(
            f"1 M steps, pan and zoom, {len(frames)} frames",
            f"p95 {high(frames):.1f} ms, median {statistics.median(frames):.1f}, longest {max(frames):.1f}",
            "p95 8 ms",
        )
        page.evaluate("gc()")
        heap = page.evaluate("performance.memory.usedJSHeapSize")
        row("1 M steps, heap after collection", f"{heap / 1e6:.0f} MB", "150 MB")
        row("1 M steps, elements in the page", f"{page.evaluate('document.querySelectorAll(`*`).length'):,}", "1,500")
        page.keyboard.press("/")
        for text in ("reserve", "lane:payment", "kind:deliver stock", "PlaceOrder then OrderClosed"):
            page.get_by_role("combobox", name="Search and narrow").fill(text)
            page.wait_for_timeout(400)
        searches = page.evaluate(MEASURES, "facet:search")
        row(f"search in 1 M, {len(searches)} questions", f"longest {max(searches):.0f} ms", "100 ms")


def hundred_thousand(address: str) -> None:
    with opened(address) as page:
        box = page.locator(".timeline .scroller").bounding_box()
        assert box is not None
        for at in range(MOVES):
            page.mouse.move(box["x"] + 200 + at * (box["width"] - 260) / MOVES, box["y"] + 90 + 84 * (at % 4))
        hovers = page.evaluate(MEASURES, "facet:hover")
        row(f"hover to tip, 100 k, {len(hovers)} moves", f"p95 {high(hovers):.1f} ms", "16 ms")
        page.keyboard.press("End")
        for _ in range(40):
            page.keyboard.press("k")
        page.keyboard.press("E")
        page.wait_for_timeout(300)
        cones = page.evaluate(MEASURES, "facet:cone")
        row(f"select to cone at 100 k, {len(cones)} selections", f"p95 {high(cones):.1f} ms", "50 ms")


def explored() -> None:
    source = subprocess.run(
        ["node", "--input-type=module", "--eval", BUNDLE], cwd=APP, check=True, capture_output=True, text=True
    ).stdout
    with browser.page() as page:
        found: list[Any] = page.evaluate(ENGINE, [source, several(4)])
    states = found[0][0]
    best = min(each[1] for each in found)
    row(
        f"exploring in a worker, four instances, {states:,} states, best of {len(found)}",
        f"{states / best * 1000:,.0f} states/s",
        "1,000,000 states/s",
    )
    first = min(each[1] + each[2] for each in found)
    row("first answer: explored, and all of its runs counted exactly", f"{first:.0f} ms", "250 ms")


def main() -> None:
    print(f"Facet in Chromium, {time.strftime('%Y-%m-%d')}\n\n| what | measured | bar |\n|---|---|---|")
    sizes()
    with tempfile.TemporaryDirectory() as folder:
        addresses = exported(Path(folder))
        first_paint(addresses)
        million(addresses[1_000_000])
        hundred_thousand(addresses[100_000])
    explored()
    found = saves()
    parts = ", ".join(f"{name} {statistics.median(each):.0f}" for name, each in found.parts.items())
    row(
        f"save to changed page, {found.flows} flows, {len(found.total)} saves",
        f"p95 {high(found.total):.0f} ms, median {statistics.median(found.total):.0f} ({parts})",
        "p95 120 ms",
    )


if __name__ == "__main__":
    main()
