"""Habits from other notations and slips of the pen: one finding each, at its place, and a fix after which all is read."""

from __future__ import annotations

import pytest

from moment.diagnostics.edits import apply_all
from moment.language.parser import parse
from moment.text.source import Source

OWNER = 'context "A"\n  aggregate "O"\n    identity id: UUID\n'
EVENT = OWNER + "    event E\n"
PLACED = 'flow "f"\n  lane a "A"\n  moment "M"\n    a: C'
FIXABLE = {
    "braces": (OWNER + "    event E {\n      n: UUID\n    }\n", "foreign-notation", "{"),
    "braces of clauses": (
        'context "A" {\n  policy P {\n    trigger E\n    action "x"\n  }\n}\n',
        "foreign-notation",
        "{",
    ),
    "braces of a flow": ('flow "f" {\n  lane a "A"\n  moment "M" {\n    a: C\n  }\n}\n', "foreign-notation", "{"),
    "semicolons": (EVENT + "      n: UUID;\n      m: UUID;\n", "foreign-notation", ";"),
    "arrows": (OWNER + "    states A => B => C\n", "foreign-notation", "=>"),
    "a list": (EVENT + "      n: List<Line>\n", "foreign-notation", "List<Line>"),
    "an optional": (EVENT + "      n: Optional<Line>\n", "foreign-notation", "Optional<Line>"),
    "null": (EVENT + "      n: Line | null\n", "foreign-notation", "| null"),
    "commas": (EVENT + "      n: UUID,\n      m: UUID\n", "foreign-notation", ","),
    "smart quotes": ("context “A”\n", "foreign-notation", "“A”"),
    "tabs": ('context "A"\n\tenum E = X\n', "tab-indentation", "\t"),
    "a keyword": (OWNER + "    comand C\n      emits E\n", "misspelled-keyword", "comand"),
    "a clause": (OWNER + "    command C\n      emit E\n", "misspelled-keyword", "emit"),
    "a link": (PLACED + "\n      trigered-by E\n", "misspelled-keyword", "trigered-by"),
    "a context": ('contxt "A"\n', "misspelled-keyword", "contxt"),
    "an open string": ('context "A\n  enum E = X\n', "unterminated-string", '"A'),
    "a string of lines": ('context "A"\n  description "b\n  c"\n', "unterminated-string", '"b'),
    "a quoted name": (OWNER + '    event "E"\n', "unexpected-token", '"E"'),
    "a bare string": ("context A\n", "unexpected-token", "A"),
}
PLAIN = {
    "extends": (OWNER + "    event E extends F\n      n: UUID\n", "foreign-notation", "extends"),
    "implements": ('context "A"\n  value-object V implements W\n    n: UUID\n', "foreign-notation", "implements"),
    "import": ('import "b.moment"\ncontext "A"\n', "foreign-notation", "import"),
    "alternatives": (EVENT + "      n: Line | Other\n", "foreign-notation", "| Other"),
    "a conflict": ('<<<<<<< a\ncontext "A"\n=======\ncontext "B"\n>>>>>>> b\n', "merge-conflict-marker", "<<<<<<<"),
    "a control character": ('context "A"\x00\n', "invalid-character", "\x00"),
    "an unknown class": ('context "A" [Cor]\n', "unexpected-token", "Cor"),
    "no repetition": (PLACED + " (×0)\n", "invalid-number", "0"),
    "a second clause": (OWNER + "    command C\n      emits E\n      emits F\n", "duplicate-clause", "emits"),
    "a missing clause": (OWNER + "    command C\n    event E\n", "missing-clause", ""),
    "a missing name": (OWNER + "    event\n    event E\n", "unexpected-token", ""),
}


@pytest.mark.parametrize("name", [*FIXABLE, *PLAIN])
def test_one_mistake_is_one_finding(name: str) -> None:
    text, rule, wrong = {**FIXABLE, **PLAIN}[name]
    found = [
        (finding.rule.name, text[finding.place.start : finding.place.end])
        for finding in parse(Source("a.moment", text)).diagnostics
    ]
    assert found == [(rule, wrong)]


@pytest.mark.parametrize("name", FIXABLE)
def test_the_fix_leaves_a_text_without_findings(name: str) -> None:
    source = Source("a.moment", FIXABLE[name][0])
    fixes = [fix for finding in parse(source).diagnostics for fix in finding.fixes]
    assert [fix.applicability for fix in fixes] == ["safe"]
    mended = apply_all({"a.moment": source}, fixes).texts["a.moment"]
    assert parse(Source("a.moment", mended)).diagnostics == ()


def test_a_second_clause_names_the_first() -> None:
    text = PLAIN["a second clause"][0]
    (finding,) = parse(Source("a.moment", text)).diagnostics
    assert finding.place.start == text.rindex("emits")
    assert [label.place.start for label in finding.labels] == [text.index("emits")]


@pytest.mark.parametrize(
    "text",
    ["context", "flow", 'context "A"\n  aggregate', EVENT.rstrip()[:-2], 'context "A" [', 'flow "f"\n  lane', PLACED[:-2]],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "\n", "  "])
def test_a_file_that_ends_too_soon_is_one_finding_at_its_end(text: str, end: str) -> None:
    found = parse(Source("a.moment", text + end)).diagnostics
    assert [(finding.message, finding.place.start) for finding in found] == [
        ("the end of the file cannot stand here", len(text))
    ]


def test_a_map_has_no_fix_that_would_drop_a_part() -> None:
    text = 'context "A"\n  value-object V\n    prices: Map<string, Money>\n'
    (finding,) = parse(Source("a.moment", text)).diagnostics
    assert (finding.code, finding.fixes) == ("MOM007", ())
