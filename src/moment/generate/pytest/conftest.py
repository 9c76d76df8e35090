"""The text of ``conftest.py``: the marker of cases, where modules are found, and the report of a run."""

from __future__ import annotations

CONFTEST = '''\
import json
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPORT = "MOMENT_REPORT"

for folder in FOLDERS:
    path = str((HERE / folder).resolve())
    if path not in sys.path:
        sys.path.insert(0, path)

pytest.register_assert_rewrite("harness")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "case(id): the case of the specification that this test shows")


def pytest_itemcollected(item: pytest.Item) -> None:
    """The case goes with every report of the test, into other processes and formats too."""
    marker = item.get_closest_marker("case")
    if marker is not None and item.path.parent == HERE:
        title = getattr(getattr(item, "function", None), "__doc__", None)
        item.user_properties += [("case", marker.args[0]), ("title", title or item.name)]


_outcomes: dict[str, tuple[str, str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What is written about a test is known when it has been torn down, in the process that ran it."""
    if hasattr(report, "node"):
        return
    worst = _outcomes.get(report.nodeid, ("passed", ""))
    if report.outcome != "passed" and worst[0] != "failed":
        _outcomes[report.nodeid] = (report.outcome, _reason(report))
    if report.when == "teardown":
        about = dict(report.user_properties)
        outcome, reason = _outcomes.pop(report.nodeid, ("passed", ""))
        if "case" in about:
            _write(case=about["case"], outcome=outcome, reason=reason, title=about["title"])


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _write(case=None, outcome="failed", reason=_reason(report), title=report.nodeid)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test was skipped, or how it failed."""
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    crash = getattr(report.longrepr, "reprcrash", None)
    return crash.message if crash is not None else report.longreprtext


def _write(**line: object) -> None:
    """A line of JSON for the file that the environment names."""
    file = os.environ.get(REPORT)
    if file:
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\\n")
'''
