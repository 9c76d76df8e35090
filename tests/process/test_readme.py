"""The README's example is printed by the real command, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from tests.process.commands import run

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


class Shown(NamedTuple):
    """A command line of the README and what it is said to print."""

    arguments: tuple[str, ...]
    output: str


def fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def shown() -> list[Shown]:
    found = []
    for block in fences("console"):
        line, _, output = block.partition("\n")
        found.append(Shown(tuple(line.removeprefix("$ moment ").split()), output))
    return found


def without_times(text: str) -> str:
    return re.sub(r"\d+ ms\b", "N ms", text).strip("\n")


def test_what_is_shown_is_what_is_printed(tmp_path: Path) -> None:
    (example,) = fences("moment")
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "fees.moment").write_text(example, encoding="utf-8")
    blocks = shown()
    assert len(blocks) >= 2
    for block in blocks:
        place = folder if "fees.moment" in block.arguments else ROOT
        assert without_times(run(place, *block.arguments).out) == without_times(block.output)


def test_the_example_has_about_twenty_lines() -> None:
    (example,) = fences("moment")
    assert 20 <= len([line for line in example.splitlines() if line]) <= 24


def test_what_is_typed_after_the_installation_works(tmp_path: Path) -> None:
    lines = [line for block in fences("sh") for line in block.splitlines() if line.startswith(("moment ", "cd "))]
    assert len(lines) >= 5
    folder = tmp_path
    for line in lines:
        if line.startswith("cd "):
            folder /= line.removeprefix("cd ")
        else:
            assert (line, run(folder, *line.removeprefix("moment ").split()).exit) == (line, 0)


def test_links_lead_to_what_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert len(links) >= 6
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_make_knows_the_targets_it_names() -> None:
    named = re.findall(r"^make (\w+)", TEXT, re.MULTILINE)
    targets = re.findall(r"^(\w+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert (named, [name for name in named if name not in targets]) == (["demo", "test"], [])
