"""The page about upstream events against the vocabulary."""

from __future__ import annotations

import re

from moment.project import outgoing
from moment.project.vocabulary import BLOCKS, DEFINITIONS, FIELD_CHANGES, RENAMES, REVISIONS, UPSTREAM_TYPES
from tests.unit.sift.streams import ROOT

PAGE = (ROOT / "docs" / "upstream.md").read_text(encoding="utf-8")


def table(heading: str) -> dict[str, str]:
    """The first column of the table below a heading, with the rest of its row."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", part, re.MULTILINE))


def test_every_definition_has_a_row_with_the_members_that_name_it() -> None:
    rows = table("What an event does")
    assert rows.keys() == DEFINITIONS.keys()
    missing = [
        f"{name}: {member}"
        for name, block in DEFINITIONS.items()
        for member in (*block.names, *filter(None, [block.fields]))
        if member not in rows[name]
    ]
    assert missing == []


def test_every_other_type_follows_from_what_the_page_says() -> None:
    words = re.findall(r"`(\w+)`", PAGE.partition("where `…` is ")[2].partition("\n\n")[0])
    assert sorted(words) == sorted(block.word for block in BLOCKS)
    said = {f"{word}Removed" for word in words} | {f"{word}Renamed" for word in words} - {"RelationshipRenamed"}
    assert {f"{block.word}Renamed" for block in RENAMES.values()} == {each for each in said if each.endswith("Renamed")}
    assert set(DEFINITIONS) | said | set(FIELD_CHANGES) | set(REVISIONS) == UPSTREAM_TYPES
    endings = {f"…Field{change}" for _, change in FIELD_CHANGES.values()}
    assert [name for name in (*endings, *REVISIONS) if f"`{name}`" not in PAGE] == []


def test_every_event_that_is_told_has_a_row() -> None:
    values = [value for name, value in vars(outgoing).items() if name.isupper() and isinstance(value, str)]
    told = {value for value in values if re.fullmatch("([A-Z][a-z]+){2,}", value)}
    assert len(told) >= 6
    assert told - {outgoing.SCHEMA_TRANSITIONED} == table("What Moment tells").keys()
