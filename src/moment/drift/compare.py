"""Two shapes to the edits between them, and two sets of shapes to all edits: what is gone, new, moved, renamed, other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from moment.drift.canonical import member_text, parameters_text, text
from moment.drift.edits import Comparison, Edit, Unread
from moment.drift.forms import opaque, union
from moment.drift.match import Pairs, pair_symbols
from moment.drift.members import Facet, are_alike, deprecations, differences, edit, unseen
from moment.drift.normal import Lens, same, same_parameters, sense
from moment.drift.pairing import Matched, match
from moment.drift.reading import SYNTAX_ERROR
from moment.drift.shape import Shape
from moment.drift.types import Member, Type


def compare(
    old: Shape,
    new: Shape,
    lens: Lens | None = None,
    *,
    declared: Mapping[str, str] | None = None,
    only_asked: bool = False,
    besides: frozenset[str] = frozenset(),
) -> Comparison:
    """The edits that turn ``old`` into ``new``, which somebody has found to be the same symbol, whatever it is called.

    ``declared`` are renames of members that are known from elsewhere. ``only_asked`` ignores members that only ``new``
    has, but for those that ``besides`` names: an implementation may do more than the specification asks of it.
    """
    lens = _seen(old, new, lens or Lens())
    for shape in (old, new):
        reason = shape.opaque or _hidden(shape)
        if reason:
            return Comparison((), (_unreadable(old.name, shape, reason),))
    whole = Edit("update", old.name, old=old.place, new=new.place)
    edits = [edit(facet, whole) for facet in _symbol(old, new, lens)]
    unread: list[Unread] = []
    if _values(old) is None or _values(new) is None or (old.kind == new.kind == "enum"):
        matched = match(old, new, lens, declared=declared)
        edits += _heritage(old, new, matched, whole)
        counted = besides if only_asked else None
        edits += _members(old, new, matched, lens, counted)
        unread = list(_unread(old, new, matched, only_asked=only_asked))
    return Comparison(tuple(edits), tuple(unread))


def _seen(old: Shape, new: Shape, lens: Lens) -> Lens:
    is_mixed = old.language != new.language
    return lens if lens.mixed == is_mixed else replace(lens, mixed=is_mixed)


class Known:
    """Comparisons by the two shapes and the lens; keeps the shapes, so that no other object takes their place."""

    def __init__(self) -> None:
        self._lens = Lens()
        self._found: dict[tuple[int, int], tuple[Shape, Shape, Comparison]] = {}

    def compare(self, old: Shape, new: Shape, lens: Lens) -> Comparison:
        if lens is not self._lens:
            if lens != self._lens:
                self._found.clear()
            self._lens = lens
        key = id(old), id(new)
        if key not in self._found:
            self._found[key] = old, new, compare(old, new, lens)
        return self._found[key][2]


class SymbolComparison(NamedTuple):
    """One symbol of either side with its partner, if it has one: its own edits first, then those of its members."""

    old: Shape | None
    new: Shape | None
    edits: tuple[Edit, ...]
    unread: tuple[Unread, ...] = ()


def compare_all(
    old: Sequence[Shape], new: Sequence[Shape], lens: Lens | None = None, *, known: Known | None = None
) -> Comparison:
    """All edits between two sets of exported types, paired by name; symbols that were renamed are found by likeness.

    ``known`` remembers pairs of shapes: of the very same two objects the answer is the same.
    """
    found = tuple(compare_symbols(old, new, lens, known=known))
    return Comparison(
        tuple(edit_ for each in found for edit_ in each.edits), tuple(left for each in found for left in each.unread)
    )


def compare_symbols(
    old: Sequence[Shape], new: Sequence[Shape], lens: Lens | None = None, *, known: Known | None = None
) -> Iterator[SymbolComparison]:
    """The same symbol by symbol, in the order of ``old``, then what only ``new`` has."""
    lens = lens or Lens()
    known = known if known is not None else Known()
    pairs, removed, inserted = _paired(old, new)
    lens = replace(lens, compared=lens.compared | {shape.name for shape, _ in pairs})
    found = pair_symbols(removed, inserted, lens) if removed and inserted else Pairs({}, {})
    named = {shape.name: shape for shape in inserted}
    renamed = [(shape, named[found.renamed[shape.name]]) for shape in removed if shape.name in found.renamed]
    lens = replace(lens, renamed={**lens.renamed, **found.renamed}, compared=lens.compared | set(found.renamed))
    partners = {shape.identity: other for shape, other in (*pairs, *renamed)}
    for shape in old:
        other = partners.get(shape.identity)
        if other is None:
            yield SymbolComparison(shape, None, (_symbol_edit("remove", shape, found.candidates),))
            continue
        inner = known.compare(shape, other, lens)
        yield SymbolComparison(shape, other, (*_elsewhere(shape, other, found.renamed), *inner.edits), inner.unread)
    there = {other.identity for other in partners.values()}
    for shape in new:
        if shape.identity not in there:
            yield SymbolComparison(None, shape, (_symbol_edit("insert", shape, found.candidates),))


def symbol_differences(old: Shape, new: Shape, lens: Lens) -> Iterator[Facet]:
    """The aspects in which the symbols themselves differ, their heritage included."""
    lens = _seen(old, new, lens)
    yield from _symbol(old, new, lens)
    if set(old.heritage) != set(new.heritage):
        yield Facet("heritage", ", ".join(old.heritage), ", ".join(new.heritage))


# -- symbols ---------------------------------------------------------------------------------------------------------


def _symbol(old: Shape, new: Shape, lens: Lens) -> Iterator[Facet]:
    """Aspects of the symbols themselves."""
    if lens.strict and old.kind != new.kind:
        yield Facet("kind", old.kind, new.kind, representation=True)
    if not same_parameters(old.parameters, new.parameters, lens):
        yield Facet("type-parameters", parameters_text(old.parameters), parameters_text(new.parameters))
    before, after = _values(old), _values(new)
    both_enums = old.kind == new.kind == "enum"
    if (before is not None or after is not None) and not both_enums:
        yield from _symbol_type(old, new, before, after, lens)
    yield from deprecations(old.deprecated, new.deprecated, lens)


def _symbol_type(old: Shape, new: Shape, before: Type | None, after: Type | None, lens: Lens) -> Iterator[Facet]:
    if before is None or after is None:
        yield Facet("type", _shown(old), _shown(new), "other")
    elif opaque(before) is None and opaque(after) is None and not same(before, after, lens):
        loose = same(before, after, lens.loose())
        yield Facet("type", text(before), text(after), sense(before, after, lens), lens.strict and loose)


def _values(shape: Shape) -> Type | None:
    """What a symbol stands for when it is no object type: the target of an alias, the values of an enum."""
    if shape.kind == "enum":
        return union(member.type for member in shape.members)
    return shape.type


def _shown(shape: Shape) -> str:
    values = _values(shape)
    return text(values) if values is not None else f"{{ {'; '.join(sorted(map(member_text, shape.members)))} }}"


def _heritage(old: Shape, new: Shape, matched: Matched, whole: Edit) -> Iterator[Edit]:
    """Other bases, when that is why members came or went."""
    moved = any(member.inherited for member in (*matched.removed, *matched.inserted))
    if set(old.heritage) != set(new.heritage) and moved:
        yield edit(Facet("heritage", ", ".join(old.heritage), ", ".join(new.heritage)), whole)


def _elsewhere(old: Shape, new: Shape, renamed: Mapping[str, str]) -> Iterator[Edit]:
    like = Edit("move", old.name, old=old.place, new=new.place)
    if renamed.get(old.name) == new.name:
        yield replace(like, kind="update", aspect="name", before=old.name, after=new.name)
    if old.path != new.path:
        yield replace(like, before=old.path, after=new.path)


def _symbol_edit(kind: str, shape: Shape, candidates: Mapping[str, tuple[str, ...]]) -> Edit:
    others = candidates.get(shape.name, ())
    if kind == "remove":
        return Edit("remove", shape.name, before=_shown(shape), candidates=others, old=shape.place)
    return Edit("insert", shape.name, after=_shown(shape), candidates=others, new=shape.place)


def _paired(old: Sequence[Shape], new: Sequence[Shape]) -> tuple[list[tuple[Shape, Shape]], list[Shape], list[Shape]]:
    """Pairs of equal names; of several with one name those whose paths have most in common."""
    named: dict[str, list[Shape]] = {}
    for shape in new:
        for name in (shape.name, *shape.aliases):
            named.setdefault(name, []).append(shape)
    pairs: list[tuple[Shape, Shape]] = []
    taken: set[str] = set()
    waiting: list[tuple[int, int, Shape, Shape]] = []
    for position, shape in enumerate(old):
        names = (shape.name, *shape.aliases)
        found = {each.identity: each for name in names for each in named.get(name, ())}
        waiting += [(-_likeness(shape, each), position, shape, each) for each in found.values()]
    paired: set[str] = set()
    for _, _, shape, other in sorted(waiting, key=lambda item: (item[0], item[1])):
        if shape.identity not in paired and other.identity not in taken:
            pairs.append((shape, other))
            paired.add(shape.identity)
            taken.add(other.identity)
    removed = [shape for shape in old if shape.identity not in paired]
    inserted = [shape for shape in new if shape.identity not in taken]
    return pairs, removed, inserted


def _likeness(one: Shape, other: Shape) -> int:
    """Equal names before aliases, then the same file, then shared folders."""
    shared = len(set(one.path.split("/")) & set(other.path.split("/")))
    return 1000 * (one.name == other.name) + 100 * (one.path == other.path) + shared


# -- members ---------------------------------------------------------------------------------------------------------


def _members(old: Shape, new: Shape, matched: Matched, lens: Lens, counted: frozenset[str] | None) -> Iterator[Edit]:
    """Of members that only ``new`` has those ``counted`` are told, all when it is ``None``."""
    removed = {member.name for member in matched.removed}
    partner = {one.name: other for one, other in matched.pairs}
    shifted = _moved(old, matched.pairs)
    for member in old.members:
        if member.name in removed and not new.is_open:
            yield Edit(
                "remove", old.name, member.label, before=member_text(member), old=member.place, new=new.place,
                candidates=matched.candidates.get(member.name, ()), old_member=member,
            )  # fmt: skip
        elif member.name in partner:
            yield from _pair(old, member, partner[member.name], matched, lens, moved=member.name in shifted)
    if old.is_open:
        return
    for member in matched.inserted:
        if counted is not None and member.name not in counted:
            continue
        yield Edit(
            "insert", old.name, member.label, after=member_text(member), old=old.place, new=member.place,
            candidates=matched.candidates.get(member.name, ()), new_member=member,
        )  # fmt: skip


def _pair(old: Shape, one: Member, other: Member, matched: Matched, lens: Lens, *, moved: bool) -> Iterator[Edit]:
    is_renamed, is_declared = one.name in matched.renamed, one.name in matched.declared
    if not is_renamed and not moved and are_alike(one, other):
        return
    facets = list(differences(one, other, lens))
    if not facets and not is_renamed and not moved:
        return
    like = Edit(
        "update", old.name, one.label, old=one.place, new=other.place, old_member=one, new_member=other,
        declared=is_declared,
    )  # fmt: skip
    if is_renamed:
        yield edit(Facet("name", one.name, other.name), like)
    if moved:
        yield replace(like, kind="move", before=one.name, after=one.name)
    is_announced = is_declared and (_announces(one, other) or _announces(other, one))
    yield from (edit(facet, like) for facet in facets if facet.aspect != "deprecated" or not is_announced)


def _announces(one: Member, other: Member) -> bool:
    """Whether the deprecation of one says that the other takes its place."""
    return one.deprecated is not None and one.deprecated.replacement in (other.name, other.wire)


def _moved(old: Shape, pairs: Iterable[tuple[Member, Member]]) -> frozenset[str]:
    """Enum members whose new place shifts their implicit value: all but a longest run that kept its order."""
    if old.kind != "enum":
        return frozenset()
    found = [(one, other) for one, other in pairs if one.kind == "value"]
    order = sorted(range(len(found)), key=lambda at: found[at][1].place.start)
    position = {at: rank for rank, at in enumerate(order)}
    kept = _longest_run([position[at] for at in range(len(found))])
    return frozenset(
        one.name
        for at, (one, other) in enumerate(found)
        if at not in kept and one.type != other.type and (one.implicit or other.implicit)
    )


def _longest_run(ranks: Sequence[int]) -> frozenset[int]:
    """Positions of a longest rising subsequence; of several the one that begins first."""
    runs: list[list[int]] = []
    for at, rank in enumerate(ranks):
        longest: list[int] = []
        for run in runs:
            if ranks[run[-1]] < rank and len(run) > len(longest):
                longest = run
        runs.append([*longest, at])
    longest_of_all: list[int] = []
    for run in runs:
        longest_of_all = run if len(run) > len(longest_of_all) else longest_of_all
    return frozenset(longest_of_all)


def _unreadable(symbol: str, shape: Shape, reason: str) -> Unread:
    return Unread(symbol, None, reason, shape.place, "damaged" if reason == SYNTAX_ERROR else "opaque")


def _hidden(shape: Shape) -> str:
    """Why what an alias stands for cannot be told."""
    found = opaque(shape.type) if shape.type is not None else None
    return found.reason if found is not None else ""


def _unread(old: Shape, new: Shape, matched: Matched, *, only_asked: bool) -> Iterator[Unread]:
    """Members that an unknown base may have, and members of types that are not known."""
    if new.is_open:
        for member in matched.removed:
            yield Unread(old.name, member.label, "a base of it was not found", new.place, "open")
    if old.is_open and not only_asked:
        for member in matched.inserted:
            yield Unread(old.name, member.label, "a base of it was not found", old.place, "open")
    for one, other in matched.pairs:
        found = unseen(one, other)
        if found is not None:
            place = one.place if opaque(one.type) is not None else other.place
            yield Unread(old.name, one.label, found.reason, place, "opaque")
