"""Small models for the tests of derivations."""

from __future__ import annotations

from textwrap import dedent

from moment.derive import cases
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.model.results import Case
from moment.text.source import Source


def domain_of(text: str) -> Domain:
    parsed = parse(Source("model.moment", dedent(text)))
    assert parsed.diagnostics == ()
    return build([parsed])


def cases_of(text: str) -> dict[str, Case]:
    """By id, in derived order."""
    derived = cases(domain_of(text))
    found = {case.id: case for case in derived}
    assert len(found) == len(derived)
    return found
