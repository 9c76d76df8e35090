"""Specification, implementation and their base side by side: every difference with its direction and its reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from moment.diagnostics.model import Diagnostic
from moment.drift.normal import Lens
from moment.drift.shape import Shape
from moment.model.domain import Domain
from moment.model.words import kebab
from moment.project.config import Config
from moment.project.implementation import Implementation
from moment.project.session import Session
from moment.sync.comparison import Comparison, Difference, Untold, only_asked
from moment.sync.consuming import Consumers
from moment.sync.elements import Element
from moment.sync.expected import Expected
from moment.sync.foreign_inputs import foreign_inputs
from moment.sync.gone import gone
from moment.sync.implemented import Implemented, implemented
from moment.sync.locating import Locator
from moment.sync.memory import Memory
from moment.sync.obligations import is_only_promised, promising
from moment.sync.renames import Renames, renames
from moment.sync.strays import Stray, Strays


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
    found = Comparison(domain, side, renamed, lens, consumers, memory, inputs)
    strays = _strays(domain, wanted, side, renamed.code, settings)
    _compare(found, (*wanted, *removed), bases, strays, domain=domain, only=only)
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


def _compare(
    found: Comparison,
    every: Sequence[Element],
    bases: Mapping[str, Any],
    strays: Iterable[Stray],
    *,
    domain: Domain,
    only: Collection[str],
) -> None:
    """Gives ``found`` everything that is compared: elements, what was promised, types that only the code has."""
    for element in every:
        if not only or element.id in only or element.id.partition("#")[0] in only:
            found.take(element)
    lost = (name for name in bases if is_only_promised(bases[name]) and not promising(domain, name))
    for name in (*domain.command, *domain.aggregate, *domain.policy, *domain.saga, *lost):
        if not only or name in only:
            found.promise(name)
    for stray in strays:
        if not only or stray.element(domain).id in only:
            found.bring(stray)


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
        if only_asked(each) and each.id in shapes
    }
    for stray in Strays(domain, wanted, code, settings.implementation, asked).all():
        if stray.is_used or settings.drift.unmodelled == "drift":
            yield stray
