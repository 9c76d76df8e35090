"""A Chromium for the tests that need one: ``$CHROMIUM``, else what the PATH has."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@contextmanager
def page(beside: Page | None = None) -> Iterator[Page]:
    """An empty page of a fresh browser without a network; or of the browser of another page, with nothing in common."""
    if beside is not None:
        assert beside.context.browser is not None
        tab = beside.context.browser.new_page(viewport={"width": 1200, "height": 900})
        try:
            yield tab
        finally:
            tab.close()
        return
    named = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else list(NAMES)
    path = next(filter(None, map(shutil.which, named)), None)
    assert path is not None, "no Chromium: `sh scripts/chromium.sh` installs one, or name it in CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser.new_page(viewport={"width": 1200, "height": 900})
        finally:
            browser.close()
