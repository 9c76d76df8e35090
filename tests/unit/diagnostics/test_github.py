from __future__ import annotations

from moment.diagnostics.github import render
from moment.diagnostics.model import Rule, Severity
from moment.text.source import Source
from moment.text.span import Place
from tests.findings import SOURCES, findings, summary


def test_one_escaped_command_a_finding() -> None:
    assert render(findings(), SOURCES, summary()) == (
        "::error file=specs/order spec.moment,line=9,endLine=9,col=5,endColumn=10,title=MOM402 contract-field-missing"
        "::contract of `OrderPlaced` requires `total`%0ACarry the field on the event.\n"
        "::notice file=specs/order spec.moment,line=2,endLine=2,col=39,endColumn=43,title=MOM207 identity-type-unusual"
        "::identity of `Order` is a UUID\n"
        "::warning file=specs/shipping.moment,line=2,endLine=2,col=9,endColumn=16,title=MOM126 case-collision"
        "::`Shipped: 100%25, \\u001B[31m\\u202Eevil` differs only in case\n"
        "::error file=specs/gone.moment,title=MOM902 unreadable-file::cannot read `specs/gone.moment`%0AGive a file.\n"
        "::error title=MOM902 unreadable-file::cannot read `nothing`\n"
    )


def test_a_path_cannot_end_its_property_and_a_message_cannot_start_a_command() -> None:
    rule = Rule("MOM001", "unexpected-token", Severity.ERROR, "a\r\n::set-output name=x::")
    source = Source("a:b,c%\n.moment", "one\ntwo\n")
    assert render([rule.at(Place(source.path, 0, 7))], {source.path: source}, summary()) == (
        "::error file=a%3Ab%2Cc%25%0A.moment,line=1,endLine=2,title=MOM001 unexpected-token"
        "::a%0D%0A::set-output name=x::\n"
    )
