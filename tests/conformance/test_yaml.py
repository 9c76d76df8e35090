"""What the YAML writer writes, read by PyYAML (YAML 1.1) and js-yaml (YAML 1.2)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from moment.generate.asyncapi.yaml import LONGEST_KEY, render, scalar
from tests.conformance.judged import TOOLS

HERE = Path(__file__).parent
AWKWARD = (
    "yes", "No", "on", "OFF", "true", "False", "null", "Null", "~", "", " ", " lead", "trail ", "a: b", "a #b", "- a", "? a",
    "=", "<<", "0o7", "010", "0x1F", "0b1", "1_000", "12:30", "12:30:45", "1e3", ".5", "5.", "+1", "-1", "-", "--", "---", "...",
    "2026-01-15", "2026-01-15T10:00:00Z", ".inf", "-.INF", ".NaN", "[a]", "{a}", "&a", "*a", "!a", "!!str", "|", ">", "|-", "%a",
    "@a", "`a", '"a"', "'a'", "'", '"', "\\", "a\nb", "a\tb", "\ta", "a\n", "\x00", "\x1b", "\x7f", "\u0085", "\u2028", "\ufeff",
    "\ufffe", "\uffff", "\u202e", "\U0001ffff", "🚚", "a:", ":a", "#a", "a#b", "a:b", "y", "N", "NaN", "inf", "a,b", "é", "e\u0301",
    "$ref", "a/b", "1.2.0", "1.2", "x" * 300, "x" * 1100, "é" * 600, "word " * 300,
)  # fmt: skip
TEXT = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


@pytest.mark.parametrize("word", AWKWARD, ids=lambda word: ascii(word)[:20])
def test_no_word_is_read_as_something_else(word: str) -> None:
    document = {word: word, "list": [word, [word, {word: {word: []}}]]}
    assert yaml.safe_load(render(document)) == document


@given(
    st.dictionaries(
        TEXT,
        st.recursive(
            st.one_of(TEXT, st.integers(-1000, 1000), st.booleans()),
            lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
            max_leaves=12,
        ),
        max_size=5,
    )
)
def test_what_is_written_is_what_is_read(document: dict[str, Any]) -> None:
    assert yaml.safe_load(render(document)) == document


def test_the_other_dialect_reads_the_same(tmp_path: Path) -> None:
    documents = [{word: word, "list": [word, [word, {word: {word: []}}]]} for word in AWKWARD]
    documents += [by_chance(seed) for seed in range(300)]
    (tmp_path / "texts.json").write_text(json.dumps([render(each) for each in documents]), encoding="utf-8")
    command = ["node", str(HERE / "asyncapi/yaml.mjs"), str(tmp_path / "texts.json"), str(TOOLS / "x.js")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, encoding="utf-8")
    assert [json.loads(line) for line in done.stdout.split("\n") if line] == documents


def by_chance(seed: int) -> dict[str, Any]:
    chance = Random(seed)

    def word() -> str:
        return "".join(chance.choices([*AWKWARD[:-5], *"ab:# -?,[]{}&*!|>'\"%@`~=<"], k=chance.randint(1, 3)))

    return {word(): word(), f"0{word()}": [word(), {word(): chance.choice([True, None, 7, -1.5, {}, []])}]}


def test_a_plain_word_needs_no_quotes() -> None:
    plain = ["OrderPlaced", "sales.order-placed", "application/json", "one word for it.", "$ref", "x-moment"]
    assert [scalar(word) for word in plain] == plain


def test_a_long_key_is_announced() -> None:
    key = "k" * (LONGEST_KEY + 1)
    assert render({"a": [{key: {"b": 1}}]}) == f"a:\n  - ? {key}\n    :\n      b: 1\n"


def test_empty_things_stand_on_their_line() -> None:
    assert render({}) == "{}\n"
    assert render({"a": {}, "b": [], "c": [[], {}]}) == "a: {}\nb: []\nc:\n  - []\n  - {}\n"
