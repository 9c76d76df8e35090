"""Elements compared one by one: what differs with whom it hurts, what is equal, what gets no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from moment.drift.category import CascadeClassification, Party, classify
from moment.drift.edits import Unread
from moment.drift.normal import Lens
from moment.drift.parties import Parties
from moment.drift.shape import Language, Shape, written
from moment.drift.types import NOWHERE, Member
from moment.drift.verdict import Direction, Point, judge
from moment.model.domain import Domain
from moment.model.words import kebab
from moment.sync.consuming import Consumers
from moment.sync.elements import Element
from moment.sync.expected import Expected
from moment.sync.foreign_inputs import ForeignInputs
from moment.sync.gone import place_of
from moment.sync.implemented import Implemented
from moment.sync.memory import Memory
from moment.sync.obligations import broken, obligations, promising
from moment.sync.renames import Renames
from moment.sync.strays import Stray
from moment.text.span import Place

ONLY_ASKED = ("Aggregate", "Saga", "Projector", "Service", "Policy")
"""Endings of symbols whose implementations may do more than the specification asks."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One point of one element in one language, with both shapes and whom it hurts."""

    element: Element
    point: Point
    classification: CascadeClassification
    specification: Shape | None = None
    implementation: Shape | None = None
    obligation: str = ""
    stray: Stray | None = None

    @property
    def language(self) -> Language:
        shape = self.implementation or self.specification
        return shape.language if shape is not None else "typescript"


@dataclass(frozen=True, slots=True)
class Untold:
    """An element, or a member of it, that gets no verdict."""

    element: str
    member: str | None
    reason: str
    place: Place


