"""Specification, implementation and their base side by side: every difference with its direction and its reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from moment.diagnostics.model import Diagnostic
from moment.drift.category import CascadeClassification, Party, classify
from moment.drift.edits import Unread
from moment.drift.normal import Lens
from moment.drift.parties import Parties
from moment.drift.shape import Language, Shape, written
from moment.drift.types import NOWHERE, Member
from moment.drift.verdict import Direction, Point, judge
from moment.model.domain import Domain
from moment.model.words import kebab
from moment.project.config import Config
from moment.project.implementation import Implementation
from moment.project.session import Session
from moment.sync.consuming import Consumers
from moment.sync.elements import Element
from moment.sync.expected import Expected
from moment.sync.foreign_inputs import ForeignInputs, foreign_inputs
from moment.sync.gone import gone, place_of
from moment.sync.implemented import Implemented, implemented
from moment.sync.locating import Locator
from moment.sync.memory import Memory
from moment.sync.obligations import broken, is_only_promised, obligations, promising
from moment.sync.renames import Renames, renames
from moment.sync.strays import Stray, Strays
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


@dataclass(frozen=True, slots=True)
class Analysis:
    """``equal`` goes from every element in which both sides agree to what is remembered of it as its base."""

    session: Session
    expected: Expected
    implemented: Implemented
    locator: Locator
    differences: tuple[Difference, ...] = ()
    equal: Mapping[str, Any] = field(default_factory=dict)
    drifted: frozenset[str] = frozenset()
    untold: tuple[Untold, ...] = ()
    renames: Renames | None = None

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Why nothing could be compared."""
        return self.expected.findings

    @property
    def agreed(self) -> dict[str, Any]:
        """What becomes the base of every element that both sides say or call the same."""
        carried = self.renames.carried if self.renames is not None else {}
        return {**carried, **self.equal}


def analyse(
    session: Session,
    bases: Mapping[str, Any],
    *,
    strict: bool | None = None,
    only: Collection[str] = (),
    code: Implementation | None = None,
    memory: Memory | None = None,
) -> Analysis:
    """Compares the project of ``session``, which has no errors, with its code and with ``bases``, by element.

    ``strict`` overrides moment.toml; ``only`` are the identities that count, all when empty; ``code`` is what a
    caller has read of it already, ``memory`` that of looks before. Raises ``SearchLimitError``.
    """
    domain = session.domain()
    memory = memory or Memory()
    wanted = memory.elements(session)
    removed = gone(domain, wanted, bases)
    contexts = {context.id: context.name for context in domain.contexts}
    readings = memory.readings()
    read = implemented(
        session.project, wanted, contexts, gone=removed, files=session.files, readings=readings, code=code,
        earlier=memory.code,
    )  # fmt: skip
    memory.code = read
    side = memory.side(session, read.languages or ("typescript",), readings)
    readings.keep()
    renamed = renames(domain, wanted, removed, bases, side, read, session.project.config)
    removed = renamed.removed
    sources = {path: parsed.source for path, parsed in session.parsed.items()}
    locator = Locator(sources, read.texts)
    if side.findings:
        return Analysis(session, side, renamed.code, locator)
    lens = Lens(session.project.config.drift.strict if strict is None else strict)
    settings = session.project.config
    consumers = Consumers(
        domain, (*wanted, *removed), renamed.code, settings.implementation, earlier=memory.uses, tags=renamed.tags
    )
    inputs = foreign_inputs((*wanted, *removed), side.elements)
    found = _Comparison(domain, side, renamed, lens, consumers, memory, inputs)
    for element in (*wanted, *removed):
        if not only or element.id in only or element.id.partition("#")[0] in only:
            found.take(element)
    lost = (name for name in bases if is_only_promised(bases[name]) and not promising(domain, name))
    for name in (*domain.command, *domain.aggregate, *domain.policy, *domain.saga, *lost):
        if not only or name in only:
            found.promise(name)
    for stray in _strays(domain, wanted, side, renamed.code, settings):
        if not only or stray.element(domain).id in only:
            found.bring(stray)
    memory.uses = consumers.uses
    return Analysis(
        session,
        side,
        renamed.code,
        locator,
        tuple(found.differences),
        Equal(found.equal, found.remembered),
        frozenset(found.drifted),
        tuple(found.untold),
        renamed,
    )


class Equal(Mapping[str, Any]):
    """Elements in which both sides agree; what is to be remembered of one is written when somebody asks for it."""

    def __init__(self, shapes: Mapping[str, Shape | None], write: Callable[[str, Shape | None], Any]) -> None:
        self._shapes = shapes
        self._write = write

    def __getitem__(self, name: str) -> Any:
        return self._write(name, self._shapes[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)


def _strays(
    domain: Domain, wanted: Sequence[Element], side: Expected, code: Implemented, settings: Config
) -> Iterator[Stray]:
    """Types of the code that the specification should know."""
    if not code.association.unmodelled or settings.drift.unmodelled == "ignore":
        return
    shapes = next(iter(side.shapes.values()), {})
    asked = {
        each.id: frozenset(kebab(member.wire or member.name) for member in shapes[each.id].members)
        for each in wanted
        if _only_asked(each) and each.id in shapes
    }
    for stray in Strays(domain, wanted, code, settings.implementation, asked).all():
        if stray.is_used or settings.drift.unmodelled == "drift":
            yield stray


class _Comparison:
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

    def take(self, element: Element) -> None:
        """One element in every language in which it is implemented."""
        if element.id in self.code.association.unclear:
            self._ambiguous(element)
            return
        shapes = self.code.shapes.get(element.id, ())
        if not shapes:
            self._missing(element)
            return
        verdicts = [self._compare(element, shape) for shape in shapes]
        if all(verdicts):
            first = self.side.shapes[shapes[0].language].get(element.id)
            self.equal[element.id] = first

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
            base, specification, implementation, self.lens, has_base=has_base, only_asked=_only_asked(element),
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


def _only_asked(element: Element) -> bool:
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
