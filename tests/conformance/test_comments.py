"""Comments on pull requests, judged by a reader of GFM: tables are tables, names stay text, the length fits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from moment.behaviour.comment import LIMIT, comment
from moment.behaviour.comparison import compare
from moment.behaviour.difference import Difference
from moment.behaviour.difference_document import AgainstDoc, difference_text
from moment.behaviour.markdown import NAME_LIMIT, code, escaped, prose, table
from moment.behaviour.model_document import Places
from moment.behaviour.simulation import Simulation, simulate
from moment.behaviour.simulation_comment import simulation_comment, stopped_comment
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source
from moment.text.span import Place
from moment.text.width import printable
from tests.conformance.test_schemas import complaints
from tests.conftest import Golden
from tests.hostile import TEXTS, hostile, quoted
from tests.unit.behaviour.boats import BOATS, NO_KEY, STALLS, TWO_FIELDS, difference

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
JOINER = "\u2060"
EVENING = 'flow "evening"\n  lane rental "Rental"\n\n  moment "Out"\n    rental: RentBoat\n    rental: RentBoat\n'
NIGHT = 'flow "night"\n  lane guests "Guests"\n\n  moment "Sorry"\n    guests: Apologise\n    guests: GuestSoothed\n'
TRIP = """\
flow "a | trip"
  lane rental "Rental"
  lane guests "Guests"
  branch-lane wet "<b>Wet</b> & `cold`"

  moment "Out"
    rental: RentBoat

  moment "Then" [branch]
    when dry
      rental: ReturnBoat
    when wet [wet]
      wet: BoatRented [terminal]
