"""What runs found wrong with flows, left on the disk by an earlier check, each under the hash of what it rests on.

A line of the file is a hash, a tab, and the findings as JSON. Nothing here is needed for an answer: what cannot be read
is found again, what cannot be written is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from moment.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from moment.project import cache
from moment.text.span import Place

NAME = "behaviour"
MOST_LINES = 1000
MOST_BYTES = 4_000_000
_NOTHING = "[]"


class Remembered:
    """The file of one project, whose folder is ``root``."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def recall(self, keys: Iterable[str]) -> dict[str, tuple[Diagnostic, ...]]:
        """The findings under those of ``keys`` that are known."""
        lines = self._lines()
        found: dict[str, tuple[Diagnostic, ...]] = {}
        for key in keys:
            text = lines.get(key)
            diagnostics = _read(text) if text is not None else None
            if diagnostics is not None:
                found[key] = diagnostics
        return found

    def keep(self, findings: Mapping[str, tuple[Diagnostic, ...]]) -> None:
        """Adds ``findings`` to what is there; of too much the part that was used longest ago goes."""
        lines = self._lines()
        for key, diagnostics in findings.items():
            lines.pop(key, None)
            lines[key] = _written(diagnostics)
        kept: list[str] = []
        size = 0
        for key, text in reversed(lines.items()):
            line = f"{key}\t{text}\n"
            size += len(line)
            if len(kept) == MOST_LINES or size > MOST_BYTES:
                break
            kept.append(line)
        cache.keep(self._root, NAME, "".join(reversed(kept)).encode())

    def _lines(self) -> dict[str, str]:
        """Hash to the rest of its line, in the order of the file; nothing when it is no file of ours."""
        data = cache.recall(self._root, NAME, most=MOST_BYTES)
        try:
            text = data.decode() if data is not None else ""
        except UnicodeDecodeError:
            return {}
        lines = (line.partition("\t") for line in text.split("\n"))
        return {key: rest for key, tab, rest in lines if tab}


def _written(diagnostics: tuple[Diagnostic, ...]) -> str:
    if not diagnostics:
        return _NOTHING
    import json

    return json.dumps([_plain(each) for each in diagnostics], separators=(",", ":"))


def _plain(found: Diagnostic) -> list[Any]:
    """A finding as lists, numbers and texts, in the order of its parts; a suppression is never part of it."""
    return [
        *found.rule, found.severity, found.place, found.message, found.labels, found.caption, found.hint,
        found.fixes, found.elements, found.facts,
    ]  # fmt: skip


def _read(text: str) -> tuple[Diagnostic, ...] | None:
    """The findings of a line; ``None`` when it holds anything else."""
    if text == _NOTHING:
        return ()
    import json

    try:
        values = json.loads(text)
        return tuple(map(_finding, values)) if isinstance(values, list) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _finding(value: object) -> Diagnostic:
    match value:
        case [
            str(code), str(name), int(usual), str(template), int(severity), place, str(message), [*labels], str(caption),
            str() | None as hint, [*fixes], [*elements], [*facts],
        ]:  # fmt: skip
            return Diagnostic(
                Rule(code, name, Severity(usual), template), Severity(severity), _place(place), message,
                tuple(map(_label, labels)), caption, hint, tuple(map(_fix, fixes)), _texts(elements), _texts(facts),
            )  # fmt: skip
    raise ValueError(value)


def _place(value: object) -> Place:
    match value:
        case [str(path), int(start), int(end)]:
            return Place(path, start, end)
    raise ValueError(value)


def _label(value: object) -> Label:
    match value:
        case [place, str(message)]:
            return Label(_place(place), message)
    raise ValueError(value)


def _fix(value: object) -> Fix:
    match value:
        case [str(title), [*edits], ("safe" | "ask") as applicability]:
            return Fix(title, tuple(map(_edit, edits)), applicability)
    raise ValueError(value)


def _edit(value: object) -> Edit:
    match value:
        case [place, str(text), ("replace" | "line-after" | "line-inside") as kind]:
            return Edit(_place(place), text, kind)
    raise ValueError(value)


def _texts(values: list[object]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise ValueError(values)
    return tuple(map(str, values))
