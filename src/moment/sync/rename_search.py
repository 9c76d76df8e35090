"""Looks for elements under other names: what bases know, what the specification has, what code declares, by likeness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moment.drift.scope import Symbol
from moment.drift.shape import Language, Shape, restored
from moment.model.domain import Domain
from moment.model.words import kebab
from moment.project.config import Config
from moment.sync.association import contexts_at
from moment.sync.derived_names import followers, method_of, name_in, own_name
from moment.sync.elements import Element
from moment.sync.expected import Expected
from moment.sync.gone import remembered
from moment.sync.implemented import Implemented, adopted
from moment.sync.likeness import Alike, Likeness, Thing
from moment.sync.missing import Missing
from moment.sync.moved_bases import Move, has_shape, moved
from moment.sync.strays import is_synonym, stray_shapes


class Search:
    """Both sides while it goes on.

    ``moves`` and ``candidates`` are by the identity of now, ``adopted`` goes from a symbol to its element. ``bases`` and
    ``code`` are those under the names found so far, ``removed`` what is gone nevertheless.
    """

    def __init__(
        self,
        domain: Domain,
        wanted: Sequence[Element],
        removed: tuple[Element, ...],
        bases: Mapping[str, Any],
        side: Expected,
        code: Implemented,
        settings: Config,
    ) -> None:
        self.removed = removed
        self.bases = bases
        self.code = code
        self.moves: dict[str, Move] = {}
        self.adopted: dict[str, Element] = {}
        self.candidates: dict[str, tuple[str, ...]] = {}
        self._domain = domain
        self._wanted = wanted
        self._side = side
        self._first = bases
        self._settings = settings.implementation
        self._segments = {kebab(context.name): context.id for context in domain.contexts}
        self._exported = code.resolver.symbols()
        self._paths = frozenset((*code.searched, *code.generated))
        self._old: set[str] = set()

    def run(self) -> None:
        """In the specification first: code is then looked at under the names of now."""
        while self._specified():
            pass
        while self._implemented():
            pass

    def names(self) -> Iterator[tuple[Element, str, Language]]:
        """Elements with symbols of other names: what each is called in which language."""
        for identity, element in self.adopted.items():
            shape = next((each for each in self.code.shapes.get(element.id, ()) if each.identity == identity), None)
            if shape is not None and element.is_required:
                # what a comment or moment.toml says is an element is called as it was
                is_old = identity in self._old
                name = self.moves[element.id].old if is_old else self._name(shape, element)
                yield element, name, shape.language

    def behind(self) -> Iterator[tuple[Element, str, Language]]:
        """Elements that have their new names in code, where something is still called after the old one."""
        for element in self._wanted:
            move = self.moves.get(element.id)
            if move is None or move.old == move.new:
                continue
            for shape in self.code.shapes.get(element.id, ()):
                if shape.identity not in self.adopted and self._is_behind(element, move, shape.language):
                    yield element, move.old, shape.language

    def _is_behind(self, element: Element, move: Move, language: Language) -> bool:
        owners = self.code.shapes.get(element.id.rpartition("/")[0], ()) if element.role == "input" else ()
        methods = any(
            each.language == language and method_of(each, move.old) and not method_of(each, move.new) for each in owners
        )
        names = {name for _, name in followers(element, self._wanted, move.new, move.old)}
        symbols = (self._shape(identity) for identity, each in self.adopted.items() if not each.is_required)
        return methods or any(each.language == language and each.name in names for each in symbols)

    def _still_called_after(self, element: Element) -> Iterator[tuple[str, Element]]:
        move = self.moves[element.id]
        if move.old != move.new:
            for language in self.code.languages:
                yield from self._called(element, move.old, language)

    # -- the specification -------------------------------------------------------------------------------------------

    def _specified(self) -> bool:
        """Whether further elements that bases know are found under other names in the specification."""
        here = self._side.elements
        stale = [name for name in sorted(self.bases) if name not in here and "#" not in name]
        old = [each for name in stale if (each := remembered(self._domain, name, self.bases[name])) is not None]
        fresh = [each for each in self._wanted if each.is_required and not has_shape(self.bases.get(each.id))]
        found = (_elsewhere(old, fresh) or self._alike(old, fresh)) if old and fresh else ()
        for was, now in found:
            self.moves[now.id] = Move(was.id, now.id, own_name(was), own_name(now), now.role, now.symbol)
        if found:
            self.bases = moved(self._first, tuple(self.moves.values()))
            gone = {was.id: now for was, now in found}
            self.removed = tuple(each for each in self.removed if each.id not in gone)
            symbols = {name: gone[each] for name, each in self.code.association.found.items() if each in gone}
            self._old.update(symbols)
            self._adopt(symbols)
            self._adopt({symbol: each for _, now in found for symbol, each in self._still_called_after(now)})
        return bool(found)

    def _alike(self, old: Sequence[Element], fresh: Sequence[Element]) -> tuple[tuple[Element, Element], ...]:
        """Pairs of one context and kind that not both are in code."""
        before, now = {each.id: each for each in old}, {each.id: each for each in fresh}
        likeness = Likeness()
        for was in old:
            shape = restored(self.bases[was.id]["shape"])
            ours = self._side.shapes.get(shape.language, {})
            thing = Thing(was.id, own_name(was), shape)
            for each in fresh:
                is_both = was.id in self.code.shapes and each.id in self.code.shapes
                if (each.context, each.role) == (was.context, was.role) and each.id in ours and not is_both:
                    near = each.id.rpartition("/")[0] == was.id.rpartition("/")[0]
                    likeness.compare(thing, Thing(each.id, own_name(each), ours[each.id]), near=near)
        found, candidates = likeness.result()
        named = {**before, **now}
        self.candidates |= {name: tuple(named[each].name for each in them) for name, them in candidates.items()}
        return tuple((before[one], now[other]) for one, other in found.items())

    # -- code --------------------------------------------------------------------------------------------------------

    def _implemented(self) -> bool:
        """Whether further elements that nobody implements are found under other names in code."""
        every = Missing(self.code, self.bases)
        missing = [each for each in self._wanted if self._may_be_renamed(each) and every.has(each)]
        shapes = stray_shapes(self.code) if missing else ()
        plain = [each for each in shapes if not each.parameters and not each.opaque and not is_synonym(each)]
        found: dict[str, Element] = {}
        for language in dict.fromkeys(each.language for each in plain):
            lacking = [each for each in missing if every.has(each, language)]
            found |= self._among(lacking, [each for each in plain if each.language == language], language)
        self._adopt(found)
        return bool(found)

    def _may_be_renamed(self, element: Element) -> bool:
        if not element.is_required or element.id in self._settings.names:
            return False
        return element.id not in self.code.association.unclear and not self._is_hidden(element)

    def _is_hidden(self, element: Element) -> bool:
        """Whether a file that cannot be read may declare it."""
        texts = (self.code.texts.get(path, b"").decode("utf-8", "replace") for path in self.code.damaged)
        told = any("\0" in text or "\ufffd" in text or element.name in text for text in texts)
        return told or bool(self.code.unreadable)

    def _among(self, missing: Sequence[Element], strays: Sequence[Shape], language: Language) -> dict[str, Element]:
        """From symbols of one language to the elements that they are."""
        alike = Alike(strays)
        likeness, named = Likeness(), {each.id: each for each in missing}
        shapes = {each.identity: each for each in strays}
        homes = {(name.partition("/")[0], shape.path) for name, them in self.code.shapes.items() for shape in them}
        contexts = {each.identity: contexts_at(each.path, self._settings, self._segments) for each in strays}
        for element in missing:
            reference = self._reference(element, language)
            for each in alike.of(reference) if reference is not None else ():
                is_here = not contexts[each.identity] or element.context in contexts[each.identity]
                if reference is not None and is_here:
                    other = Thing(each.identity, self._name(each, element), each)
                    near = (element.context, each.path) in homes
                    likeness.compare(Thing(element.id, own_name(element), reference), other, near=near)
        found, candidates = likeness.result()
        told = {name: tuple(shapes[each].name for each in them) for name, them in candidates.items() if name in named}
        self.candidates = {name: them for name, them in {**self.candidates, **told}.items() if name not in found}
        return {identity: named[name] for name, identity in found.items()}

    def _reference(self, element: Element, language: Language) -> Shape | None:
        """What the element was when both sides agreed, else what it is now."""
        if has_shape(self.bases.get(element.id)):
            base = restored(self.bases[element.id]["shape"])
            if base.language == language:
                return base
        return self._side.shapes.get(language, {}).get(element.id)

    def _followers(self, found: Mapping[str, Element]) -> Iterator[tuple[str, Element]]:
        """Symbols that are called after those of ``found``."""
        for identity, element in found.items():
            shape = self._shape(identity)
            name = self.moves[element.id].old if identity in self._old else self._name(shape, element)
            yield from self._called(element, name, shape.language)

    def _called(self, element: Element, name: str, language: Language) -> Iterator[tuple[str, Element]]:
        """Symbols that are called after ``element`` by the name that it has or had in code."""
        strays = self._unclaimed(language)
        for each, called in followers(element, self._wanted, own_name(element), name):
            there = self.code.shapes.get(each.id, ())
            if called in strays and all(other.language != language for other in there):
                yield strays[called], each

    def _unclaimed(self, language: Language) -> dict[str, str]:
        """Exported symbols that are no element, those that we generate too, by name; the first of several."""
        readings, known = self.code.scope.readings, self.code.association.found
        found: dict[str, str] = {}
        for symbol in self._exported:
            is_ours = symbol.path in self._paths and readings[symbol.path].language == language
            if is_ours and symbol.identity not in known:
                found.setdefault(symbol.name, symbol.identity)
        return found

    def _shape(self, identity: str) -> Shape:
        path, _, name = identity.partition("#")
        shape = self.code.resolver.shape(Symbol(path, name))
        assert shape is not None
        return shape

    def _name(self, shape: Shape, element: Element) -> str:
        """What code calls ``element``: by the name that it exports the symbol as."""
        path, _, name = shape.identity.partition("#")
        names = self._exported.get(Symbol(path, name), (name,))
        return name_in(name if name in names else names[0].rpartition(".")[2], element)

    def _adopt(self, symbols: Mapping[str, Element]) -> None:
        every = {**symbols, **dict(self._followers(symbols))}
        if every:
            self.adopted |= every
            self.code = adopted(self.code, {identity: each.id for identity, each in every.items()})


def _elsewhere(old: Sequence[Element], fresh: Sequence[Element]) -> tuple[tuple[Element, Element], ...]:
    """Elements of one name and kind that have another owner in their context now."""
    there = {(each.context, each.role, each.symbol): each for each in fresh}
    keys = ((each, (each.context, each.role, each.symbol)) for each in old)
    return tuple((each, there[key]) for each, key in keys if key in there)
