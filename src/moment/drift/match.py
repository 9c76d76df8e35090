"""Which removed member or symbol is which inserted one under another name: scores, and pairs by falling score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from moment.drift.forms import items, without_undefined
from moment.drift.normal import Lens, same
from moment.drift.shape import Shape
from moment.drift.types import Literal, Member
from moment.model.words import words

ENOUGH = 0.65
LEAD = 0.1
_CLOSING = frozenset("id at on by date time name type code count number".split())

Key = TypeVar("Key", bound=str)


class Pairs(NamedTuple):
    """``renamed`` goes from old to new name; ``candidates`` from a name to those it could have been, best first."""

    renamed: dict[str, str]
    candidates: dict[str, tuple[str, ...]]


class Neighbours(NamedTuple):
    """The nearest kept siblings before and after a member; the empty text is the end."""

    before: str
    after: str


def name_score(old: str, new: str) -> float:
    """How alike two names are: 0.8 when the words of one contain the other's, else a mean of two Dice coefficients."""
    return _name_score(old, new)


@lru_cache(maxsize=1 << 14)
def _name_score(old: str, new: str) -> float:
    one, other = _words(old), _words(new)
    if one and other and (set(one) <= set(other) or set(other) <= set(one)):
        return 0.8
    one, other = _opened(one), _opened(other)
    return (_dice(set(one), set(other)) + _dice(_trigrams(one), _trigrams(other))) / 2


def member_score(old: Member, new: Member, before: Neighbours, after: Neighbours) -> float:
    """0.4 for the equal type, which is required, 0.4 for the name, 0.2 for the neighbours."""
    shared = ((before.before == after.before) + (before.after == after.after)) / 2
    return 0.4 + 0.4 * name_score(old.name, new.name) + 0.2 * shared


def symbol_score(
    old: Shape, new: Shape, lens: Lens, *, names: tuple[str, str] | None = None, near: bool = False
) -> float:
    """0.6 for equal members, 0.3 for the name, 0.1 for the file; 0 with fewer than two members in common.

    The values of an enum are its members. ``names`` are what is compared instead of the names of the symbols; ``near``
    symbols count as of one file.
    """
    before, after = compared_parts(old), compared_parts(new)
    common = sum(1 for name, part in before.items() if name in after and same_member_type(part, after[name], lens))
    if common < 2:
        return 0.0
    share = 2 * common / (len(before) + len(after))
    alike = name_score(*(names or (old.name, new.name)))
    return 0.6 * share + 0.3 * alike + 0.1 * (near or old.path == new.path)


def compared_parts(shape: Shape) -> dict[str, Member]:
    """Members by name, the texts of an enum or of a union by what they are."""
    values = items(shape.type) if shape.type is not None else tuple(member.type for member in shape.members)
    texts = [each.text for each in values if isinstance(each, Literal) and each.text.startswith('"')]
    if (shape.kind == "enum" or shape.type is not None) and len(texts) == len(values):
        return {text: Member(text, Literal(text), "value") for text in texts}
    return {member.name: member for member in shape.members}


def same_member_type(old: Member, new: Member, lens: Lens) -> bool:
    return old.kind == new.kind and same(without_undefined(old.type)[0], without_undefined(new.type)[0], lens)


def pair_members(
    removed: Sequence[Member], inserted: Sequence[Member], old: Sequence[Member], new: Sequence[Member], lens: Lens
) -> Pairs:
    """Pairs among members of one owner, whose whole lists are ``old`` and ``new``."""
    gone, come = {member.name for member in removed}, {member.name for member in inserted}
    before, after = neighbours(old, gone), neighbours(new, come)
    scores = {
        (one.name, other.name): member_score(one, other, before[one.name], after[other.name])
        for one in removed
        for other in inserted
        if same_member_type(one, other, lens)
    }
    return pairs(scores)


def pair_symbols(removed: Sequence[Shape], inserted: Sequence[Shape], lens: Lens) -> Pairs:
    scores = {(one.name, other.name): symbol_score(one, other, lens) for one in removed for other in inserted}
    return pairs({names: score for names, score in scores.items() if score > 0})


def neighbours(members: Sequence[Member], changed: Iterable[str]) -> dict[str, Neighbours]:
    """For each changed member the nearest siblings that are kept."""
    without = set(changed)
    found: dict[str, Neighbours] = {}
    last = ""
    befores = {}
    for member in members:
        befores[member.name] = last
        if member.name not in without:
            last = member.name
    last = ""
    for member in reversed(members):
        if member.name in without:
            found[member.name] = Neighbours(befores[member.name], last)
        else:
            last = member.name
    return found


def pairs(scores: Mapping[tuple[str, str], float]) -> Pairs:
    """Falling score, then name. A pair needs ``ENOUGH``, and ``LEAD`` more than any rival for either of the two."""
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    left = dict(scores)
    for (old, new), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score < ENOUGH or old in renamed or new in taken:
            continue
        rivals = [
            other
            for names, other in left.items()
            if names != (old, new)
            and (names[0] == old or names[1] == new)
            and names[0] not in renamed
            and names[1] not in taken
        ]
        if all(score - other >= LEAD for other in rivals):
            renamed[old] = new
            taken.add(new)
    return Pairs(renamed, _candidates(scores, renamed, taken))


def _candidates(
    scores: Mapping[tuple[str, str], float], renamed: Mapping[str, str], taken: set[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[tuple[float, str]]] = {}
    for (old, new), score in scores.items():
        if old not in renamed and new not in taken:
            found.setdefault(old, []).append((-score, new))
            found.setdefault(new, []).append((-score, old))
    return {name: tuple(each for _, each in sorted(others)) for name, others in found.items()}


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in words(name))


def _opened(found: tuple[str, ...]) -> tuple[str, ...]:
    """Without the closing word that many fields have."""
    return found[:-1] if len(found) > 1 and found[-1] in _CLOSING else found


def _trigrams(found: tuple[str, ...]) -> set[str]:
    joined = "".join(found)
    return {joined[at : at + 3] for at in range(len(joined) - 2)}


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