class Comparison:
    """The comparison of one project, to which its elements are given."""

    def __init__(
        self,
        domain: Domain,
        side: Expected,
        renamed: Renames,
        lens: Lens,
        consumers: Consumers,
        memory: Memory,
        inputs: ForeignInputs,
    ) -> None:
        self.memory = memory
        self.inputs = inputs
        self.domain = domain
        self.side = side
        self.renames = renamed
        self.code = code = renamed.code
        self.bases = renamed.bases
        self.lens = lens
        self.parties = Parties(domain)
        self.consumers = consumers
        self.differences: list[Difference] = []
        self.equal: dict[str, Shape | None] = {}
        self.drifted: set[str] = set()
        self.untold: list[Untold] = []
        self._hidden = dict(_hidden(code))
        self._unclear = code.association.unclear
        memory.look_with((lens, inputs, renamed.found, renamed.moves))

    def take(self, element: Element) -> None:
        """One element in every language in which it is implemented."""
        if element.id in self._unclear:
            self._ambiguous(element)
            return
        shapes = self.code.shapes.get(element.id, ())
        if not shapes:
            self._missing(element)
            return
        specified = [self.side.shapes.get(shape.language, {}).get(element.id) for shape in shapes]
        both = (*specified, *shapes)
        if not self.memory.agrees(element.id, both):
            verdicts = [self._compare(element, shape) for shape in shapes]  # all of them, for what they note
            if not all(verdicts):
                return
            self.memory.agreed(element.id, both)
        self.equal[element.id] = specified[0]

    def _compare(self, element: Element, implementation: Shape) -> bool:
        """Whether both sides are equal; what differs is noted."""
        specification = self.side.shapes.get(implementation.language, {}).get(element.id)
        if specification is None and self._is_gone(element):
            return self._removed(element, implementation)
        if specification is None or _is_other_name(specification):
            return False
        base, has_base = self._base(element.id)
        if implementation.path in self.code.generated:
            base, has_base = implementation, True
        methods = self.renames.members(element, specification, implementation)
        found = self.memory.judged(
            base, specification, implementation, self.lens, has_base=has_base, only_asked=only_asked(element),
            besides=self.inputs.taken_by(element, implementation), declared=methods,
        )  # fmt: skip
        points = self.renames.points(element, specification, implementation, found.points, methods)
        self._note(element, points, specification, implementation)
        for unread in found.unread:
            self._unread(element, unread, implementation)
        return not points and not found.unread

    def bring(self, stray: Stray) -> None:
        """A type that only the code has, and that counts."""
        element = stray.element(self.domain)
        found = judge(None, None, stray.shape, self.lens)
        for point in found.points:
            self.drifted.add(element.id)
            becomes = "command" if stray.kind == "input" else stray.kind
            classified = classify(point.edit, context=element.context, positions=(), parties=(), becomes=becomes)
            self.differences.append(Difference(element, point, classified, None, stray.shape, stray=stray))

    def _is_gone(self, element: Element) -> bool:
        return element.id not in self.side.elements

    def _removed(self, element: Element, implementation: Shape) -> bool:
        """An element that the specification has no more and the code still has; never equal."""
        base = implementation if implementation.path in self.code.generated else self._base(element.id)[0]
        points = self.renames.doubtful(element, judge(base, None, implementation, self.lens).points)
        self._note(element, points, None, implementation)
        return False

    def _missing(self, element: Element) -> None:
        base, has_base = self._base(element.id)
        hidden = self._hidden_in(element)
        if hidden is not None:
            if element.is_required or has_base:
                self.untold.append(Untold(element.id, None, hidden[0], hidden[1]))
            return
        if self._is_gone(element):
            self.equal[element.id] = None
            return
        if not element.is_required and base is None:
            return
        language = next(iter(self.side.shapes))
        specification = self.side.shapes[language].get(element.id)
        found = judge(base, specification, None, self.lens, has_base=has_base)
        self._note(element, self.renames.absent(element, found.points), specification, None)

    def _hidden_in(self, element: Element) -> tuple[str, Place] | None:
        """The file that cannot be read and may hold the element, with the reason."""
        for path, (text, reason, place) in self._hidden.items():
            if text is None or element.symbol in text or element.name in text:
                return f"`{path}` cannot be read: {reason}", place
        return None

    def _ambiguous(self, element: Element) -> None:
        for each in self.code.association.ambiguities:
            if element.id in each.elements:
                symbols = " or ".join(f"`{symbol}`" for symbol in each.symbols)
                self.untold.append(Untold(element.id, None, f"it may be {symbols}", element.place))
                return

    def _unread(self, element: Element, unread: Unread, implementation: Shape) -> None:
        place = unread.place if unread.place != NOWHERE else implementation.place
        self.untold.append(Untold(element.id, unread.member, unread.reason, place))

    def _note(
        self, element: Element, points: tuple[Point, ...], specification: Shape | None, implementation: Shape | None
    ) -> None:
        for point in points:
            self.drifted.add(element.id)
            found = self._classified(element, point, specification)
            self.differences.append(Difference(element, point, found, specification, implementation))

    def _classified(self, element: Element, point: Point, specification: Shape | None) -> CascadeClassification:
        owner = element.id.partition("#")[0]
        members = (each for each in (point.edit.old_member, point.edit.new_member) if each is not None)
        names: tuple[str | None, ...] = tuple(dict.fromkeys(_spec_name(element, each) for each in members)) or (None,)
        aggregate = self.domain.aggregate.get(owner)
        identity = aggregate.identity.name if aggregate is not None and aggregate.identity is not None else None
        announced = any(each is not None and each.deprecated for each in (point.base_member, point.edit.old_member))
        return classify(
            point.edit,
            context=element.context,
            positions=self.parties.positions(owner),
            parties=tuple(dict.fromkeys(party for name in names for party in self._parties(owner, name))),
            conflict=point.direction is Direction.CONFLICT,
            was_deprecated=announced,
            becomes=element.role if point.edit.member is None and specification is None else "",
            identity=identity,
        )

    def _parties(self, element: str, member: str | None) -> tuple[Party, ...]:
        """Who depends on it by the specification, and in code."""
        owner = element.partition("/")[0]
        return (*self.parties.of(element, member), *self.consumers.parties(element, member, owner))

    # -- obligations -------------------------------------------------------------------------------------------------

    def promise(self, name: str) -> None:
        """What ``name`` promises beyond its shape, against what it promised when both sides last agreed."""
        before = self._promised(name)
        if before is None:
            if name not in self.side.elements and (name in self.domain.policy or name in self.domain.saga):
                self.equal.setdefault(name, None)
            return
        now = {each.name: each for each in obligations(self.domain, name)}
        element = self.side.elements.get(name) or _promising(self.domain, name)
        for point in broken(before, now, element):
            self.drifted.add(name)
            found = classify(
                point.edit,
                context=element.context,
                positions=self.parties.positions(name),
                parties=self._parties(name, None),
            )
            self.differences.append(Difference(element, point, found, obligation=point.edit.member or ""))

    def _promised(self, name: str) -> Mapping[str, str] | None:
        known = self.bases.get(name)
        found = known.get("obligations") if isinstance(known, Mapping) else None
        return found if isinstance(found, Mapping) else None

    # -- bases -------------------------------------------------------------------------------------------------------

    def _base(self, name: str) -> tuple[Shape | None, bool]:
        """The shape on which both sides last agreed, and whether there ever was one; ``None`` for absent on both."""
        if name not in self.bases:
            return None, False
        known = self.bases[name]
        if not isinstance(known, Mapping):
            return None, True
        return self.memory.base(name, known), "shape" in known

    def remembered(self, name: str, shape: Shape | None) -> dict[str, Any]:
        """What the log keeps of an element; obligations that changed stay as they were until they are accepted."""
        promised = self._promised(name)
        if promised is None and promising(self.domain, name):
            promised = {each.name: each.text for each in obligations(self.domain, name)}
        found: dict[str, Any] = {"shape": written(shape) if shape is not None else None}
        if shape is None and name not in self.side.elements:
            if promised is None or not promising(self.domain, name):
                return {"shape": None}
            found = {}
        whole = {**found, "obligations": dict(promised)} if promised is not None else found
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(whole))
        return self.renames.remembered(name, plain)


