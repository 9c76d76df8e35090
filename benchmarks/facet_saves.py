"""From a save to a changed page: a project of twenty flows is served, a file is written again, the page marks when it shows it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.conformance import browser

SAVES = 20
FLOWS = 20
_LONG = 30_000
QUIET = 800
"""Milliseconds after which nothing of the save before is on its way any more."""

# One clock: what the page says is in milliseconds of the system, as the time of the write is.
LISTEN = """() => {
  window.news = [];
  const next = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function (type, heard, ...more) {
    return next.call(this, type, event => {
      if (type === "patch") window.news.push({ at: performance.timeOrigin + performance.now(), server: JSON.parse(event.data).t });
      return heard(event);
    }, ...more);
  };
}"""
# Findings of the check may come, and be shown, before the flow.
PATCHED = """() => {
  const [patch] = window.news;
  const shown = performance.getEntriesByName("facet:patched").map(mark => performance.timeOrigin + mark.startTime);
  return patch && (shown.find(each => each >= patch.at) ?? false);
}"""

MODEL = """\
context "Ordering" [Core]

  aggregate "Order"
    identity orderId: UUID

    command PlaceOrder
      emits OrderPlaced

    event OrderPlaced
      orderId: UUID
      placedAt: DateTime

context "Fulfillment" [Supporting]

  aggregate "Request"
    identity requestId: UUID

    command InitiateFulfillment
      input orderId: UUID
      emits FulfillmentInitiated

    event FulfillmentInitiated
      requestId: UUID
      orderId: UUID

flow "order-placed"
  lane ordering "Ordering"
  lane fulfillment "Fulfillment"

  moment "Order submission"
    ordering: PlaceOrder
    ordering: OrderPlaced crosses-to fulfillment via CustomerSupplier
      contract
        orderId: UUID [required]

  moment "Fulfillment initiation"
    fulfillment: InitiateFulfillment
      triggered-by OrderPlaced
    fulfillment: FulfillmentInitiated
"""


class Saves(NamedTuple):
    """Milliseconds of each save; ``parts`` are server, way, page."""

    flows: int
    total: list[float]
    parts: dict[str, list[float]]


def _project(folder: Path) -> tuple[Path, str]:
    """Twenty flows with two contexts each, one flow a file; the file of the flow that is shown, and its text."""
    for number in range(FLOWS):
        text = re.sub(r'"(Ordering|Fulfillment|order-placed)"', rf'"\g<1>{number:02}"', MODEL)
        (folder / f"part{number:02}.moment").write_text(text, encoding="utf-8")
    file = folder / "part00.moment"
    return file, file.read_text(encoding="utf-8")


def saves() -> Saves:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, text = _project(folder)
        server = subprocess.Popen(
            [sys.executable, "-m", "moment", "facet", "serve", "--port", "0"],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stderr is not None
            found = re.search(r"http://\S+", server.stderr.readline())
            assert found is not None
            return _measured(found[0], file, text)
        finally:
            server.terminate()
            server.wait(30)


def _measured(address: str, file: Path, text: str) -> Saves:
    total: list[float] = []
    parts: dict[str, list[float]] = {"server": [], "way": [], "page": []}
    with browser.page() as page:
        page.add_init_script(f"({LISTEN})()")
        page.goto(address)
        page.wait_for_selector(".timeline canvas", timeout=_LONG)
        page.wait_for_function(f"document.querySelectorAll('select[aria-label=Flow] option').length === {FLOWS}")
        flows = FLOWS
        changed = text.replace("placedAt: DateTime\n", "placedAt: DateTime\n      note: string\n")
        page.wait_for_timeout(QUIET)
        for number in range(SAVES):
            page.evaluate("window.news.length = 0; performance.clearMarks('facet:patched')")
            since = time.time() * 1000
            file.write_text(changed if number % 2 == 0 else text, encoding="utf-8")
            patched = page.wait_for_function(PATCHED, timeout=_LONG, polling=5).json_value()
            first = page.evaluate("window.news[0]")
            total.append(patched - since)
            parts["server"].append(first["server"])
            parts["way"].append(max(0.0, first["at"] - since - first["server"]))
            parts["page"].append(patched - first["at"])
            page.wait_for_timeout(QUIET)
    return Saves(flows, total, parts)