"""


def where(place: Place) -> str:
    return f"{place.path}:{place.start}"


def shown(found: Difference, *, limit: int = LIMIT) -> str:
    return comment(found, against="origin/main", commit="3f2a9c1", where=where, limit=limit)


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def html(text: str) -> list[str]:
    """Every piece of HTML that a comment holds, tag by tag."""
    pieces = [token.content for token in flat(READER.parse(text)) if token.type in ("html_block", "html_inline")]
    return [tag.strip() for piece in pieces for tag in piece.replace(">", ">\n").splitlines() if tag.strip()]


def cells(text: str) -> list[list[str]]:
    """The rows of all tables, each cell as the text that its Markdown says."""
    rows: list[list[str]] = []
    tokens = READER.parse(text)
    for number, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        if token.type in ("th_open", "td_open"):
            rows[-1].append("".join(each.content for each in flat(tokens[number + 1].children or [])))
    return rows


def simulated(text: str) -> Simulation:
    return simulate(domain_of(text))


def domain_of(text: str) -> Domain:
    parsed = parse(Source("model.moment", text))
    assert parsed.diagnostics == ()
    return build([parsed])


def test_a_comment(golden: Golden) -> None:
    before = f"{STALLS}\n{EVENING}\n{NIGHT}"
    after = f"{TWO_FIELDS}\n{NIGHT}\n{TRIP}"
    golden.file("behaviour/comment.md", shown(difference(before, after)))


def test_a_comment_on_one_simulation(golden: Golden) -> None:
    text = simulation_comment(simulated(f"{NO_KEY}\n{EVENING}\n{TRIP}"), where=where)
    golden.file("behaviour/simulation.md", text)


def test_the_tables_say_what_the_difference_says() -> None:
    assert cells(shown(difference(BOATS, NO_KEY))) == [
        ["", "before", "now"],
        ["runs", "3", "4"],
        ["states", "11", "13"],
        ["completed", "100.0 %, 1 run", "100.0 %, 1 run"],
        ["double-effect with faults (new)", "–", "3 runs"],
        ["fewest faults for double-effect", "never", "1"],
        [
            "breaks",
            "survives any 1 fault",
            "at 1 fault: duplicate BoatRented to Guests (double-effect)",
        ],
    ]


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [(BOATS, STALLS, "🔴"), (BOATS, NO_KEY, "🟡"), (STALLS, BOATS, "🟢"), (STALLS, STALLS, "🟢")],
)
def test_the_sign_is_red_for_what_fails_the_run(before: str, after: str, sign: str) -> None:
    found = difference(before, after)
    assert (shown(found).splitlines()[2][0], sign == "🔴") == (sign, found.exit == 1)


HTML = (
    "<script>",
    "<details><summary>x",
    "</sub>",
    "a</summary>b",
    "<!-- c",
    "<?php",
    "&lt;b&gt;",
    "![i](//e.test/i.png)",
)


def test_all_html_is_ours() -> None:
    """Whatever the names are."""
    first, second = hostile((*TEXTS, *HTML)), hostile((*HTML, *TEXTS))
    comments = [
        shown(compare(simulated(first), simulated(second))),
        shown(compare(simulated(second), simulated(second))),
        simulation_comment(simulated(first), where=where),
    ]
    tags = ["<details>", "<summary>", "2 flows as before</summary>", "</details>", "<sub>", "</sub>"]
    assert html(comments[1]) == tags
    for text in comments:
        found = [tag for tag in html(text) if not re.fullmatch(r"(More of this flow|\d+ findings?)</summary>", tag)]
        assert set(found) <= set(tags)
        assert found.count("<details>") == found.count("<summary>") == found.count("</details>")
        kinds = {token.type for token in flat(READER.parse(text))}
        assert kinds & {"link_open", "image", "hr", "blockquote_open", "s_open"} == set()


def test_findings_that_stop_everything_stand_in_a_fence() -> None:
    text = stopped_comment("```\n````\n<script>\n</details>\n")
    assert [token.content for token in flat(READER.parse(text)) if token.type == "fence"] == [
        "```\n````\n<script>\n</details>\n"
    ]
    assert len(stopped_comment("x" * 60 + "\n" + "a line\n" * 20_000)) <= LIMIT


@pytest.mark.parametrize("text", [*TEXTS, "", " ", "`", "``a``", " a ", "|", "\\|", "a\\", "x" * 500])
def test_a_name_is_code_wherever_it_stands(text: str) -> None:
    read_it_as = shortened(text) or " "
    heading = READER.parse(f"### {code(text)}: more")
    item = READER.parse(f"- **a**: {code(text)}, b")
    row = READER.parse(table(["", "b"], [(f"x {code(text)}", "y")]))
    found = [
        [token.content for token in flat(tokens) if token.type == "code_inline"] for tokens in (heading, item, row)
    ]
    assert [[each.replace(JOINER, "") for each in content] for content in found] == [[read_it_as]] * 3
    assert len(cells(table(["", "b"], [(f"x {code(text)}", "y")]))[1]) == 2


def shortened(text: str) -> str:
    """What is left of a name: one line, nothing that cannot be seen, not too long."""
    line = printable(text.replace("\n", " "))
    return line if len(line) <= NAME_LIMIT else line[: NAME_LIMIT - 1] + "…"


@given(st.text(max_size=60))
def test_plain_text_says_itself(text: str) -> None:
    (paragraph,) = [token for token in READER.parse(f"x {escaped(text)} y") if token.type == "inline"]
    assert {token.type for token in paragraph.children or []} <= {"text", "text_special"}
    said = "".join(token.content for token in paragraph.children or [])
    assert said.replace(JOINER, "") == f"x {printable(text.replace(chr(10), ' '))} y"


@given(st.text(alphabet="a`|\\<>*_[]@&!~ \n", max_size=30))
def test_a_message_keeps_its_words_in_a_table_too(text: str) -> None:
    found = cells(table(["a", "b"], [(f"x{prose(text)}x", "y")]))
    assert [len(row) for row in found] == [2, 2]
    kinds = {token.type for token in flat(READER.parse(table(["a"], [(f"x{prose(text)}x",)])))}
    assert kinds <= {
        "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close",
        "th_open", "th_close", "td_open", "td_close", "inline", "text", "text_special", "code_inline",
    }  # fmt: skip


def test_nobody_is_mentioned_and_no_address_is_a_link() -> None:
    text = escaped("ask @ada or see https://example.com and www.example.com")
    assert text == f"ask @{JOINER}ada or see https:{JOINER}//example.com and www.{JOINER}example.com"


def many_flows(number: int, name: str) -> str:
    return BOATS + "".join(EVENING.replace('"evening"', quoted(f"{name} {n}")) for n in range(number))


def test_what_does_not_fit_is_counted_and_nothing_is_left_open() -> None:
    found = difference(BOATS, many_flows(300, "a trip with a name of some length"))
    text = shown(found)
    assert 60_000 < len(text) <= LIMIT
    kept = text.count("\n### ")
    assert 50 < kept < 300
    assert f"*{300 - kept} flows left out: a comment holds 65,536 characters. `--format text` shows all.*" in text
    assert html(text) == ["<details>", "<summary>", "1 flow as before</summary>", "</details>", "<sub>", "</sub>"]


@pytest.mark.parametrize("limit", [120, 400, 900, 2000])
def test_no_limit_is_passed(limit: int) -> None:
    assert len(shown(difference(BOATS, many_flows(20, "🚚" * 400)), limit=limit)) <= limit


def test_characters_are_counted_as_in_the_browser() -> None:
    text = shown(difference(BOATS, many_flows(300, "🚚" * 180)))
    assert len(text.encode("utf-16-le")) // 2 <= LIMIT


def test_the_json_is_what_its_schema_says() -> None:
    for before, after in ((BOATS, NO_KEY), (BOATS, STALLS), (f"{BOATS}\n{EVENING}", f"{TWO_FIELDS}\n{NIGHT}")):
        for against in (AgainstDoc("main", "revision", "a" * 40), AgainstDoc("../old", "path", None)):
            text = difference_text(difference(before, after), project="boats", against=against, places=Places({}))
            assert complaints(json.loads(text)) == []
