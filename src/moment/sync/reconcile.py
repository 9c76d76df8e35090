"""A project against upstream: every change with its category and its edit, which of them are made, and the outcome."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from moment.drift.parties import Parties
from moment.drift.patch.result import Refused
from moment.model.domain import Domain
from moment.project.elements import Bases, Elements, Key
from moment.sync.agreeing import Texts, agreed, called
from moment.sync.types import CascadeCategory, Outcome
from moment.sync.upstream_category import FOLLOWERS, Classified, CodeParties, classified
from moment.sync.upstream_changes import Prefer, Sides, UpstreamChange, applied, is_inside, upstream_changes

Renames = Sequence[tuple[Key, str]]


@dataclass(frozen=True, slots=True)
class Given:
    """What is compared, and what only those can do who know events.

    ``elements`` and ``domain`` are the project as it stands, under its own names. ``write`` gives the texts after some
    changes, or why they cannot be made; ``rebased`` what was imported last, had it been under the new names. ``announced``
    are changes that no event says yet.
    """

    sides: Sides
    elements: Elements
    domain: Domain
    texts: Texts
    fingerprint: str
    write: Callable[[Sequence[UpstreamChange]], Texts | Refused]
    domain_of: Callable[[Elements], Domain]
    elements_of: Callable[[Texts], Elements]
    rebased: Callable[[Renames], Bases]
    code: CodeParties
    announced: tuple[UpstreamChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One change with what comes of it. ``texts`` is what its edit alone would write, empty for what goes with another
    step; ``category`` is ``None`` for what moved here only."""

    change: UpstreamChange
    category: CascadeCategory | None
    found: Classified
    texts: Texts
    refused: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """``texts`` are the files that change when the chosen steps are made, ``bases`` what is agreed on then."""

    steps: tuple[Step, ...]
    outcome: Outcome
    category: CascadeCategory | None
    texts: Texts
    bases: Bases
    refused: Refused | None = None

    @property
    def open(self) -> tuple[Step, ...]:
        """What upstream says otherwise and stays so."""
        return tuple(each for each in self.steps if each.category is not None and not each.chosen)


def reconcile(
    given: Given,
    *,
    apply: bool = False,
    limit: CascadeCategory = CascadeCategory.CLEAN,
    prefer: Prefer | None = None,
    only: Callable[[UpstreamChange], bool] = lambda _: True,
) -> Plan:
    """The plan; with ``apply`` also what of it is to be written: all of category 1 when nothing is above it, with
    a ``limit`` of 2 everything up to that. What somebody elsewhere still needs is never among it."""
    changes = [*given.announced, *(each for each in upstream_changes(given.sides, prefer=prefer) if only(each))]
    texts, refused = _edits(given, changes)
    able = [each for each in changes if each.direction == "upstream-ahead"]
    whole = _judged(given, changes, able, refused)
    chosen = _chosen(given, changes, whole, refused, limit) if apply else ()
    found = _judged(given, changes, chosen, refused) if chosen and len(chosen) < len(able) else whole
    made = frozenset(chosen)
    steps = tuple(_step(each, texts, refused, made) for each in found)
    written = given.write(chosen) if chosen else given.texts
    if isinstance(written, Refused):
        return Plan(steps, "ABORTED", _highest(steps), {}, {}, written)
    changed = {path: text for path, text in written.items() if given.texts.get(path) != text}
    bases = agreed(given, written, changes, made) if apply else {}
    return Plan(steps, _outcome(steps), _highest(steps), changed, bases)


def _edits(
    given: Given, changes: Sequence[UpstreamChange]
) -> tuple[dict[UpstreamChange, Texts], dict[UpstreamChange, str]]:
    """What each change alone would write, and those that cannot be written; what stands in another goes with it."""
    texts: dict[UpstreamChange, Texts] = {}
    refused = dict.fromkeys(given.announced, "upstream events do not say it yet")
    ahead = [each for each in changes if each.direction == "upstream-ahead" and each not in refused]
    for change in ahead:
        if _outer(change, ahead) is not None:
            continue
        group = [change, *(each for each in ahead if each is not change and _outer(each, [change]) is not None)]
        found = given.write(group)
        if isinstance(found, Refused):
            refused.update(dict.fromkeys(group, found.reason))
        else:
            texts[change] = {path: text for path, text in found.items() if given.texts.get(path) != text}
    return texts, refused


