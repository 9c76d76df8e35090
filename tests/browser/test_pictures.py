"""Ten states of the drawn lanes, in both themes, pixel by pixel; text is left out, since fonts differ between machines."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.opened import opened
from tests.conftest import Golden
from tests.process.commands import run

EXAMPLES = Path(__file__).parents[2] / "examples"
WIDTH, HEIGHT = 720, 360
TOLERANCE = 0.001
SILENT = "CanvasRenderingContext2D.prototype.fillText = function () {};"
LEND, RIDE = "flow=a-book-comes-back&run=a-book-comes-back", "flow=discharge-to-invoice&run=discharge-to-invoice"

STATES = {
    "crossing": ("library", f"{LEND}-happy-path&step=deliver:BookReturned>Fees", ""),
    "beginning": ("library", f"{LEND}-happy-path", ""),
    "depth": ("library", f"{LEND}-happy-path&axis=depth", ""),
    "cone": ("hospital", f"{RIDE}-happy-path&step=handle:insurance.DecideClaim=ClaimGranted", "c"),
    "timeout": ("hospital", f"{RIDE}-timeout-collection-covered&step=timeout:Collection", ""),
    "whole": ("hospital", f"{RIDE}-happy-path", "0"),
    "duplicate": ("hospital", f"{RIDE}-fault-duplicate-cost-claimed-covered&step=duplicate:CostClaimed>Insurance", ""),
    "missing": ("behaviour/contract-violation.moment", "view=ledger", ""),
    "beyond": ("behaviour/policy-loop.moment", "view=ledger", "0"),
    "nothing": ("behaviour/stalled.moment", "view=stall", ""),
}

CROP = """async ([width, height]) => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame(); await frame(); await frame();
  const from = document.querySelector(".timeline .scroller canvas");
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").drawImage(from, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""

DIFFERING = """async (pictures) => {
  const [one, other] = await Promise.all(pictures.map(async (text) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  }));
  if (one.width !== other.width || one.height !== other.height) return 1;
  let found = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    if ([0, 1, 2].some((channel) => Math.abs(one.data[at + channel] - other.data[at + channel]) > 2)) found++;
  }
  return found / (one.width * one.height);
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of the page of each example."""
    folder = tmp_path_factory.mktemp("pictures")
    found = {}
    for example in dict.fromkeys(example for example, _, _ in STATES.values()):
        page = folder / f"{Path(example).stem}.html"
        done = run(EXAMPLES, "facet", "export", str(page), example)
        assert done.exit == 0, done.err
        found[example] = page.as_uri()
    return found


@pytest.mark.parametrize("name", STATES)
def test_the_lanes_look_as_they_did(pages: dict[str, str], golden: Golden, name: str) -> None:
    example, link, keys = STATES[name]
    with opened(f"{pages[example]}#{link}", height=1000, first=SILENT) as page:
        page.emulate_media(reduced_motion="reduce")
        page.get_by_role("grid", name="Steps of the run").wait_for(state="attached")
        for key in keys:
            page.keyboard.press(key)
        for theme in ("light", "dark"):
            page.emulate_media(reduced_motion="reduce", color_scheme=theme)
            png = b64decode(page.evaluate(CROP, [WIDTH, HEIGHT]))
            golden.picture(
                f"pictures/{name}-{theme}.png", png, differing=lambda a, b: differing(page, a, b), tolerance=TOLERANCE
            )


def differing(page: Page, one: bytes, other: bytes) -> float:
    """The share of pixels that are not the same."""
    found: float = page.evaluate(DIFFERING, [b64encode(one).decode(), b64encode(other).decode()])
    return found
