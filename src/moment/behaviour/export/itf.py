"""Scenarios as traces of states in Apalache's Informal Trace Format.

The format is ADR 015 of Apalache: a trace is an object with its variables and its states; maps and integers are
wrapped. A reader takes one trace, so several stand one a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from moment.behaviour.changes import described
from moment.behaviour.export.json_lines import json_line
from moment.behaviour.export.origin import Origin
from moment.behaviour.export.told import Told
from moment.behaviour.seal import NOTE

_GROUPS = {"lane": "lanes", "message": "messages", "lifecycle": "lifecycles", "saga": "sagas"}
_TYPES = {"action": "Str", "lanes": "Str -> Str", "messages": "Str -> Int", "lifecycles": "Str -> Str", "sagas": "Str -> Str"}  # fmt: skip


def text(scenarios: Sequence[Told], origin: Origin) -> str:
    """One trace a line; the variables are the same in every trace."""
    return "".join(json_line(_trace(each, description="" if number else NOTE)) for number, each in enumerate(scenarios))


def _trace(told: Told, *, description: str) -> dict[str, Any]:
    scenario = told.scenario
    meta = {
        "format": "ITF",
        "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
        **({"description": description} if description else {}),
        "varTypes": _TYPES,
        "source": scenario.flow.place.path,
        "status": "ok" if scenario.verdict.is_good else "violation",
        "flow": scenario.flow.name,
        "scenario": scenario.id,
        "kind": scenario.kind,
        "verdict": scenario.verdict.kind,
        "seed": told.seed,
    }
    return {"#meta": meta, "params": [], "vars": list(_TYPES), "states": list(_states(told))}


def _states(told: Told) -> Iterator[dict[str, Any]]:
    """The initial state, and the state after each action of the run."""
    state = told.machine.initial()
    yield {"#meta": {"index": 0}, "action": "init", **_variables(described(told.machine.plan, state))}
    for index, action in enumerate(told.scenario.run.actions, 1):
        state = told.machine.apply(state, action).state
        yield {"#meta": {"index": index}, "action": action.name, **_variables(described(told.machine.plan, state))}


def _variables(parts: dict[str, str]) -> dict[str, Any]:
    found: dict[str, list[list[Any]]] = {name: [] for name in _GROUPS.values()}
    for path, value in parts.items():
        kind, _, name = path.partition(":")
        found[_GROUPS[kind]].append([name, {"#bigint": value} if kind == "message" else value])
    return {name: {"#map": pairs} for name, pairs in found.items()}
