"""What test runners report, read into one shape: from vitest's JSON, our lines of pytest, JUnit and Cucumber JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from moment.generate.gherkin.features import case_tags
from moment.generate.vitest.places import Address, addresses
from moment.model.domain import Domain
from moment.model.results import Case

Status: TypeAlias = Literal["passed", "failed", "skipped"]
MAXIMUM_BYTES = 256 * 1024 * 1024
_CASE_TAG = "@case:"


class Result(NamedTuple):
    """What became of one case; ``case`` is ``None`` when a whole file could not be run."""

    case: str | None
    status: Status
    reason: str


class UnreadableError(Exception):
    """A report that cannot be read; the text says why."""


def read(text: str, domain: Domain, cases: Iterable[Case]) -> tuple[Result, ...]:
    """The results in ``text``, whichever of the four formats it has; raises ``UnreadableError``."""
    head = text.lstrip("\ufeff \t\r\n")
    if not head:
        raise UnreadableError("it is empty")
    if head.startswith("<"):
        return tuple(_junit(head))
    try:
        document = json.loads(head)
    except json.JSONDecodeError:
        return tuple(_lines(head))
    if isinstance(document, dict) and "testResults" in document:
        return tuple(vitest(document, domain, cases))
    if isinstance(document, list):
        return tuple(_cucumber(document, cases))
    if isinstance(document, dict) and "outcome" in document:
        return (_line(document),)
    raise UnreadableError("it is no report of vitest, pytest, Cucumber or JUnit")


def vitest(document: Mapping[str, Any], domain: Domain, cases: Iterable[Case]) -> Iterator[Result]:
    """What vitest's JSON reporter says; files are known by their ends, tests by the titles around them."""
    known = {address: list(ids) for address, ids in addresses(domain, cases).items()}
    files = {address.file for address in known}
    for module in _list(document, "testResults"):
        path = str(module.get("name", "")).replace("\\", "/")
        file = next((each for each in files if path.endswith(f"/{each}")), None)
        tests = _list(module, "assertionResults")
        if not tests and module.get("status") == "failed":
            yield Result(None, "failed", f"{path.rpartition('/')[2]}: {module.get('message', '')}".strip())
        for test in tests:
            titles = (*map(str, test.get("ancestorTitles", ())), str(test.get("title", "")))
            waiting = known.get(Address(file or "", titles))
            if waiting:
                yield Result(waiting.pop(0), *_of_test(test))


def _of_test(test: Mapping[str, Any]) -> tuple[Status, str]:
    match test.get("status"):
        case "passed":
            return "passed", ""
        case "failed":
            return "failed", "\n".join(map(str, test.get("failureMessages") or ()))
        case _:
            return "skipped", str((test.get("meta") or {}).get("skipped", "not resolved"))


def _lines(text: str) -> Iterator[Result]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _line(json.loads(line))
        except (json.JSONDecodeError, AttributeError) as error:
            raise UnreadableError(f"line {number} is no JSON") from error


def _line(line: Mapping[str, Any]) -> Result:
    case = line.get("case")
    return Result(None if case is None else str(case), _status(line.get("outcome")), str(line.get("reason", "")))


def _status(word: object) -> Status:
    return "passed" if word == "passed" else "skipped" if word in ("skipped", "pending", "undefined") else "failed"


def _junit(text: str) -> Iterator[Result]:
    """Cases whose properties name one; documents with a type declaration are refused, entities are how XML explodes."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableError("it declares a document type")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise UnreadableError(f"it is no XML: {error}") from error
    for test in root.iter("testcase"):
        names = [each.get("value") for each in test.iter("property") if each.get("name") == "case"]
        wrong = next((each for each in test if each.tag in ("failure", "error")), None)
        skipped = test.find("skipped")
        if wrong is not None:
            yield Result(names[0] if names else None, "failed", wrong.get("message") or wrong.text or "")
        elif names:
            reason = skipped.get("message") or "" if skipped is not None else ""
            yield Result(names[0], "skipped" if skipped is not None else "passed", reason)


def _cucumber(document: list[Any], cases: Iterable[Case]) -> Iterator[Result]:
    known = {tag: case for case, tag in case_tags([case.id for case in cases]).items()}
    for feature in document:
        for element in _list(feature, "elements"):
            tags = [str(tag.get("name", "")) for tag in _list(element, "tags")]
            ids = [known.get(tag, tag.removeprefix(_CASE_TAG)) for tag in tags if tag.startswith(_CASE_TAG)]
            found = [step.get("result", {}) for step in _list(element, "steps")]
            statuses = [_status(each.get("status")) for each in found]
            worst: Status = "failed" if "failed" in statuses else "skipped" if "skipped" in statuses else "passed"
            reason = next((str(each["error_message"]) for each in found if each.get("error_message")), "")
            for case in ids:
                yield Result(
                    case, worst if statuses else "skipped", reason or ("pending" if worst == "skipped" else "")
                )


def _list(value: Any, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
