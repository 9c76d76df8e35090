"""The names of actions, and how they read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from moment.behaviour.instances import bare
from moment.behaviour.machine import FAULT_KINDS


def numbered(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which a second, third … equal one says so."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return tuple(found)


def is_fault_name(name: str) -> bool:
    """Whether an action of this name is a fault."""
    return bare(name).partition(":")[0] in FAULT_KINDS


def in_words(names: Sequence[str]) -> list[str]:
    """``duplicate:A>B`` as ``duplicate A to B``, ``choose:m=a`` as ``choose a in m``; what is repeated once, with a number."""
    counted = Counter(name.partition(" #")[0] for name in names)
    return [_in_words(name) + (f" {times} times" if times > 1 else "") for name, times in counted.items()]


def _in_words(name: str) -> str:
    kind, _, rest = bare(name).partition(":")
    node, _, option = rest.partition("=")
    match kind:
        case "choose":
            return f"choose {option} in {node}"
        case "skip":
            return f"skip {node.partition('.')[2]}"
        case "handle" | "publish":
            named, _, times = (option or node).partition("(×")
            command = node.partition(".")[2].partition("(×")[0]
            told = f"{command} emits {named}" if option else command
            return told + (f" ×{times.rstrip(')')}" if times else "")
        case "refuse":
            *_, command, precondition = rest.split(".")
            return f"refuse {command} ({precondition})"
        case "timeout" | "crash":
            return f"{kind} of {rest}"
        case _:
            return f"{kind} {rest.replace('>', ' to ')}" if rest else bare(name)
