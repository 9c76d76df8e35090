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
from moment.behaviour.instances import Situation, follow, start
from moment.behaviour.seal import NOTE
from moment.behaviour.state import instances_of

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
    situation = start(told.machine)
    yield {"#meta": {"index": 0}, "action": "init", **_variables(told, situation)}
    for index, action in enumerate(told.scenario.run.actions, 1):
        situation = follow(told.machine, situation, action)
        yield {"#meta": {"index": index}, "action": action.name, **_variables(told, situation)}


def _variables(told: Told, situation: Situation) -> dict[str, Any]:
    """By name; of several instances with the number of the instance, as in the names of actions."""
    found: dict[str, list[list[Any]]] = {name: [] for name in _GROUPS.values()}
    for number, state in enumerate(instances_of(situation), 1):
        before = f"{number}/" if told.instances > 1 else ""
        for path, value in described(told.machine.plan, state).items():
            kind, _, name = path.partition(":")
            found[_GROUPS[kind]].append([before + name, {"#bigint": value} if kind == "message" else value])
    return {name: {"#map": pairs} for name, pairs in found.items()}
