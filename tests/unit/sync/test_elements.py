"""Which symbols a specification asks for, and where their parts are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from moment.generate.typescript.claims import exported_names
from moment.generate.typescript.names import IMPORTED_BY_NAME
from moment.project.session import load
from moment.sync.elements import Element, elements

EXAMPLES = Path(__file__).parents[3] / "examples"


def found(name: str) -> dict[str, Element]:
    return {each.id: each for each in elements(load(EXAMPLES / name).domain())}


def test_what_must_exist_and_what_follows() -> None:
    library = found("library")
    assert {key: each.symbol for key, each in library.items() if each.is_required and each.context == "Lending"} == {
        "Lending/Loan/LoanStarted": "LoanStarted",
        "Lending/Loan/BookReturned": "BookReturned",
        "Lending/Loan/StartLoan": "StartLoanInput",
        "Lending/Loan/ReturnBook": "ReturnBookInput",
        "Lending/Loan": "LoanAggregate",
    }
    assert library["Lending/Loan/ReturnBook#ReturnBookRefusal"].role == "other"


def test_parts_are_known_by_their_name_on_the_wire() -> None:
    library = found("library")
    text = (EXAMPLES / "library/specs/library.moment").read_text(encoding="utf-8")
    places = library["Lending/Loan/ReturnBook"].members
    assert {name: text[place.start : place.end] for name, place in places.items()} == {
        "loanId": "loanId",
        "remark": "remark",
    }
    assert set(library["Lending/Loan"].members) == {"loanId", "state", "startLoan", "returnBook"}


@pytest.mark.parametrize("name", ["library", "hospital"])
def test_every_type_that_the_generator_exports_has_an_element(name: str) -> None:
    """Tables and guards are values; everything else that a context exports is a type, and every one has its element."""
    domain = load(EXAMPLES / name).domain()
    symbols = {(each.context, each.symbol) for each in elements(domain)}
    for context in domain.contexts:
        exported = exported_names(context) - set(IMPORTED_BY_NAME)
        types = {symbol for symbol in exported if not symbol.endswith("Guard") and symbol[0].isupper()}
        assert types == {symbol for owner, symbol in symbols if owner == context.id}
