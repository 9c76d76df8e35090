from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from moment.diagnostics.full import findings, render
from moment.diagnostics.model import Diagnostic, Label
from moment.text.source import Source
from moment.text.span import Place
from moment.text.width import columns
from tests import findings as sample
from tests.findings import COLLISION, MISSING, UNREADABLE, place


def shown(diagnostic: Diagnostic, *sources: Source) -> list[str]:
    """The finding's lines without its header and without the line that names the fingerprint."""
    text = findings([diagnostic], {source.path: source for source in sources})
    return text.split("\n")[1:-3]


def at(source: Source, word: str, *labels: Label, caption: str = "") -> Diagnostic:
    return COLLISION.at(place(source, word), *labels, caption=caption, name="x")


def test_a_whole_report() -> None:
    assert render(sample.findings(), sample.SOURCES, sample.summary()) == (
        """\
error[MOM402] contract-field-missing: contract of `OrderPlaced` requires `total`
  --> specs/order spec.moment:9:5
 8 |     orderId: UUID [required]
 9 |     total: Money [required]
   |     ^^^^^ not carried
 3 |     event OrderPlaced
   |           ----------- declared here
  ::: specs/shipping.moment:2:9
 2 |   event Shipped
   |         ------- used here
   = hint: Carry the field on the event.
   = fix (ask): add `total: Money` to `OrderPlaced`
   = moment explain MOM402 · 3029d2ed4888

info[MOM207] identity-type-unusual: identity of `Order` is a UUID
  --> specs/order spec.moment:2:39
 1 | context "Ordering" [Core]
 2 |   aggregate "Order" identity orderId: UUID
   |                                       ^^^^
   = moment explain MOM207 · c62e200c2ea3

warning[MOM126] case-collision: `Shipped: 100%, \\u001B[31m\\u202Eevil` differs only in case
  --> specs/shipping.moment:2:9
 1 | context "Shipping"
 2 |   event Shipped
   |         ^^^^^^^
   = fix (safe): write `Shipped`
   = moment explain MOM126 · 17124cf8e448

error[MOM902] unreadable-file: cannot read `specs/gone.moment`
  --> specs/gone.moment
   = hint: Give a file.
   = moment explain MOM902 · 6750065f0f97

error[MOM902] unreadable-file: cannot read `nothing`
   = moment explain MOM902 · 87aa2d762b65

shop & co: 3 errors, 1 warning, 1 info in 3 files, 1 suppressed; 2 have a fix (--fix mends 1, --fix-all asks)
"""
    )


def test_line_numbers_of_any_length_keep_the_bar_in_one_column() -> None:
    source = Source("a.moment", "head\n" + "\n" * 98 + "wrong\n")
    assert shown(at(source, "wrong", Label(place(source, "head"), "here")), source) == [
        "   --> a.moment:100:1",
        "100 | wrong",
        "    | ^^^^^",
        "  1 | head",
        "    | ---- here",
    ]


def test_marks_of_one_line_stand_below_each_other_and_those_of_the_line_before_stay_there() -> None:
    source = Source("a.moment", "one\ntwo three\n")
    labels = [Label(place(source, word), word) for word in ("two", "one")]
    assert shown(at(source, "three", *labels, caption="wrong"), source) == [
        "  --> a.moment:2:5",
        " 1 | one",
        "   | --- one",
        " 2 | two three",
        "   |     ^^^^^ wrong",
        "   | --- two",
    ]


def test_carets_stand_below_wide_combining_and_escaped_characters() -> None:
    source = Source("a.moment", "注文 e\u0301 \u202e\tx 合計 y\n")
    assert shown(at(source, "合計"), source) == [
        "  --> a.moment:1:11",
        " 1 | 注文 e\u0301 \\u202E x 合計 y",
        "   |                 ^^^^",
    ]


def test_an_empty_span_has_one_caret_also_behind_the_text() -> None:
    source = Source("a.moment", "event\n")
    assert shown(COLLISION.at(Place("a.moment", 5, 5), name="x"), source)[1:] == [" 1 | event", "   |      ^"]
    assert shown(COLLISION.at(Place("a.moment", 6, 6), name="x"), source)[1:] == [" 1 | event", " 2 |", "   | ^"]


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    source = Source("a.moment", "  saga X\n    states\n")
    assert shown(at(source, "saga X\n    states"), source)[1:] == [" 1 |   saga X", "   |   ^^^^^^"]


def test_a_long_line_is_cut_around_the_span() -> None:
    source = Source("a.moment", "a" * 300 + " wrong " + "b" * 300 + "\n")
    text, carets = shown(at(source, "wrong"), source)[1:]
    assert text == " 1 | …" + "a" * 75 + " wrong " + "b" * 76 + "…"
    assert carets == "   | " + " " * 77 + "^^^^^"


def test_a_label_into_a_file_without_text_still_says_where() -> None:
    label = Label(Place("gone.moment", 3, 4), "declared here")
    source = Source("a.moment", "x\n")
    assert shown(at(source, "x", label), source)[-1] == "  ::: gone.moment: declared here"


def test_color_adds_codes_and_nothing_else() -> None:
    plain = render(sample.findings(), sample.SOURCES, sample.summary())
    colored = render(sample.findings(), sample.SOURCES, sample.summary(), color=True)
    assert re.sub(r"\x1b\[[0-9;]+m", "", colored) == plain
    assert colored.startswith("\x1b[1;31merror[MOM402]\x1b[0m ")


def test_suppressed_findings_are_not_shown() -> None:
    assert findings([UNREADABLE.at(Place("a", 0, 0), path="a").suppress("known")], {}) == ""


text = st.text(st.sampled_from("ab \t\n注é\u0301\u202e😀\x1b\u200d"), max_size=400)


@settings(max_examples=200, deadline=None)
@given(text, st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_any_span_of_any_text_is_shown_within_the_limit(text: str, start: int, length: int, other: int) -> None:
    source = Source("a.moment", text)
    start = min(start, len(text))
    label = Label(Place("a.moment", min(other, len(text)), min(other, len(text))), "")
    found = MISSING.at(Place("a.moment", start, min(len(text), start + length)), label, event="a", field="b")
    lines = shown(found, source)
    assert all(columns(line) <= len("123 | ") + 161 for line in lines)
    assert sum(line.lstrip(" |").startswith("^") for line in lines) == 1
