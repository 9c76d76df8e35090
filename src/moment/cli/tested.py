"""What ``moment test`` prints: lines for people, JSON and JUnit for machines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

import msgspec

from moment.cli.output import paint
from moment.project.session import Session
from moment.project.testing.verdict import Outcome, Tested, Verdict

_SIGNS: dict[Outcome, tuple[str, str]] = {
    "passed": ("✓", "32"), "failed": ("✗", "31"), "skipped": ("○", "33"), "not-run": ("?", "31"),
}  # fmt: skip
_REASON_LINES = 6


class CaseDocument(msgspec.Struct, frozen=True, rename="camel"):
    """One case; ``path``, ``line`` and ``column`` are its place in the specification."""

    case_id: str
    kind: str
    title: str
    flow: str | None
    context: str | None
    runner: str
    outcome: str
    reason: str
    path: str
    line: int
    column: int


class UnboundDocument(msgspec.Struct, frozen=True):
    """What is not bound, the file to bind it in, and how many cases wait for it."""

    name: str
    file: str
    cases: int


class TestDocument(msgspec.Struct, frozen=True, rename="camel"):
    """What `moment test --json` answers. ``broken`` are files that could not be run."""

    format: Literal["moment.test/1"]
    project: str
    exit: int
    passed: int
    failed: int
    skipped: int
    not_run: int
    cases: tuple[CaseDocument, ...]
    unbound: tuple[UnboundDocument, ...]
    broken: tuple[str, ...]


def text(verdict: Verdict, session: Session, *, quiet: bool, colored: bool) -> str:
    """Cases by flow or context, what is not bound, and a line of counts for each."""
    lines: list[str] = []
    totals: list[str] = []
    for name, found in groupby(verdict.tested, key=_block):
        tested = list(found)
        shown = [each for each in tested if not quiet or each.outcome in ("failed", "not-run")]
        if shown:
            lines.append(paint(name, "1", colored=colored))
            for each in shown:
                lines.extend(_case(each, session, colored=colored))
            lines.append("")
        totals.append(_counts(name, tested))
    for broken in verdict.broken:
        lines += [f"{paint('✗', '31', colored=colored)} could not be run: {broken.strip()}", ""]
    if verdict.unbound and not quiet:
        lines.append(paint("not bound", "1", colored=colored))
        width = max(len(name) for name, _ in verdict.unbound)
        for (name, file), count in verdict.unbound.items():
            lines.append(f"  {name:<{width}}  {count} {'case' if count == 1 else 'cases'}  {file}".rstrip())
        lines.append("")
    lines += totals
    if verdict.is_about_nothing:
        lines.append("nothing of yours was tested: bind something, then run again")
    return "\n".join(lines) + "\n"


def _block(tested: Tested) -> str:
    case = tested.case
    return case.flow if case.flow is not None else case.context or ""


def _case(tested: Tested, session: Session, *, colored: bool) -> Iterator[str]:
    sign, code = _SIGNS[tested.outcome]
    line = f"  {paint(sign, code, colored=colored)} {tested.case.title}"
    if tested.outcome == "skipped":
        yield f"{line}  {paint(tested.reason, '2', colored=colored)}".rstrip()
        return
    yield line
    if tested.outcome in ("failed", "not-run"):
        path, number, column = _place(tested, session)
        yield f"      {paint(f'{path}:{number}:{column}', '36', colored=colored)}  {tested.case.id}"
        told = [part for part in tested.reason.splitlines() if part.strip()] or ["the runner did not report it"]
        yield from (f"      {part}" for part in told[:_REASON_LINES])
        if len(told) > _REASON_LINES:
            yield f"      … {len(told) - _REASON_LINES} more lines"


def _counts(name: str, tested: list[Tested]) -> str:
    number = {outcome: sum(each.outcome == outcome for each in tested) for outcome in _SIGNS}
    unbound = sum(each.binding is not None for each in tested)
    pieces = [f"{number['passed']} passed", f"{number['failed']} failed"]
    pieces += [f"{unbound} not bound"] if unbound else []
    pieces += [f"{number['skipped'] - unbound} skipped"] if number["skipped"] > unbound else []
    pieces += [f"{number['not-run']} not run"] if number["not-run"] else []
    return f"{name}  {', '.join(pieces)}"


def _place(tested: Tested, session: Session) -> tuple[str, int, int]:
    place = tested.case.place
    return place.path, *session.sources[place.path].position(place.start)


def document(verdict: Verdict, session: Session, code: int) -> str:
    """The answer as ``moment.test/1``."""
    counts = verdict.counts
    whole = TestDocument(
        format="moment.test/1", project=session.project.name, exit=code,
        passed=counts.get("passed", 0), failed=counts.get("failed", 0), skipped=counts.get("skipped", 0),
        not_run=counts.get("not-run", 0),
        cases=tuple(_document(each, session) for each in verdict.tested),
        unbound=tuple(UnboundDocument(name, file, count) for (name, file), count in verdict.unbound.items()),
        broken=verdict.broken,
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def _document(tested: Tested, session: Session) -> CaseDocument:
    case = tested.case
    return CaseDocument(
        case.id, case.kind, case.title, case.flow, case.context, tested.runner, tested.outcome, tested.reason,
        *_place(tested, session),
    )  # fmt: skip


def junit(verdict: Verdict, session: Session) -> str:
    """A suite for every flow and context, a test case for every case; what was not run is an error."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", name=session.project.name)
    for name, found in groupby(verdict.tested, key=_block):
        tested = list(found)
        counted = {word: sum(each.outcome == word for each in tested) for word in _SIGNS}
        suite = ElementTree.SubElement(
            root, "testsuite", name=name, tests=str(len(tested)), failures=str(counted["failed"]),
            errors=str(counted["not-run"]), skipped=str(counted["skipped"]),
        )  # fmt: skip
        for each in tested:
            path, line, _ = _place(each, session)
            case = ElementTree.SubElement(
                suite, "testcase", name=_plain(each.case.title), classname=_plain(name), file=path, line=str(line)
            )
            properties = ElementTree.SubElement(case, "properties")
            ElementTree.SubElement(properties, "property", name="case", value=_plain(each.case.id))
            if each.outcome != "passed":
                word = {"failed": "failure", "skipped": "skipped", "not-run": "error"}[each.outcome]
                first = next(iter(each.reason.splitlines()), "") or "the runner did not report it"
                ElementTree.SubElement(case, word, message=_plain(first)).text = (
                    _plain(each.reason) if each.outcome == "failed" else None
                )
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _plain(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return "".join(c if c in "\t\n" or ((c.isprintable() or c.isspace()) and ord(c) >= 32) else "�" for c in text)


def cucumber(verdict: Verdict, session: Session) -> str:
    """The report of the features with the results of the cases that were tested; what waits for a binding is pending."""
    from moment.behaviour.samples import happy_runs
    from moment.derive.topology import cases
    from moment.generate.cucumber_json.document import Outcome as Shown
    from moment.generate.cucumber_json.document import render
    from moment.project.config import folder

    statuses: dict[Outcome, Literal["passed", "failed", "skipped", "undefined"]] = {
        "passed": "passed", "failed": "failed", "skipped": "skipped", "not-run": "undefined",
    }  # fmt: skip
    domain = session.domain()
    outcomes = {
        each.case.id: Shown(statuses[each.outcome], each.reason if each.outcome == "failed" else "")
        for each in verdict.tested
        if each.binding is None
    }
    where = folder(session.project.config.generate, "gherkin")
    return render(domain, cases(domain), happy_runs(domain), folder=where, outcomes=outcomes)