def _hidden(code: Implemented) -> Iterator[tuple[str, tuple[str | None, str, Place]]]:
    """Files that get no verdict: their text as far as it can be told, why, and where."""
    for path, damage in code.damaged.items():
        data = code.texts.get(path, b"")
        text = data.decode("utf-8", "replace")
        whole = None if "\0" in text or "\ufffd" in text else text
        yield path, (whole, damage.reason, _at(damage.place, path))
    for path, reason in code.unreadable:
        yield path, (None, reason, Place(path, 0, 0))


def _at(place: Place, path: str) -> Place:
    return Place(path, place.start, place.end)


def only_asked(element: Element) -> bool:
    return element.role == "aggregate" or (element.role == "other" and element.symbol.endswith(ONLY_ASKED))


def _is_other_name(shape: Shape) -> bool:
    """A union of one is an element under a second name: what differs is told of the element."""
    return shape.kind == "alias" and bool(shape.members) and all("/" in member.inherited for member in shape.members)


def _spec_name(element: Element, member: Member) -> str:
    """What the specification calls a member."""
    for name in (member.wire, member.name):
        if name and name in element.members:
            return name
    words = kebab(member.name)
    return next((name for name in element.members if kebab(name) == words), member.name)


def _promising(domain: Domain, name: str) -> Element:
    """An element of which only obligations are compared."""
    found = domain.policy.get(name) or domain.saga.get(name)
    if found is None:
        last = name.rpartition("/")[2]
        return Element(name, "other", name.partition("/")[0], last, last, place_of(domain, name))
    return Element(found.id, "other", found.context, found.name, found.name, found.place)
