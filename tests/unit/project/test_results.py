"""Reports of runners, read into results by case; what is no report is refused."""

from __future__ import annotations

import json

import pytest

from moment.derive import cases
from moment.generate.vitest.places import addresses
from moment.project.testing.results import Result, UnreadableError, read
from moment.project.testing.verdict import judge
from tests.unit.derive.models import domain_of

DOMAIN = domain_of("""
    context "Sales"
      aggregate "Order" identity orderId: UUID
        command Send input orderId: UUID emits Sent
        event Sent orderId: UUID
    context "Dispatch"
    flow "sending"
      lane sales "Sales"
      lane dispatch "Dispatch"
      moment "Send it"
        sales: Send
        sales: Sent crosses-to dispatch via CustomerSupplier
          contract
            orderId: UUID [required]
""")
CASES = cases(DOMAIN)
STEP, CROSSING = "sending/send-it/step:Send", "sending/send-it/crossing:Sent>Dispatch"


def test_there_are_two_cases() -> None:
    assert [case.id for case in CASES] == [STEP, CROSSING]
    assert [(address.file, ids) for address, ids in addresses(DOMAIN, CASES).items()] == [
        ("flows/sending.spec.ts", [STEP]), ("flows/sending.spec.ts", [CROSSING]),
    ]  # fmt: skip


def vitest(*tests: dict[str, object], **module: object) -> str:
    return json.dumps(
        {"testResults": [{"name": "/x/generated/vitest/flows/sending.spec.ts", "assertionResults": tests, **module}]}
    )


STEP_TEST = {"ancestorTitles": ["Flow: sending", "Send it"], "title": "should execute Send in Sales"}
REPORTS = {
    "vitest": (vitest({**STEP_TEST, "status": "failed", "failureMessages": ["no", "really"]}), [Result(STEP, "failed", "no\nreally")]),
    "vitest skipped": (
        vitest({**STEP_TEST, "status": "skipped", "meta": {"skipped": "not bound: Sales.Order (b.ts)"}}),
        [Result(STEP, "skipped", "not bound: Sales.Order (b.ts)")],
    ),
    "vitest of others": (vitest({**STEP_TEST, "title": "mine", "status": "passed"}), []),
    "vitest broken": (vitest(status="failed", message="no such file"), [Result(None, "failed", "sending.spec.ts: no such file")]),
    "pytest": (
        '{"case": "a", "outcome": "passed", "reason": "", "title": "t"}\n{"case": null, "outcome": "failed", "reason": "bad"}\n',
        [Result("a", "passed", ""), Result(None, "failed", "bad")],
    ),
    "pytest, one line": ('{"case": "a", "outcome": "skipped", "reason": "r"}', [Result("a", "skipped", "r")]),
    "junit": (
        ('<testsuites><testsuite><testcase name="t"><properties><property name="case" value="a"/></properties>'
        '<failure message="no"/></testcase><testcase name="u"><properties><property name="case" value="b"/></properties>'
        '<skipped message="not bound: B"/></testcase><testcase name="other"/></testsuite></testsuites>'),
        [Result("a", "failed", "no"), Result("b", "skipped", "not bound: B")],
    ),
    "cucumber": (
        json.dumps([{"elements": [
            {"tags": [{"name": "@case:a"}], "steps": [{"result": {"status": "passed"}}, {"result": {"status": "failed", "error_message": "no"}}]},
            {"tags": [{"name": "@case:b"}], "steps": [{"result": {"status": "pending"}}]},
            {"tags": [], "steps": [{"result": {"status": "passed"}}]},
        ]}]),
        [Result("a", "failed", "no"), Result("b", "skipped", "pending")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_read(name: str) -> None:
    text, results = REPORTS[name]
    assert list(read(text, DOMAIN, CASES)) == results


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("hello", "line 1 is no JSON"),
        ('{"a": 1}', "it is no report of vitest, pytest, Cucumber or JUnit"),
        ("<a", "it is no XML: unclosed token: line 1, column 0"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "it declares a document type"),
        ('{"case": "a", "outcome": "passed"}\n{"case": ', "line 2 is no JSON"),
    ],
)
def test_what_is_no_report_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=f"^{reason}"):
        read(text, DOMAIN, CASES)


def test_green_needs_something_of_the_users() -> None:
    contracts_only = judge(
        "vitest", CASES, [Result(CROSSING, "passed", ""), Result(STEP, "skipped", "not bound: Sales.Order (b.ts)")]
    )
    assert (contracts_only.exit(fail_on_unbound=False), contracts_only.is_about_nothing) == (1, True)
    assert contracts_only.unbound == {("Sales.Order", "b.ts"): 1}
    bound = judge("vitest", CASES, [Result(CROSSING, "skipped", "not bound: x"), Result(STEP, "passed", "")])
    assert (bound.exit(fail_on_unbound=False), bound.exit(fail_on_unbound=True)) == (0, 1)


def test_a_case_that_nobody_ran_is_red() -> None:
    verdict = judge("vitest", CASES, [Result(STEP, "passed", "")])
    assert [each.outcome for each in verdict.tested] == ["passed", "not-run"]
    assert (verdict.exit(fail_on_unbound=False), [each.code for each in verdict.findings()]) == (1, ["MOM928"])


def test_of_several_results_the_worst_counts() -> None:
    verdict = judge("pytest", CASES[:1], [Result(STEP, "failed", "no"), Result(STEP, "passed", "")])
    assert [each.outcome for each in verdict.tested] == ["failed"]
