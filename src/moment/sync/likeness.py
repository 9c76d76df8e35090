"""How alike things are that may be one under two names, and which of them certainly are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from moment.drift.match import ENOUGH, LEAD, compared_parts, pairs, symbol_score
from moment.drift.normal import Lens
from moment.drift.pairing import is_discriminant
from moment.drift.shape import Shape

_LENS = Lens()
_COMMON = 2


class Thing(NamedTuple):
    """A type: its identity, its name without endings, its shape."""

    identity: str
    name: str
    shape: Shape


class Alike:
    """Which of many shapes have enough members in common with one to be worth a closer look."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = shapes
        self._with: dict[str, list[int]] = {}
        for at, shape in enumerate(shapes):
            for name in compared_parts(shape):
                self._with.setdefault(name, []).append(at)

    def of(self, shape: Shape) -> Iterator[Shape]:
        counts = Counter(at for name in compared_parts(shape) for at in self._with.get(name, ()))
        yield from (self._shapes[at] for at in sorted(counts) if counts[at] >= _COMMON)


class Likeness:
    """Collects scores; identities of either side are its own."""

    def __init__(self) -> None:
        self._scores: dict[tuple[str, str], float] = {}
        self._parts: dict[str, frozenset[str]] = {}

    def compare(self, one: Thing, other: Thing, *, near: bool) -> None:
        """``near`` things stand where the other one would stand."""
        if len(self._of(one) & self._of(other)) < _COMMON:
            return
        names = frozenset((one.name, one.shape.name, other.name, other.shape.name))
        score = symbol_score(
            _untagged(one.shape, names), _untagged(other.shape, names), _LENS, names=(one.name, other.name), near=near
        )
        if score > 0:
            self._scores[one.identity, other.identity] = score

    def _of(self, thing: Thing) -> frozenset[str]:
        found = self._parts.get(thing.identity)
        if found is None:
            found = self._parts[thing.identity] = frozenset(compared_parts(thing.shape))
        return found

    def result(self) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
        """Pairs, and for everything else that is like enough the others that it may be, best first."""
        found = pairs(self._scores)
        taken = {*found.renamed, *found.renamed.values()}
        rivals: dict[str, list[tuple[float, str]]] = {}
        for (one, other), score in self._scores.items():
            if one not in taken and other not in taken:
                rivals.setdefault(one, []).append((-score, other))
                rivals.setdefault(other, []).append((-score, one))
        return found.renamed, {name: them for name, each in rivals.items() if (them := tuple(_near_best(each)))}


def _near_best(scored: list[tuple[float, str]]) -> Iterator[str]:
    """Those that are hardly less alike than the best, which is like enough to be it."""
    best = -min(scored)[0]
    yield from (name for score, name in sorted(scored) if best >= ENOUGH and best + score < LEAD)


def _untagged(shape: Shape, names: frozenset[str]) -> Shape:
    """Without the member that says which type it is."""
    left = tuple(member for member in shape.members if not is_discriminant(member, names))
    return shape if len(left) == len(shape.members) else replace(shape, members=left)
