"""Compiled tables of several instances: those of one, side by side in one state. Python writes them for one instance only."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from benchmarks.behaviour import MODEL
from moment.behaviour.machine import Scope
from moment.behaviour.tables import tables
from moment.behaviour.wire_tables import TablePlace
from moment.language.parser import parse
from moment.model.build import build
from moment.text.source import Source

_WORD = 32


def several(instances: int) -> dict[str, Any]:
    """The benchmark flow with so many instances that do not know of each other: 18 states to that power."""
    domain = build([parse(Source("checkout.moment", MODEL))])
    scope = Scope(1, max_faults=0)
    written = tables(domain.flows[0], domain, scope, spec_hash="", place=lambda place: TablePlace(place.path, 1, 1))
    one = json.loads(msgspec.json.encode(written))
    # No field crosses two words, so every instance begins at a word of its own.
    bits = -(-one["bits"] // _WORD) * _WORD
    width = bits * instances // _WORD
    initial = sum(_number(one["initial"]) << bits * copy for copy in range(instances))
    return {
        **one,
        "bits": bits * instances,
        "initial": _words(initial, width),
        "shown": [],
        "sagas": [],
        "needs": [],
        "fields": [_field(each, copy, bits) for copy in range(instances) for each in one["fields"]],
        "actions": [_action(each, copy, bits, width) for copy in range(instances) for each in one["actions"]],
        "ends": [_row(each, copy, bits, width) for copy in range(instances) for each in one["ends"]],
        "owed": [_row(each, copy, bits, width) for copy in range(instances) for each in one["owed"]],
    }


def _number(words: list[int]) -> int:
    return sum(word << _WORD * at for at, word in enumerate(words))


def _words(number: int, width: int) -> list[int]:
    return [number >> _WORD * at & (1 << _WORD) - 1 for at in range(width)]


def _field(field: dict[str, Any], copy: int, bits: int) -> dict[str, Any]:
    return {**field, "name": f"{field['name']} ({copy + 1})", "at": field["at"] + copy * bits}


def _action(action: dict[str, Any], copy: int, bits: int, width: int) -> dict[str, Any]:
    rows = [_row(row, copy, bits, width) for row in action["rows"]]
    return {**action, "name": f"{action['name']}(×{copy + 1})", "causes": [], "rows": rows}


def _row(row: list[Any], copy: int, bits: int, width: int) -> list[Any]:
    """Masks, values and results one after the other, each of so many words; what follows them stays."""
    own = bits // _WORD
    numbers = [each for each in row if isinstance(each, int)]
    parts = [_number(numbers[at : at + own]) << bits * copy for at in range(0, len(numbers), own)]
    return [word for part in parts for word in _words(part, width)] + row[len(numbers) :]
