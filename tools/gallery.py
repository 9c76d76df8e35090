"""Pictures of every view of Facet, light and dark, for ``docs/facet/``: the examples as a reader meets them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.conformance import browser

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
FOLDER = ROOT / "docs" / "facet"
THEMES = ("light", "dark")
SIZE = ViewportSize(width=1440, height=900)

PACK = """async (png) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.9 })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One state of the page: which example, which link, what is pressed or chosen then, how tall the dock is."""

    name: str
    title: str
    says: str
    example: str
    link: str
    then: tuple[str, ...] = ()
    dock: int = 0


INVOICE = "flow=discharge-to-invoice&run=discharge-to-invoice"
BLOOD = "flow=test-to-result&run=test-to-result"
TIMEOUT = f"{INVOICE}-timeout-collection-covered"

PICTURES = (
    Picture(
        "timeline",
        "Swimlane timeline",
        "Lanes are contexts, arrows are crossings with their contract; the strip below is the chance of a good end.",
        "hospital",
        f"{INVOICE}-happy-path&step=deliver:PatientDischarged>Billing&view=ledger",
        ("tab:Explain",),
    ),
    Picture(
        "explain",
        "Explain",
        "Why a run ends as it does: what it takes, the point of no return, the nearest good run, what would mend it.",
        "behaviour/contract-violation.moment",
        "view=ledger",
        ("tab:Explain",),
    ),
    Picture(
        "step",
        "Step",
        "What a step carried, what it changed, every check, and what could be done here instead.",
        "hospital",
        f"{INVOICE}-happy-path&step=deliver:PatientDischarged>Billing&view=branches",
        ("tab:Step",),
    ),
    Picture(
        "saga",
        "Saga ladder",
        "Steps go down on the left, what undoes them stands on the right; what is owed is said in words.",
        "hospital",
        f"{TIMEOUT}&view=outcomes",
        ("End", "tab:Saga"),
    ),
    Picture(
        "ledger",
        "Contract ledger",
        "Every crossing and every field of its contract: carried, missing, or stayed behind.",
        "hospital",
        f"{INVOICE}-happy-path&view=ledger",
        dock=420,
    ),
    Picture(
        "branches",
        "Branch tree",
        "Every decision with its exact probability; arms are coloured by how they end.",
        "hospital",
        f"{BLOOD}-variant-spoiled-usable-critical&view=branches",
        dock=420,
    ),
    Picture(
        "stall",
        "Stall",
        "Who waits for what; the circle is told in one sentence, repairs that were tried stand beside it.",
        "behaviour/stalled.moment",
        "view=stall",
        dock=360,
    ),
    Picture(
        "outcomes",
        "Outcomes",
        "How all runs end: probability, number of runs, and the fault ladder.",
        "hospital",
        f"{BLOOD}-happy-path&view=outcomes",
        dock=360,
    ),
    Picture(
        "lineage",
        "Field lineage",
        "One field from its source through the contexts to whoever reads it.",
        "hospital",
        f"{INVOICE}-happy-path&view=ledger",
        ("row:PatientDischarged › Billing", "field:insuranceNumber"),
        dock=420,
    ),
    Picture(
        "coverage",
        "Coverage",
        "The specification with the number of times that each line was reached.",
        "hospital",
        f"{BLOOD}-happy-path&view=coverage",
        dock=480,
    ),
    Picture(
        "map",
        "Context map",
        "Contexts, relationships with their pattern, and what crosses.",
        "hospital",
        f"{INVOICE}-happy-path&view=map",
        dock=520,
    ),
    Picture(
        "compare",
        "Compare",
        "Two runs step by step: what is the same, what only one of them has.",
        "hospital",
        f"{INVOICE}-happy-path&view=compare",
        ("against:Discharge To Invoice — Collection, covered",),
        dock=480,
    ),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser.page() as page:
        page.emulate_media(reduced_motion="reduce")
        page.set_viewport_size(SIZE)
        pages = dict(exported(Path(folder)))
        for picture in PICTURES:
            for theme in THEMES:
                shown(page, pages[picture.example], picture, theme)
                path = FOLDER / f"{picture.name}-{theme}.webp"
                path.write_bytes(packed(page, page.screenshot()))
                print(path.name, file=sys.stderr)
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")


def exported(folder: Path) -> Iterator[tuple[str, str]]:
    """From each example to the address of its page."""
    for example in sorted({picture.example for picture in PICTURES}):
        out = folder / f"{Path(example).stem}.html"
        path = EXAMPLES / example
        command = [sys.executable, "-m", "moment", "facet", "export", str(out), path.name, "--quiet"]
        subprocess.run(command, check=True, cwd=path.parent)
        yield example, out.as_uri()


def shown(page: Page, address: str, picture: Picture, theme: str) -> None:
    page.emulate_media(reduced_motion="reduce", color_scheme=theme)  # type: ignore[arg-type]
    page.goto("about:blank")
    page.goto(f"{address}#{picture.link}")
    splitter = page.get_by_role("separator", name="Height of the dock")
    splitter.wait_for()
    if picture.dock:
        taller(page, picture.dock)
    for each in picture.then:
        act(page, each)
    page.evaluate("document.activeElement instanceof HTMLElement && document.activeElement.blur()")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))")


def packed(page: Page, picture: bytes) -> bytes:
    """A PNG as a WebP, half its size: the browser is the encoder."""
    page.goto("about:blank")
    return b64decode(page.evaluate(PACK, b64encode(picture).decode()))


def taller(page: Page, height: int) -> None:
    """Drags the edge of the dock until it is as tall as ``height``."""
    box = page.get_by_role("separator", name="Height of the dock").bounding_box()
    dock = page.get_by_role("region", name="Dock").bounding_box()
    assert box is not None
    assert dock is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + dock["height"] - height, steps=2)
    page.mouse.up()


def act(page: Page, what: str) -> None:
    kind, colon, name = what.partition(":")
    if kind == "tab" and colon:
        page.get_by_role("tab", name=name, exact=True).click()
    elif kind == "against" and colon:
        page.get_by_role("combobox", name="The run on the right").select_option(label=name)
    elif kind == "row" and colon:
        page.get_by_role("tabpanel", name="Ledger").get_by_role("row", name=name).click()
    elif kind == "field" and colon:
        page.get_by_role("tabpanel", name="Ledger").get_by_role("button", name=name, exact=True).first.click()
    else:
        page.evaluate("document.activeElement instanceof HTMLElement && document.activeElement.blur()")
        page.keyboard.press(what)


def index() -> str:
    """The page of the gallery; browsers and forges choose the picture by theme."""
    lines = ["# What Facet shows", "", "Written by `make gallery` from the examples of this repository.", ""]
    for picture in PICTURES:
        lines += [f"## {picture.title}", "", picture.says, "", *pair(picture), ""]
    return "\n".join(lines)


def pair(picture: Picture) -> list[str]:
    return [
        "<picture>",
        f'  <source media="(prefers-color-scheme: dark)" srcset="{picture.name}-dark.webp">',
        f'  <img alt="{picture.title} of Facet: {picture.says}" src="{picture.name}-light.webp">',
        "</picture>",
    ]


if __name__ == "__main__":
    main()
