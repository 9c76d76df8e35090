"""A page with data in it, as a parser of HTML reads it: every block is what was put in, and nothing else is there."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from moment.facet.errors import FacetError
from moment.facet.messages import Live, Page
from moment.facet.page import AFTER, BEFORE, application, filled, fragment, sealed
from moment.facet.runs import Run
from moment.generate.header import header_of

CSP = "default-src 'none'; connect-src 'none'; base-uri 'none'"
APP = f"""<!doctype html>
<html lang="en">
<head><meta http-equiv="Content-Security-Policy" content="{CSP}"></head>
<body>
{BEFORE}
<script>"connect-src 'none'"</script>
{AFTER}
</body>
</html>
"""
ALONE = Page(live=None, editor=None, notices=[], embedded=False)
HOSTILE = [
    "</script><script>alert(1)</script>", "<!--", "<!--<script>", "-->", "]]>", "&lt;/script&gt;", "\u2028\u2029",
    '"><img src=x onerror=alert(1)>', BEFORE, AFTER, "</ScRiPt\n>", "javascript:alert(1)", "__proto__", "\u202e", "\\", "\0",
]  # fmt: skip


class Blocks(HTMLParser):
    """Every element by name and identifier, and the text of the scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scripts: dict[str, str] = {}
        self.content: list[dict[str, str]] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.content.append(found)
        if tag == "script":
            self._inside = found.get("id", "")
            self.scripts.setdefault(self._inside, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self.scripts[self._inside] += data


def read(text: str) -> Blocks:
    blocks = Blocks()
    blocks.feed(text)
    blocks.close()
    return blocks


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_a_block(text: str) -> None:
    value = {text: [text, {"name": text}]}
    blocks = read(filled(APP, ALONE, bundle=json.dumps(value, ensure_ascii=False), against=json.dumps(value)))
    assert json.loads(blocks.scripts["facet-bundle"]) == value
    assert json.loads(blocks.scripts["facet-against"]) == value
    assert blocks.tags == ["html", "head", "meta", "body", "script", "script", "script", "script"]


@pytest.mark.parametrize("name", HOSTILE[:-1])
def test_a_run_stands_behind_the_script_whatever_its_name(name: str) -> None:
    page = filled(APP, ALONE, runs=[Run(name, b"MOMRUN1\n"), Run("b.run", b"")])
    blocks = read(page)
    assert gzip.decompress(b64decode(blocks.scripts["facet-run"])) == b"MOMRUN1\n"
    assert [each.get("data-name") for each in blocks.content if "data-name" in each] == [name, "b.run"]
    assert list(blocks.scripts) == ["facet-page", "", "facet-run", "facet-run-2"]


def test_only_a_served_page_may_connect_and_only_home() -> None:
    live = Live(url="/live", after="a-1", base="", flows=[], held=[])
    served = filled(APP, Page(live=live, editor=None, notices=[], embedded=False))
    assert CSP.replace("connect-src 'none'", "connect-src 'self'") in served
    assert "\"connect-src 'none'\"" in served
    assert CSP in filled(APP, ALONE)


def test_a_page_knows_its_own_and_an_edited_one() -> None:
    page = sealed(filled(APP, ALONE, bundle="{}"))
    header, edited = header_of(page), header_of(page.replace("{}", "[]"))
    assert header is not None
    assert edited is not None
    assert (header.verifies, edited.verifies) == (True, False)
    assert page.startswith("<!doctype html>\n")


def test_a_fragment_is_one_frame_that_holds_the_page() -> None:
    page = filled(APP, ALONE, bundle=json.dumps(HOSTILE[:-1]))
    [frame] = read(fragment(page, title='a "<b>')).content
    assert (frame["srcdoc"], frame["sandbox"], frame["title"]) == (page, "allow-scripts", 'a "<b>')


def test_an_installation_without_the_page_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(FacetError) as missing:
        application(tmp_path / "app.html")
    assert missing.value.hint == "install it again without MOMENT_FACET=skip; in a checkout run `make facet`"


@pytest.mark.parametrize("text", ["", "<html>", APP.replace(AFTER, ""), APP + BEFORE])
def test_a_damaged_page_is_seen(text: str, tmp_path: Path) -> None:
    (tmp_path / "app.html").write_text(text, encoding="utf-8")
    with pytest.raises(FacetError, match="damaged"):
        application(tmp_path / "app.html")
