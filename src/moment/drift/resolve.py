"""Declarations to shapes: what is exported, what is inherited, what an alias of object types holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from moment.drift.reading import Declaration
from moment.drift.reduce import Members, inherited
from moment.drift.resolution import KINDS, Site, Types, at, filled
from moment.drift.scope import Meaning, Scope, Symbol
from moment.drift.shape import Shape
from moment.drift.types import Intersection, Object, Opaque, Reference, Type


class Resolver:
    """Shapes of one side. ``elements`` goes from a symbol's identity to what it is in the specification, ``doubtful``
    to why that cannot be said.

    Shapes that an ``earlier`` resolver made of files that did not change, nor anything they import, are used again: the
    same objects, so that a caller can keep what it found out about them. ``symbols`` are those of another resolver of
    the same ``scope``.
    """

    def __init__(
        self,
        scope: Scope,
        elements: Mapping[str, str] | None = None,
        *,
        doubtful: Mapping[str, str] | None = None,
        earlier: Resolver | None = None,
        symbols: dict[Symbol, tuple[str, ...]] | None = None,
    ) -> None:
        self.scope = scope
        self.elements = elements or {}
        self.doubtful = doubtful or {}
        self._shapes: dict[Symbol, Shape | None] = {}
        self._shown: dict[Symbol, Shape] = {}
        self._busy: set[Symbol] = set()
        self._pairs: dict[str, tuple[Mapping[str, Meaning], tuple[tuple[Symbol, str], ...]]] = {}
        self._symbols = symbols if symbols is not None else self._collected(earlier)
        self._exported = frozenset(self._symbols)
        self.types = Types(scope, self.elements, self._exported, self.shape, self.behind, self.doubtful)
        if earlier is not None and (earlier.elements, earlier.doubtful) == (self.elements, self.doubtful):
            self._take_over(earlier)

    def _take_over(self, earlier: Resolver) -> None:
        old, new = earlier.scope.readings, self.scope.readings
        touched = {path for path in old.keys() | new.keys() if old.get(path) is not new.get(path)}
        if old.keys() != new.keys() or earlier.scope.mappings != self.scope.mappings:
            return
        touched |= {symbol.path for symbol in self._exported ^ earlier._exported}
        stale = self.scope.dependents(touched)
        self._shapes = {symbol: shape for symbol, shape in earlier._shapes.items() if symbol.path not in stale}
        self.types.aliases = {
            symbol: type_ for symbol, type_ in earlier.types.aliases.items() if symbol.path not in stale
        }
        self._shown = {symbol: shape for symbol, shape in earlier._shown.items() if symbol.path not in stale}

    def symbols(self) -> dict[Symbol, tuple[str, ...]]:
        """Every exported type with the names that it is exported as, in order of files and declarations."""
        return self._symbols

    def _collected(self, earlier: Resolver | None) -> dict[Symbol, tuple[str, ...]]:
        known = earlier._pairs if earlier is not None else {}
        found: dict[Symbol, dict[str, None]] = {}
        for path in sorted(self.scope.files):
            exports = self.scope.exports(path)
            before = known.get(path)
            # a scope gives the same exports only where nothing that they lead to has changed
            pairs = before[1] if before is not None and before[0] is exports else tuple(self._named(exports))
            self._pairs[path] = exports, pairs
            for symbol, name in pairs:
                found.setdefault(symbol, {})[name] = None
        return {symbol: tuple(names) for symbol, names in found.items()}

    def _named(self, exports: Mapping[str, Meaning]) -> Iterator[tuple[Symbol, str]]:
        """The types that one file exports, each with a name of it."""
        for name, meaning in exports.items():
            if not isinstance(meaning, Symbol):
                continue
            own = meaning.name if name == "default" else name
            if self._declares_type(meaning):
                yield meaning, own
            if any(each.kind == "namespace" for each in self.scope.declarations(meaning)):
                yield from self._inside(meaning, own)

    def _inside(self, symbol: Symbol, shown: str) -> Iterator[tuple[Symbol, str]]:
        """Everything inside an exported namespace."""
        start = f"{symbol.name}."
        for name in self.scope.files[symbol.path].declared:
            inner = Symbol(symbol.path, name)
            if name.startswith(start) and self._declares_type(inner):
                yield self.scope.behind(inner), f"{shown}.{name[len(start) :]}"

    def _declares_type(self, symbol: Symbol) -> bool:
        return any(each.kind in KINDS for each in self.scope.declarations(symbol))

    def shapes(self) -> tuple[Shape, ...]:
        """The shapes of all exported types."""
        found = (self._as_exported(symbol, names) for symbol, names in self._symbols.items())
        return tuple(shape for shape in found if shape is not None)

    def _as_exported(self, symbol: Symbol, names: tuple[str, ...]) -> Shape | None:
        """The shape under the first of ``names``, its own before others."""
        first = symbol.name if symbol.name in names else names[0]
        others = tuple(name for name in names if name != first)
        known = self._shown.get(symbol)
        if known is None or known.name != first or known.aliases != others:
            shape = self.shape(symbol)
            if shape is None:
                return None
            known = self._shown[symbol] = replace(shape, name=first, aliases=others)
        return known

    def shape(self, symbol: Symbol) -> Shape | None:
        """The shape of ``symbol``; ``None`` when it is no type, or while it is being made (a base of itself)."""
        if symbol in self._shapes:
            return self._shapes[symbol]
        declarations = [each for each in self.scope.declarations(symbol) if each.kind in KINDS]
        if not declarations or symbol in self._busy:
            return None
        self._busy.add(symbol)
        shape = self._shape(symbol, declarations)
        self._busy.discard(symbol)
        self._shapes[symbol] = shape
        return shape

    def resolved(self, type_: Type, path: str) -> Type:
        """A type that is written at the margin of the file at ``path``, its names resolved."""
        return self.types.type(type_, Site(path, ""))

    # -- shapes ------------------------------------------------------------------------------------------------------

    def _shape(self, symbol: Symbol, declarations: list[Declaration]) -> Shape:
        first = next((each for each in declarations if each.kind == "class"), declarations[0])
        site = self.types.site(symbol, first)
        language = self.scope.readings[symbol.path].language
        found = Members()
        reason = next((each.damage for each in declarations if each.damage), "")
        for declaration in declarations:
            self._fill(found, self.types.site(symbol, declaration), declaration)
        type_ = self.types.type(first.type, site) if first.kind == "alias" and first.type is not None else None
        if type_ is not None:
            type_, reason = self._unfolded(found, type_, reason)
        return Shape(
            symbol.identity,
            symbol.name,
            KINDS[first.kind],
            language,
            self.types.parameters(first.parameters, site),
            tuple(found.named.values()),
            type_,
            tuple(dict.fromkeys(found.bases)),
            found.is_open,
            reason,
            next((each.deprecated for each in declarations if each.deprecated is not None), None),
            (),
            self.elements.get(symbol.identity, ""),
            tuple(tag for each in declarations for tag in each.tags),
            at(first.place, symbol.path),
            at(first.extent, symbol.path),
        )

    def _fill(self, found: Members, site: Site, declaration: Declaration) -> None:
        """Own members first, so that they win over those of the bases."""
        found.add(self.types.member(member, site) for member in declaration.members)
        for base in declaration.heritage:
            self._inherit(found, self.types.type(base, site))

    def _inherit(self, found: Members, base: Type) -> None:
        match base:
            case Object(members):
                found.add(members)
            case Reference(name) if (inherited := self.behind(base)) is not None:
                if not self.types.is_private(base.symbol):
                    found.bases.append(name)
                found.inherit(inherited, name)
            case _:
                found.bases.append(_called(base))
                found.is_open = True

    def behind(self, reference: Reference) -> Shape | None:
        """The shape of the object type that ``reference`` names, its type parameters filled in; ``None`` for others."""
        path, mark, name = reference.symbol.partition("#")
        shape = self.shape(Symbol(path, name)) if mark else None
        if shape is None or shape.opaque or (shape.type is not None):
            return None
        return filled(shape, reference.arguments)

    def _unfolded(self, found: Members, type_: Type, reason: str) -> tuple[Type | None, str]:
        """An alias of object types has their members; of one that cannot be reduced it is opaque."""
        for part in type_.items if isinstance(type_, Intersection) else (type_,):
            match part:
                case Object(members):
                    found.meet(members)
                case Reference() if (shape := self.behind(part)) is not None:
                    found.is_open = found.is_open or shape.is_open
                    found.meet(inherited(shape, part.name))
                case Opaque(_, why):
                    return None, reason or why
                case _ if isinstance(type_, Intersection) and isinstance(part, Reference):
                    found.is_open = True
                case _:
                    return type_, reason
        return None, reason


def _called(base: Type) -> str:
    """What a base is called that was not found."""
    match base:
        case Reference(name):
            return name
        case Opaque(text) if text:
            return text
    return "?"
