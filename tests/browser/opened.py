"""A page of Facet in Chromium, and what every page must hold: no error, no request beyond itself, nothing that axe finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.conformance import browser

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "facet-app/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def opened(
    address: str,
    *,
    width: int = 1440,
    height: int = 900,
    expected: Sequence[str] = (),
    beside: Page | None = None,
    first: str | None = None,
) -> Iterator[Page]:
    """The page at ``address``, in the browser of another one when that is ``beside`` it, with the script ``first`` run
    before its own; afterwards it must have said no error, but those with ``expected`` words, and asked for nothing but
    itself.
    """
    with browser.page(beside) as page:
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.set_viewport_size({"width": width, "height": height})
        if first is not None:
            page.add_init_script(first)
        page.goto(address)
        yield page
        assert [text for text in said if not any(words in text for words in expected)] == []
        origin = address.partition("#")[0].rstrip("/")
        assert [url for url in asked if not url.startswith((origin, "blob:", "data:"))] == []


def accessible(page: Page) -> None:
    """What axe finds in both themes: nothing."""
    before = page.evaluate("document.documentElement.dataset.theme ?? ''")
    page.evaluate(AXE)
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        found: dict[str, Any] = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        problems = [
            (theme, each["id"], node["target"], node["failureSummary"])
            for each in found["violations"]
            for node in each["nodes"]
        ]
        assert not problems, problems
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", before)
