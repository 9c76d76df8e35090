"""What a look at a project leaves for the next one in the same process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import is_
from typing import Any

from moment.drift.normal import Lens
from moment.drift.shape import Language, Shape, restored
from moment.drift.verdict import Verdicts, judge
from moment.project.session import Session
from moment.sync.consuming import Uses
from moment.sync.elements import Element, elements
from moment.sync.expected import Expected, Shapes, expected
from moment.sync.implemented import Implemented
from moment.sync.readings import Cache, Readings


@dataclass(slots=True)
class Memory:
    """Sides, readings, and what was judged of which shapes. It answers for one session.

    ``cache`` and ``known`` are what other processes left. Shapes are known by being the very same objects: whoever made them uses those of before again where nothing changed.
    """

    cache: Cache | None = None
    known: Shapes | None = None
    code: Implemented | None = None
    uses: Uses | None = None
    _readings: Readings | None = None
    _sides: tuple[int, tuple[Language, ...], Expected] | None = None
    _elements: tuple[int, tuple[Element, ...]] | None = None
    _manner: tuple[object, ...] = ()
    _agreed: dict[str, tuple[Shape | None, ...]] = field(default_factory=dict)
    _bases: dict[str, tuple[Any, Shape | None]] = field(default_factory=dict)
    _verdicts: dict[str, tuple[tuple[Shape | None, ...], tuple[object, ...], Verdicts]] = field(default_factory=dict)

    def readings(self) -> Readings:
        """Those for one look."""
        self._readings = Readings(self.cache) if self._readings is None else self._readings.next()
        return self._readings

    def elements(self, session: Session) -> tuple[Element, ...]:
        if self._elements is None or self._elements[0] != session.revision:
            self._elements = session.revision, elements(session.domain())
        return self._elements[1]

    def side(self, session: Session, languages: tuple[Language, ...], readings: Readings) -> Expected:
        """The side of the specification."""
        if self._sides is None or self._sides[:2] != (session.revision, languages):
            self._sides = session.revision, languages, expected(session, languages, readings, self.known)
        return self._sides[2]

    def base(self, name: str, known: Mapping[str, Any]) -> Shape | None:
        """The shape that the record ``known`` of the element ``name`` has."""
        found = self._bases.get(name)
        if found is None or found[0] is not known:
            plain = known.get("shape")
            shape = as_element(restored(plain), name) if plain is not None else None
            found = self._bases[name] = known, shape
        return found[1]

    def look_with(self, manner: tuple[object, ...]) -> None:
        """What was found to agree in another ``manner`` of looking is to be looked at again."""
        if self._manner != manner:
            self._manner = manner
            self._agreed = {}

    def agrees(self, name: str, shapes: tuple[Shape | None, ...]) -> bool:
        """Whether all sides of an element were found equal, and are what they were."""
        before = self._agreed.get(name)
        return before is not None and len(before) == len(shapes) and all(map(is_, before, shapes))

    def agreed(self, name: str, shapes: tuple[Shape | None, ...]) -> None:
        self._agreed[name] = shapes

    def judged(
        self,
        base: Shape | None,
        specification: Shape,
        implementation: Shape,
        lens: Lens,
        *,
        has_base: bool,
        only_asked: bool,
        besides: frozenset[str],
        declared: Mapping[str, str],
    ) -> Verdicts:
        """What ``judge`` says."""
        name = implementation.identity
        shapes, manner = (base, specification, implementation), (has_base, only_asked, besides, lens, declared)
        before = self._verdicts.get(name)
        if before is None or before[1] != manner or any(a is not b for a, b in zip(before[0], shapes, strict=True)):
            verdicts = judge(
                base, specification, implementation, lens, has_base=has_base, only_asked=only_asked, besides=besides,
                declared=declared,
            )  # fmt: skip
            before = self._verdicts[name] = shapes, manner, verdicts
        return before[2]


def as_element(shape: Shape, name: str) -> Shape:
    from msgspec.structs import replace as changed

    return changed(shape, element=name)