def _outer(change: UpstreamChange, others: Iterable[UpstreamChange]) -> UpstreamChange | None:
    """The element that comes or goes and takes ``change`` with it."""
    return next((each for each in others if each.key != change.key and _takes_along(each, change)), None)


def _takes_along(owner: UpstreamChange, change: UpstreamChange) -> bool:
    same = owner.is_whole and change.is_whole and owner.sign == change.sign and owner.sign in "+-"
    return same and (is_inside(change.key, owner.key) or _is_of_aggregate(change, owner))


def _is_of_aggregate(change: UpstreamChange, owner: UpstreamChange) -> bool:
    """A value object, enum or invariant that is written inside an aggregate."""
    said = change.after or change.before or {}
    return owner.key.word == "Aggregate" and owner.key.names == (change.key.owner, said.get("aggregateName"))


def _judged(
    given: Given,
    changes: Sequence[UpstreamChange],
    made: Sequence[UpstreamChange],
    refused: Mapping[UpstreamChange, str],
) -> tuple[Classified, ...]:
    """The categories when ``made`` are made: whoever stops needing something with them is not hurt."""
    following = [each for each in made if each.key.word in FOLLOWERS and each not in refused]
    then = given.domain_of(applied(given.elements, following, given.sides.upstream))
    return classified(given.sides, changes, Parties(given.domain), Parties(then), code=given.code, refused=refused)


def _chosen(
    given: Given,
    changes: Sequence[UpstreamChange],
    whole: Sequence[Classified],
    refused: Mapping[UpstreamChange, str],
    limit: CascadeCategory,
) -> tuple[UpstreamChange, ...]:
    if limit < CascadeCategory.DRIFT and any(_is_above(each, limit) for each in whole):
        return ()
    found = whole
    chosen = tuple(each for each in changes if each.direction == "upstream-ahead" and each not in refused)
    while True:
        clean = {each.change for each in found if each.category <= limit}
        picked = tuple(each for each in chosen if each in clean)
        taken = set(picked)
        left = [each for each in changes if each.direction != "local-ahead" and each not in taken]
        picked = tuple(each for each in picked if not _is_held(each, left))
        if picked == chosen:
            return chosen
        chosen, found = picked, _judged(given, changes, picked, refused)


def _is_held(change: UpstreamChange, left: Sequence[UpstreamChange]) -> bool:
    """Whether it cannot be made without one of those that are not."""
    for other in left:
        if other.sign == ">" and other.is_whole:
            if is_inside(change.key, called(other)):
                return True
        elif (
            (other.sign == ">" and other.key == change.key and other.new_name == change.spot.member)
            or (change.sign == "-" and _takes_along(change, other) and other.key != change.key)
            or (change.sign == "+" and _takes_along(other, change) and other.key != change.key)
        ):
            return True
    return False


def _is_above(found: Classified, limit: CascadeCategory) -> bool:
    category = _category(found)
    return category is not None and category > limit


def _category(found: Classified) -> CascadeCategory | None:
    return None if found.change.direction == "local-ahead" else found.category


def _step(
    found: Classified,
    texts: Mapping[UpstreamChange, Texts],
    refused: Mapping[UpstreamChange, str],
    chosen: Collection[UpstreamChange],
) -> Step:
    change = found.change
    return Step(change, _category(found), found, texts.get(change, {}), refused.get(change, ""), change in chosen)


def _highest(steps: Iterable[Step]) -> CascadeCategory | None:
    return max((each.category for each in steps if each.category is not None), default=None)


def _outcome(steps: Sequence[Step]) -> Outcome:
    """Of what is left when the chosen steps are made."""
    theirs = [each for each in steps if each.category is not None]
    left = [each for each in theirs if not each.chosen]
    if not theirs:
        return "NO_CHANGES"
    if not left:
        return "APPLIED"
    return "BREAKING" if _highest(left) is CascadeCategory.BREAKING else "DRIFT"
