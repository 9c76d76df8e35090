from __future__ import annotations

from moment.diagnostics.model import Diagnostic, Fix, Severity
from moment.diagnostics.summary import summarize
from moment.text.span import Place
from tests.findings import COLLISION, MISSING, findings

HERE = Place("a.moment", 1, 2)
SAFE, ASK = Fix("a", (), "safe"), Fix("b", (), "ask")


def line(*diagnostics: Diagnostic, files: int = 3) -> str:
    return summarize(diagnostics, project="shop", files=files, exit=0).line


def test_suppressed_findings_count_only_as_suppressed() -> None:
    summary = summarize(findings(), project="shop", files=3, exit=1, fail_on=Severity.WARNING)
    assert (summary.errors, summary.warnings, summary.infos, summary.suppressed) == (3, 1, 1, 1)


def test_the_line_names_what_was_found() -> None:
    error = MISSING.at(HERE, event="A", field="b", fixes=(ASK,))
    info = COLLISION.at(HERE, name="x").with_severity(Severity.INFO)
    assert line(error, info, info, COLLISION.at(HERE, name="x").suppress("known")) == (
        "shop: 1 error, 0 warnings, 2 infos in 3 files, 1 suppressed; 1 has a fix (--fix-all asks)"
    )


def test_the_line_of_a_clean_run() -> None:
    assert line(files=1) == "shop: no findings in 1 file"


def test_the_line_tells_safe_fixes_from_those_that_ask() -> None:
    safe = COLLISION.at(HERE, name="x", fixes=(ASK, SAFE))
    ask = COLLISION.at(HERE, name="y", fixes=(ASK,))
    assert line(safe).endswith("; 1 has a fix (--fix)")
    assert line(safe, ask).endswith("; 2 have a fix (--fix mends 1, --fix-all asks)")
