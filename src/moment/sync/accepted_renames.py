"""Accepted renames: where bases go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moment.model.domain import Domain
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.derived_names import own_name
from moment.sync.elements import elements
from moment.sync.moved_bases import Move, forgotten, moved
from moment.sync.plans import Side
from moment.sync.renaming_edits import is_rename, new_name


def moves(analysis: Analysis, accepted: Sequence[tuple[Difference, Side]], domain: Domain) -> tuple[Move, ...]:
    """Where bases go when ``accepted`` differences are settled; ``domain`` is that of the specification afterwards."""
    renamed = [(difference, wins) for difference, wins in accepted if is_rename(difference)]
    if not renamed or analysis.renames is None:
        return ()
    names = {each.element.id: new_name(each) for each, wins in renamed if wins == "impl"}
    settled = {each.element.id for each, _ in renamed}
    return tuple(_moves(analysis, names, settled, domain))


def _moves(analysis: Analysis, names: Mapping[str, str], settled: set[str], domain: Domain) -> Iterator[Move]:
    assert analysis.renames is not None
    earlier = {move.after: move for move in analysis.renames.moves}
    there = {each.id: each for each in elements(domain)}
    for each in analysis.expected.elements.values():
        now = there.get(_now(each.id, names)) if each.is_required else None
        known = earlier.get(each.id)
        if now is None or (now.id == each.id and (known is None or each.id not in settled)):
            continue
        before, old = (known.before, known.old) if known is not None else (each.id, own_name(each))
        yield Move(before, now.id, old, own_name(now), now.role, now.symbol)


def _now(name: str, names: Mapping[str, str]) -> str:
    """``name`` with its own last part and that of its aggregate as they are now."""
    owner, slash, last = name.rpartition("/")
    return f"{_now(owner, names)}{slash}{names.get(name, last)}" if slash else name


def followed(bases: Mapping[str, Any], made: Sequence[Move]) -> dict[str, Any]:
    """What is recorded of bases that go elsewhere, and of those that speak of them."""
    there = moved(bases, made)
    return {**{name: there[name] for name in there if bases.get(name, "") != there[name]}, **forgotten(bases, made)}
