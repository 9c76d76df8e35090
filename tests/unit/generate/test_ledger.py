"""The ledger is read back as written, and a broken one is known as such."""

from __future__ import annotations

import json

import pytest

from moment.generate.header import digest, with_header
from moment.generate.ledger import Ledger, Record, read_ledger, rebuild, write_ledger

LEDGER = Ledger(
    {
        "b.ts": Record("typescript", "generated", "0" * 64, ("b.moment", "a.moment")),
        "a.ts": Record("vitest", "scaffold", "1" * 64, ()),
    },
    {"c.ts": "2" * 64},
)


def test_what_is_written_is_read() -> None:
    assert read_ledger(write_ledger(LEDGER)) == LEDGER


def test_its_keys_are_sorted_and_it_names_its_format() -> None:
    text = write_ledger(LEDGER)
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
    assert json.loads(text)["format"] == "moment.ledger/1"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not JSON"),
        ("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "it has merge conflict markers"),
        ('{\n<<<<<<< ours\n"a": 1\n', "it has merge conflict markers"),
        ("[]", "its format is not moment.ledger/1"),
        ('{"format": "moment.ledger/1"}', "its members are not objects"),
        ('{"format": "moment.ledger/1", "files": {"a": {"target": "x"}}}', "one of its records is incomplete"),
        ('{"format": "moment.ledger/1", "files": {}, "pending": {"a": 1}}', "one of its records is incomplete"),
        ("[" * 100_000, "it is not JSON"),
    ],
)
def test_what_is_no_ledger_says_why(text: str, reason: str) -> None:
    assert read_ledger(text) == reason


def test_it_is_rebuilt_from_headers() -> None:
    ours = with_header("x\n", target="typescript", sources=("a.moment",))
    assert rebuild({"ours.ts": ours, "edited.ts": ours + "y\n", "foreign.ts": "z\n"}) == Ledger(
        {
            "edited.ts": Record("typescript", "generated", "", ("a.moment",)),
            "ours.ts": Record("typescript", "generated", digest(ours), ("a.moment",)),
        },
        {},
    )
