from __future__ import annotations

import re

from moment.diagnostics.fingerprint import fingerprints
from moment.diagnostics.model import Severity
from moment.text.span import Place
from tests.findings import COLLISION, MISSING

HERE, ELSEWHERE = Place("a.moment", 1, 2), Place("b/c.moment", 70, 90)


def test_a_fingerprint_is_twelve_hexadecimal_digits() -> None:
    (found,) = fingerprints([COLLISION.at(HERE, name="\udc80 é")])
    assert re.fullmatch("[0-9a-f]{12}", found)


def test_place_severity_hint_and_suppression_do_not_change_it() -> None:
    first = COLLISION.at(HERE, name="x")
    second = COLLISION.at(ELSEWHERE, hint="Rename it.", name="x").with_severity(Severity.INFO).suppress("known")
    assert fingerprints([first]) == fingerprints([second])


def test_code_element_and_each_fact_change_it() -> None:
    found = [
        COLLISION.at(HERE, name="x"),
        COLLISION.at(HERE, name="y"),
        COLLISION.at(HERE, elements=("Ordering",), name="x"),
        MISSING.at(HERE, event="x", field="y"),
        MISSING.at(HERE, event="xy", field=""),
    ]
    assert len(set(fingerprints(found))) == 5


def test_equals_are_told_apart_by_their_ordinal() -> None:
    same = COLLISION.at(HERE, name="x")
    first, other, second = fingerprints([same, COLLISION.at(HERE, name="y"), same])
    assert len({first, other, second}) == 3
    assert fingerprints([same, same]) == (first, second)
