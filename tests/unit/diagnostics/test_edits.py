from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.diagnostics.edits import apply, apply_all, resolve, unified
from moment.diagnostics.model import Edit, Fix
from moment.text.source import Source
from moment.text.span import Place

SOURCE = Source("a.moment", "event A\n  one: string\n\n  two: UUID")


def edit(start: int, end: int, text: str, path: str = "a.moment") -> Edit:
    return Edit(Place(path, start, end), text)


def changed(written: Edit, source: Source = SOURCE) -> str:
    return apply(source.text, [resolve(written, source)])


def test_a_replacement_is_already_resolved() -> None:
    assert resolve(edit(0, 5, "command"), SOURCE) == edit(0, 5, "command")


def test_a_line_after_is_indented_like_the_line_of_the_start() -> None:
    one = SOURCE.text.index("one")
    assert changed(Edit(Place("a.moment", one, one + 3), "new: Date", "line-after")) == (
        "event A\n  one: string\n  new: Date\n\n  two: UUID"
    )


def test_a_line_inside_stands_two_columns_deeper_behind_the_end() -> None:
    assert changed(Edit(Place("a.moment", 0, 20), "new: Date", "line-inside")) == (
        "event A\n  one: string\n  new: Date\n\n  two: UUID"
    )


def test_a_line_behind_the_last_line_without_an_end() -> None:
    two = SOURCE.text.index("two")
    assert changed(Edit(Place("a.moment", two, len(SOURCE.text)), "new: Date", "line-after")) == (
        "event A\n  one: string\n\n  two: UUID\n  new: Date"
    )


def test_a_span_that_includes_its_line_end_belongs_to_that_line() -> None:
    assert changed(Edit(Place("a.moment", 0, 8), "new: Date", "line-inside")) == (
        "event A\n  new: Date\n  one: string\n\n  two: UUID"
    )


def test_tabs_of_the_anchor_are_kept_and_several_lines_indented() -> None:
    source = Source("a.moment", "\tevent A\n")
    assert changed(Edit(Place("a.moment", 1, 6), "x: Date\ny: Date", "line-after"), source) == (
        "\tevent A\n\tx: Date\n\ty: Date\n"
    )


def test_edits_apply_to_the_old_offsets_in_any_order() -> None:
    assert apply("abcdef", [edit(4, 5, "E"), edit(0, 2, ""), edit(3, 3, "-"), edit(3, 3, "+")]) == "c-+dEf"


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, 3, "x"), edit(2, 4, "y")],
        [edit(0, 3, "x"), edit(1, 1, "y")],
        [edit(2, 2, "x"), edit(2, 1, "y")],
        [edit(5, 9, "x")],
        [Edit(Place("a.moment", 0, 1), "x", "line-after")],
    ],
)
def test_edits_that_overlap_leave_the_text_or_are_unresolved_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply("abcdef", edits)


def test_fixes_apply_wholly_or_not_at_all() -> None:
    sources = {path: Source(path, "abcdef") for path in ("a.moment", "b.moment")}
    first = Fix("first", (edit(0, 2, "X"),))
    halfway = Fix("halfway", (edit(5, 6, "Y", "b.moment"), edit(1, 3, "Y")))
    second = Fix("second", (edit(2, 3, "Z"), edit(4, 6, "Z", "b.moment")))
    unknown = Fix("unknown", (edit(0, 0, "X"), edit(0, 0, "X", "c.moment")))
    applied = apply_all(sources, [first, halfway, second, unknown])
    assert applied.texts == {"a.moment": "XZdef", "b.moment": "abcdZ"}
    assert applied.skipped == (halfway, unknown)


def test_an_edit_that_two_fixes_share_happens_once() -> None:
    fix = Fix("add", (Edit(Place("a.moment", 0, 7), "new: Date", "line-inside"),))
    other = Fix("add too", (Edit(Place("a.moment", 0, 7), "old: Date", "line-inside"),))
    applied = apply_all({"a.moment": SOURCE}, [fix, other, fix])
    assert applied.texts == {"a.moment": "event A\n  new: Date\n  old: Date\n  one: string\n\n  two: UUID"}
    assert applied.skipped == ()


spans = st.tuples(st.integers(0, 12), st.integers(0, 4)).map(lambda span: (span[0], min(12, span[0] + span[1])))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(spans, st.sampled_from(["", "x", "yy"])), max_size=8))
def test_what_is_accepted_never_overlaps(written: list[tuple[tuple[int, int], str]]) -> None:
    source = Source("a.moment", "abcdefghijkl")
    fixes = [Fix("any", (edit(*span, text),)) for span, text in written]
    applied = apply_all({"a.moment": source}, fixes)
    accepted = {fix.edits[0] for fix in fixes} - {fix.edits[0] for fix in applied.skipped}
    taken = [offset for made in accepted for offset in range(made.place.start, made.place.end)]
    assert len(taken) == len(set(taken))
    assert len(applied.texts.get("a.moment", source.text)) == 12 - len(taken) + sum(len(made.text) for made in accepted)


DIFFS = [("a\nb\n", "a\nc\n"), ("a\nb", "a\nb\n"), ("", "x\n"), ("a\u2028b\nc\n", "a\u2028b\nd"), ("one\n", "")]


@pytest.mark.parametrize(("old", "new"), DIFFS)
def test_git_makes_the_new_text_from_a_diff(old: str, new: str, tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("needs git")
    target = tmp_path / "a.moment"
    target.write_text(old, encoding="utf-8", newline="")
    diff = unified("a.moment", old, new).encode()
    subprocess.run([git, "apply", "--unsafe-paths", "-"], input=diff, cwd=tmp_path, check=True)
    assert target.read_bytes() == new.encode()


def test_equal_texts_have_no_diff() -> None:
    assert unified("a.moment", "a\n", "a\n") == ""
