from __future__ import annotations

import json

from moment.diagnostics.edits import apply
from moment.diagnostics.fingerprint import fingerprints
from moment.diagnostics.json import render, render_error
from moment.diagnostics.model import Edit
from moment.text.span import Place
from tests.findings import ORDER, SOURCES, UNREADABLE, findings, summary


def test_the_document_has_the_published_members() -> None:
    document = json.loads(render(findings(), SOURCES, summary()))
    assert list(document) == ["format", "project", "summary", "diagnostics", "limits"]
    assert document["format"] == "moment.check/1"
    assert document["project"] == "shop & co"
    assert document["summary"] == {"files": 3, "errors": 3, "warnings": 1, "infos": 1, "suppressed": 1, "exit": 1}
    assert document["limits"] == ["stopped after 2.0 seconds"]
    assert [found["fingerprint"] for found in document["diagnostics"]] == list(fingerprints(findings()))


def test_a_finding_with_everything() -> None:
    found = json.loads(render(findings(), SOURCES, summary()))["diagnostics"][0]
    fix = found.pop("fixes")[0]
    labels = found.pop("labels")
    del found["fingerprint"]
    total = ORDER.text.index("total")
    assert found == {
        "code": "MOM402",
        "name": "contract-field-missing",
        "severity": "error",
        "message": "contract of `OrderPlaced` requires `total`",
        "path": "specs/order spec.moment",
        "range": {
            "start": {"line": 9, "column": 5, "offset": total},
            "end": {"line": 9, "column": 10, "offset": total + 5},
        },
        "elements": ["order-placed/order-submission/1"],
        "hint": "Carry the field on the event.",
        "suppressed": None,
    }
    assert [(label["path"], label["message"], label["range"]["start"]["line"]) for label in labels] == [
        ("specs/order spec.moment", "declared here", 3),
        ("specs/shipping.moment", "used here", 2),
    ]
    assert (fix["title"], fix["applicability"]) == ("add `total: Money` to `OrderPlaced`", "ask")


def test_a_reader_can_apply_the_edits_by_their_offsets() -> None:
    document = json.loads(render(findings(), SOURCES, summary()))
    edits = [
        Edit(Place(edit["path"], edit["range"]["start"]["offset"], edit["range"]["end"]["offset"]), edit["text"])
        for edit in document["diagnostics"][0]["fixes"][0]["edits"]
    ]
    assert apply(ORDER.text, edits).splitlines()[3:5] == ["      orderId: UUID", "      total: Money"]


def test_a_finding_in_no_readable_text_has_no_range_and_a_suppressed_one_its_reason() -> None:
    found = json.loads(render(findings(), SOURCES, summary()))["diagnostics"]
    assert [(one["path"], one["range"]) for one in found[-2:]] == [("specs/gone.moment", None), ("", None)]
    assert found[2]["suppressed"] == 'it is "old" <and> known'


def test_a_file_name_that_is_not_utf8_is_escaped() -> None:
    found = UNREADABLE.at(Place("bad\udc80.moment", 0, 0), path="bad\udc80.moment")
    document = json.loads(render([found], {}, summary()).encode())
    assert document["diagnostics"][0]["path"] == "bad\udc80.moment"


def test_a_failure_is_a_document_too() -> None:
    assert json.loads(render_error("usage", "no option `--fial-on`", "did you mean `--fail-on`?")) == {
        "format": "moment.error/1",
        "code": "usage",
        "message": "no option `--fial-on`",
        "hint": "did you mean `--fail-on`?",
    }
