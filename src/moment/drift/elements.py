"""Which symbol of an implementation is which element of the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from moment.drift.shape import Shape
from moment.model.words import words

ENDINGS = ("Command", "Input", "Event", "Aggregate", "Dto")


class Wanted(NamedTuple):
    """An element that may be implemented: its identity, its context, and what the generator calls its type.

    ``required`` ones must be found; all else is compared where somebody declares it.
    """

    element: str
    context: str
    name: str
    required: bool = True


class Assigned(NamedTuple):
    """``shapes`` goes from an element to its implementation in each language; ``ambiguous`` to several candidates.

    ``missing`` are required elements without either, ``unmodelled`` the symbols that are no element.
    """

    shapes: dict[str, tuple[Shape, ...]]
    ambiguous: dict[str, tuple[Shape, ...]]
    missing: tuple[Wanted, ...]
    unmodelled: tuple[Shape, ...]


def assign(
    wanted: Sequence[Wanted],
    shapes: Sequence[Shape],
    *,
    names: Mapping[str, str] | None = None,
    context_of: Callable[[str], str | None] | None = None,
) -> Assigned:
    """Elements and symbols that belong together.

    In this order: ``names`` (from an element to ``file#Symbol``), the doc tag ``@moment``, the generator's own name, that
    name with or without one of ``ENDINGS``. ``context_of`` says which context configuration gives the file at a path;
    else a segment of the path that reads as the context's name decides, else the only context that owns the name.
    """
    named = names or {}
    table = _Table(wanted, shapes, context_of or (lambda path: None))
    found: dict[str, list[Shape]] = {}
    taken: set[str] = set()
    for candidates in (table.named(named), table.tagged(), table.exact(), table.ended()):
        here = {element: [s for s in given if s.identity not in taken] for element, given in candidates.items()}
        for element, given in here.items():
            if given and element not in found:
                found[element] = given
        taken |= {shape.identity for given in found.values() for shape in given}
    shapes_of = {element: tuple(given) for element, given in found.items() if _is_certain(given)}
    ambiguous = {element: tuple(given) for element, given in found.items() if not _is_certain(given)}
    for element, given in table.undecided.items():
        if element not in found:
            ambiguous[element] = tuple(given)
            taken |= {shape.identity for shape in given}
    missing = tuple(each for each in wanted if each.required and each.element not in {*found, *ambiguous})
    unmodelled = tuple(shape for shape in shapes if shape.identity not in taken)
    return Assigned(shapes_of, ambiguous, missing, unmodelled)


class _Table:
    """Candidates by one rule after the other; ``undecided`` are those whose context is open."""

    def __init__(
        self, wanted: Sequence[Wanted], shapes: Sequence[Shape], context_of: Callable[[str], str | None]
    ) -> None:
        self.wanted, self.shapes = wanted, shapes
        self._context_of = context_of
        self.undecided: dict[str, list[Shape]] = {}
        self._owners: dict[str, list[Wanted]] = {}
        for each in wanted:
            self._owners.setdefault(each.name, []).append(each)
        self._contexts = {context: _said(context) for context in dict.fromkeys(each.context for each in wanted)}

    def named(self, names: Mapping[str, str]) -> dict[str, list[Shape]]:
        by_identity = {shape.identity: shape for shape in self.shapes}
        by_name = {f"{shape.path}#{name}": shape for shape in self.shapes for name in (shape.name, *shape.aliases)}
        found = {element: by_identity.get(symbol) or by_name.get(symbol) for element, symbol in names.items()}
        return {element: [shape] for element, shape in found.items() if shape is not None}

    def tagged(self) -> dict[str, list[Shape]]:
        elements = {each.element for each in self.wanted}
        found: dict[str, list[Shape]] = {}
        for shape in self.shapes:
            for tag in shape.tags:
                if tag in elements:
                    found.setdefault(tag, []).append(shape)
        return found

    def exact(self) -> dict[str, list[Shape]]:
        return self._matching(lambda name: (name,))

    def ended(self) -> dict[str, list[Shape]]:
        """``PlaceOrder``, ``PlaceOrderDto`` and ``PlaceOrderCommand`` for ``PlaceOrderInput``."""
        return self._matching(_spellings)

    def _matching(self, spellings: Callable[[str], Iterable[str]]) -> dict[str, list[Shape]]:
        found: dict[str, list[Shape]] = {}
        for shape in self.shapes:
            for name in (shape.name, *shape.aliases):
                owners = [owner for each in spellings(name.rpartition(".")[2]) for owner in self._owners.get(each, ())]
                here = self._here(shape, tuple(dict.fromkeys(owners)))
                is_decided = len({owner.context for owner in here}) < 2
                for owner in here:
                    given = (found if is_decided else self.undecided).setdefault(owner.element, [])
                    if shape not in given:
                        given.append(shape)
        return found

    def _here(self, shape: Shape, owners: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
        """Of elements with one name those of the file's context; without a context all of them."""
        context = self._context(shape, {owner.context for owner in owners})
        if context is None:
            return owners
        return tuple(owner for owner in owners if owner.context == context)

    def _context(self, shape: Shape, among: set[str]) -> str | None:
        configured = self._context_of(shape.path)
        if configured is not None:
            return configured
        segments = [_said(segment.partition(".")[0]) for segment in shape.path.split("/")]
        segments += [_said(part) for part in shape.name.split(".")[:-1]]
        found = [context for context, said in self._contexts.items() if said in segments]
        return found[-1] if len(found) == 1 or (found and found[-1] in among) else None


def _is_certain(given: Sequence[Shape]) -> bool:
    """One symbol, or one in each language."""
    return len({shape.language for shape in given}) == len(given)


def _spellings(name: str) -> tuple[str, ...]:
    """What a symbol called ``name`` may be called by the generator."""
    bare = {name, *(name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending) and name != ending)}
    return tuple(dict.fromkeys((*sorted(bare), *(f"{each}{ending}" for each in sorted(bare) for ending in ENDINGS))))


def _said(name: str) -> str:
    return "-".join(words(name)).lower()
