"""JUnit XML judged by a reader that is not ours."""

from __future__ import annotations

from junitparser import Failure, JUnitXml, Skipped, TestSuite

from moment.diagnostics.junit import render
from moment.diagnostics.model import Severity
from moment.diagnostics.summary import summarize
from tests.findings import SOURCES, findings, summary


def suites(text: str) -> list[TestSuite]:
    report = JUnitXml.fromstring(text.encode())
    return [suite for suite in report if isinstance(suite, TestSuite)]


def test_a_suite_per_file_with_the_totals_that_it_holds() -> None:
    found = suites(render(findings(), SOURCES, summary()))
    assert [(suite.name, suite.tests, suite.failures, suite.skipped) for suite in found] == [
        ("specs/clean.moment", 1, 0, 0),
        ("specs/order spec.moment", 3, 1, 1),
        ("specs/shipping.moment", 1, 0, 0),
        ("specs/gone.moment", 1, 1, 0),
        ("shop & co", 1, 1, 0),
    ]
    for suite in found:
        cases = list(suite)
        counted = [sum(getattr(case, outcome) for case in cases) for outcome in ("is_failure", "is_skipped")]
        assert [suite.tests, suite.failures, suite.skipped] == [len(cases), *counted]


def test_the_totals_of_all_suites() -> None:
    report = JUnitXml.fromstring(render(findings(), SOURCES, summary()).encode())
    assert isinstance(report, JUnitXml)
    assert (report.tests, report.failures, report.errors, report.skipped) == (7, 3, 0, 1)


def test_a_case_says_what_the_finding_says() -> None:
    failing, passing, skipped = suites(render(findings(), SOURCES, summary()))[1]
    (failure,) = failing.result
    assert isinstance(failure, Failure)
    assert failing.name.startswith("MOM402 contract-field-missing ")
    assert failure.message == "contract of `OrderPlaced` requires `total`"
    assert failure.text == (
        "specs/order spec.moment:9:5: error[MOM402] contract of `OrderPlaced` requires `total`\n"
        "Carry the field on the event."
    )
    assert passing.is_passed
    assert passing.system_out == "specs/order spec.moment:2:39: info[MOM207] identity of `Order` is a UUID"
    (suppression,) = skipped.result
    assert isinstance(suppression, Skipped)
    assert suppression.message == 'it is "old" <and> known'


def test_a_clean_file_is_one_passing_case() -> None:
    (clean,) = suites(render(findings(), SOURCES, summary()))[0]
    assert (clean.name, clean.is_passed) == ("no findings", True)


def test_what_counts_is_decided_by_the_run() -> None:
    strict = summarize(findings(), project="shop", files=3, exit=1, fail_on=Severity.INFO)
    found = suites(render(findings(), SOURCES, strict))
    assert [suite.failures for suite in found] == [0, 2, 1, 1, 1]
