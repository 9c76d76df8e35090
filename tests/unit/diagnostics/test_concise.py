from __future__ import annotations

from moment.diagnostics.concise import findings as written
from moment.diagnostics.concise import render
from tests.findings import SOURCES, findings, summary


def test_one_line_a_finding() -> None:
    assert written(findings(), SOURCES) == (
        "specs/order spec.moment:9:5: error[MOM402] contract of `OrderPlaced` requires `total`\n"
        "specs/order spec.moment:2:39: info[MOM207] identity of `Order` is a UUID\n"
        "specs/shipping.moment:2:9: warning[MOM126] `Shipped: 100%, \\u001B[31m\\u202Eevil` differs only in case\n"
        "specs/gone.moment: error[MOM902] cannot read `specs/gone.moment`\n"
        "error[MOM902] cannot read `nothing`\n"
    )


def test_the_report_ends_with_the_summary() -> None:
    assert render(findings(), SOURCES, summary()) == f"{written(findings(), SOURCES)}{summary().line}\n"
