"""Runs tables by mask, value and result alone, as a page does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

Words = tuple[int, ...]


class Seen(NamedTuple):
    """``runs`` by verdict and outcome, ``owed`` the sentences of all ends."""

    states: int
    transitions: int
    runs: Mapping[tuple[str, str | None], int]
    owed: frozenset[str]


def fits(row: list[Any], state: Words) -> bool:
    width = len(state)
    return all(word & row[n] == row[width + n] for n, word in enumerate(state))


def fired(action: Mapping[str, Any], state: Words) -> list[Words]:
    width = len(state)
    return [
        tuple(word & ~row[n] | row[2 * width + n] for n, word in enumerate(state))
        for row in action["rows"] if fits(row, state)
    ]  # fmt: skip


def needed(tables: Mapping[str, Any], state: Words) -> set[str]:
    """Names of actions of which what they need is there, and of faults one is left."""
    faults = {action["name"]: action["fault"] for action in tables["actions"]}
    left = {
        field["name"]: state[field["at"] // 32] >> field["at"] % 32 & 2 ** field["bits"] - 1
        for field in tables["fields"]
    }
    return {
        each["name"] for each in tables["needs"]
        if any(fits(row, state) for row in each["rows"])
        and (faults[each["name"]] is None or (left["budget"] and left[f"budget:{faults[each['name']]}"]))
    }  # fmt: skip


def run(tables: Mapping[str, Any], initial: list[int] | None = None) -> Seen:
    """The reachable graph; an end is a state in which nothing but a fault can follow."""
    start: Words = tuple(initial or tables["initial"])
    width = len(start)
    known: dict[Words, list[Words]] = {}
    ends: dict[Words, tuple[str, str | None]] = {}
    owed: set[str] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state in known:
            continue
        known[state] = []
        is_end = True
        taken = set()
        for action in tables["actions"]:
            found = fired(action, state)
            assert len(found) <= 1, f"two rows of {action['name']} fire"
            is_end = is_end and not (found and not action.get("fault"))
            known[state].extend(found)
            taken.update([action["name"]] * len(found))
        assert "needs" not in tables or taken == needed(tables, state)
        waiting.extend(known[state])
        if is_end:
            row = next((row for row in tables["ends"] if fits(row, state)), None)
            verdict, outcome = (*row[2 * width :], None)[:2] if row else ("stalled", None)
            ends[state] = verdict, outcome
            owed.update(row[2 * width] for row in tables["owed"] if fits(row, state))
    runs = _runs(known, ends, start)
    return Seen(len(known), sum(map(len, known.values())), dict(runs), frozenset(owed))


def _runs(
    known: Mapping[Words, list[Words]], ends: Mapping[Words, tuple[str, str | None]], start: Words
) -> Counter[tuple[str, str | None]]:
    """The number of sequences of actions to each end, in an order in which every edge leads forward."""
    arriving = Counter(target for targets in known.values() for target in targets)
    ways: Counter[Words] = Counter({start: 1})
    found: Counter[tuple[str, str | None]] = Counter()
    ready = [start]
    while ready:
        state = ready.pop()
        if state in ends:
            found[ends[state]] += ways[state]
        for target in known[state]:
            ways[target] += ways[state]
            arriving[target] -= 1
            if not arriving[target]:
                ready.append(target)
    return found
