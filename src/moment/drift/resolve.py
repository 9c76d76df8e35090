"""Declarations with names to shapes: imports, aliases, bases and utility types followed, places with their paths.

Cycles stay a name, and chains of more than ``DEPTH`` aliases too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from moment.drift.forms import expanded, intersection, template, union
from moment.drift.reading import Declaration
from moment.drift.reduce import Members, keys_of, looked_up, mapped, substitute, substituted, utility
from moment.drift.scope import External, Meaning, Module, Scope, Symbol
from moment.drift.shape import Shape, SymbolKind
from moment.drift.types import (
    Argument,
    Array,
    Brand,
    Function,
    Intersection,
    Keys,
    Literal,
    Lookup,
    Mapped,
    Member,
    Name,
    Object,
    Opaque,
    Primitive,
    Query,
    Reference,
    Slot,
    Template,
    Tuple,
    Type,
    TypeParameter,
    Union,
    Variable,
)
from moment.text.span import Place

DEPTH = 8
_KINDS: Mapping[str, SymbolKind] = {"interface": "interface", "class": "class", "alias": "alias", "enum": "enum"}
_INFERRED = "inferred from a value"


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a type is written: its file, the namespace around it, the type parameters in sight, how deep."""

    path: str
    prefix: str
    variables: Mapping[str, Type] = field(default_factory=dict)
    functions: int = 0


class Resolver:
    """Shapes of one side. ``elements`` goes from a symbol's identity to what it is in the specification.

    Shapes that an ``earlier`` resolver made of files that did not change, nor anything they import, are used again: the
    same objects, so that a caller can keep what it found out about them.
    """

    def __init__(
        self, scope: Scope, elements: Mapping[str, str] | None = None, *, earlier: Resolver | None = None
    ) -> None:
        self.scope = scope
        self.elements = elements or {}
        self._shapes: dict[Symbol, Shape | None] = {}
        self._aliases: dict[Symbol, Type | None] = {}
        self._shown: dict[Symbol, Shape] = {}
        self._busy: set[Symbol] = set()
        self._symbols = self._collected()
        self._exported = frozenset(self._symbols)
        if earlier is not None and earlier.elements == self.elements:
            self._take_over(earlier)

    def _take_over(self, earlier: Resolver) -> None:
        old, new = earlier.scope.readings, self.scope.readings
        touched = {path for path in old.keys() | new.keys() if old.get(path) is not new.get(path)}
        if old.keys() != new.keys() or earlier.scope.mappings != self.scope.mappings:
            return
        touched |= {symbol.path for symbol in self._exported ^ earlier._exported}
        stale = self.scope.dependents(touched)
        self._shapes = {symbol: shape for symbol, shape in earlier._shapes.items() if symbol.path not in stale}
        self._aliases = {symbol: type_ for symbol, type_ in earlier._aliases.items() if symbol.path not in stale}
        self._shown = {symbol: shape for symbol, shape in earlier._shown.items() if symbol.path not in stale}

    def symbols(self) -> dict[Symbol, tuple[str, ...]]:
        """Every exported type with the names that it is exported as, in order of files and declarations."""
        return self._symbols

    def _collected(self) -> dict[Symbol, tuple[str, ...]]:
        found: dict[Symbol, dict[str, None]] = {}
        for path in sorted(self.scope.files):
            self._collect(self.scope.exports(path), "", found, set())
        return {symbol: tuple(names) for symbol, names in found.items()}

    def _collect(
        self, exports: Mapping[str, Meaning], prefix: str, found: dict[Symbol, dict[str, None]], seen: set[str]
    ) -> None:
        for name, meaning in exports.items():
            if not isinstance(meaning, Symbol):
                continue
            own = meaning.name if name == "default" and prefix == "" else prefix + name
            if self._declares_type(meaning):
                found.setdefault(meaning, {})[own] = None
            if any(each.kind == "namespace" for each in self.scope.declarations(meaning)):
                self._namespace(meaning, own, found)

    def _namespace(self, symbol: Symbol, shown: str, found: dict[Symbol, dict[str, None]]) -> None:
        """Everything inside an exported namespace."""
        start = f"{symbol.name}."
        for name in self.scope.files[symbol.path].declared:
            inner = Symbol(symbol.path, name)
            if name.startswith(start) and self._declares_type(inner):
                found.setdefault(inner, {})[f"{shown}.{name[len(start) :]}"] = None

    def _declares_type(self, symbol: Symbol) -> bool:
        return any(each.kind in _KINDS for each in self.scope.declarations(symbol))

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
        declarations = [each for each in self.scope.declarations(symbol) if each.kind in _KINDS]
        if not declarations or symbol in self._busy:
            return None
        self._busy.add(symbol)
        shape = self._shape(symbol, declarations)
        self._busy.discard(symbol)
        self._shapes[symbol] = shape
        return shape

    def resolved(self, type_: Type, path: str) -> Type:
        """A type that is written at the margin of the file at ``path``, its names resolved."""
        return self.type(type_, _Site(path, ""))

    def behind(self, reference: Reference) -> Shape | None:
        """The shape of the object type that ``reference`` names, its type parameters filled in."""
        return self._inherited(reference)

    # -- shapes ------------------------------------------------------------------------------------------------------

    def _shape(self, symbol: Symbol, declarations: list[Declaration]) -> Shape:
        first = next((each for each in declarations if each.kind == "class"), declarations[0])
        site = self._site(symbol, first)
        language = self.scope.readings[symbol.path].language
        found = Members()
        reason = next((each.damage for each in declarations if each.damage), "")
        for declaration in declarations:
            self._fill(found, self._site(symbol, declaration), declaration)
        type_ = self.type(first.type, site) if first.kind == "alias" and first.type is not None else None
        if type_ is not None:
            type_, reason = self._unfolded(found, type_, reason)
        return Shape(
            symbol.identity,
            symbol.name,
            _KINDS[first.kind],
            language,
            self._parameters(first.parameters, site),
            tuple(found.named.values()),
            type_,
            tuple(dict.fromkeys(found.bases)),
            found.is_open,
            reason,
            next((each.deprecated for each in declarations if each.deprecated is not None), None),
            (),
            self.elements.get(symbol.identity, ""),
            tuple(tag for each in declarations for tag in each.tags),
            _at(first.place, symbol.path),
            _at(first.extent, symbol.path),
        )

    def _site(self, symbol: Symbol, declaration: Declaration) -> _Site:
        prefix = symbol.name.rpartition(".")[0]
        variables = {each.name: Variable(position) for position, each in enumerate(declaration.parameters)}
        return _Site(symbol.path, f"{prefix}." if prefix else "", variables)

    def _fill(self, found: Members, site: _Site, declaration: Declaration) -> None:
        """Own members first, so that they win over those of the bases."""
        found.add(self._member(member, site) for member in declaration.members)
        for base in declaration.heritage:
            self._inherit(found, self.type(base, site))

    def _inherit(self, found: Members, base: Type) -> None:
        match base:
            case Object(members):
                found.add(members)
            case Reference(name) if (inherited := self._inherited(base)) is not None:
                if not self._is_private(base.symbol):
                    found.bases.append(name)
                found.inherit(inherited, name)
            case _:
                found.bases.append(base.name if isinstance(base, Reference) else "?")
                found.is_open = True

    def _is_private(self, identity: str) -> bool:
        """Whether nobody outside its file can name the symbol."""
        path, _, name = identity.partition("#")
        return Symbol(path, name) not in self._exported and identity not in self.elements

    def _inherited(self, reference: Reference) -> Shape | None:
        """The shape behind a reference to an object type, its type parameters filled in."""
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
                    found.add(members)
                case Reference() if (shape := self._inherited(part)) is not None:
                    found.inherit(shape, part.name)
                case Opaque(_, why):
                    return None, reason or why
                case _ if isinstance(type_, Intersection) and isinstance(part, Reference):
                    found.is_open = True
                case _:
                    return type_, reason
        return None, reason

    def _member(self, member: Member, site: _Site) -> Member:
        path = site.path
        return Member(
            member.name,
            self.type(member.type, site),
            member.kind,
            member.optional,
            member.readonly,
            member.deprecated,
            member.wire,
            member.inherited,
            member.implicit,
            _at(member.place, path),
            _at(member.extent, path),
            _at(member.type_place, path),
        )

    def _parameters(self, parameters: tuple[TypeParameter, ...], site: _Site) -> tuple[TypeParameter, ...]:
        return tuple(
            TypeParameter(
                each.name,
                self.type(each.constraint, site) if each.constraint is not None else None,
                self.type(each.default, site) if each.default is not None else None,
            )
            for each in parameters
        )

    # -- types -------------------------------------------------------------------------------------------------------

    def type(self, type_: Type, site: _Site, depth: int = 0) -> Type:
        """``type_`` with every name resolved and every operator applied that can be."""
        if type_.__class__ is Primitive:
            return type_
        match type_:
            case Primitive() | Literal() | Opaque():
                return type_
            case Name():
                return self._name(type_, site, depth)
            case Array(item, readonly):
                return Array(self.type(item, site, depth), readonly)
            case Template(texts, items):
                return template(texts, (self._filling(each, site, depth) for each in items))
            case Union(items):
                return union(self.type(each, site, depth) for each in items)
            case Intersection(items):
                return intersection(self.type(each, site, depth) for each in items)
            case Tuple(slots, readonly):
                return Tuple(tuple(Slot(self.type(s.type, site, depth), s.optional, s.rest) for s in slots), readonly)
            case Object(members):
                return Object(tuple(self._member(member, site) for member in members))
            case Function():
                return self._function(type_, site, depth)
            case Brand(name, base):
                return Brand(name, self.type(base, site, depth))
            case Query(path):
                return self._query(path, site, depth)
            case Keys(inner):
                return keys_of(self.unfolded(self.type(inner, site, depth)))
            case Lookup(inner, index):
                return self._lookup(inner, index, site, depth)
            case Mapped():
                return self._mapped(type_, site, depth)
            case _:
                return type_

    def _filling(self, type_: Type, site: _Site, depth: int) -> Type:
        return expanded(self.type(type_, site, depth))

    def _function(self, function: Function, site: _Site, depth: int) -> Type:
        inner = site
        if function.parameters:
            level = site.functions + 1
            own = {each.name: Variable(position, level) for position, each in enumerate(function.parameters)}
            inner = _Site(site.path, site.prefix, {**site.variables, **own}, level)
        return Function(
            tuple(Argument(self.type(a.type, inner, depth), a.name, a.optional, a.rest) for a in function.arguments),
            self.type(function.returns, inner, depth),
            self._parameters(function.parameters, inner),
            function.constructs,
        )

    def _name(self, name: Name, site: _Site, depth: int) -> Type:
        if name.path in site.variables and not name.module:
            return site.variables[name.path]
        given = tuple(self.type(each, site, depth) for each in name.arguments)
        if name.module:
            meaning = self.scope.of_module(site.path, name.module, name.path)
        else:
            meaning = self.scope.meaning(site.path, site.prefix, name.path)
        match meaning:
            case Symbol():
                return self._reference(meaning, given, depth)
            case Module():
                return Reference(name.path, external=True)
            case External(path):
                return self._external(path, given, depth)

    def _external(self, path: str, given: tuple[Type, ...], depth: int) -> Type:
        if any(isinstance(each, Opaque) for each in given):
            return Opaque(path, "inferred from a schema or a value")
        if depth < DEPTH:
            reduced = utility(path, tuple(self.unfolded(each) for each in given), given)
            if reduced is not None:
                return reduced
        return Reference(path, given, external=True)

    def _reference(self, symbol: Symbol, given: tuple[Type, ...], depth: int) -> Type:
        declarations = self.scope.declarations(symbol)
        if not declarations:
            return self._value_of_enum(symbol) or Reference(symbol.name, given, external=True)
        first = next((each for each in declarations if each.kind in _KINDS), None)
        if first is None:
            return Reference(symbol.name, given, external=True)
        name, identity = self.elements.get(symbol.identity, symbol.name), symbol.identity
        if first.kind == "enum":
            values = union(each.type for each in first.members)
            return Reference(name, given, values, is_enum=True, symbol=identity)
        if first.kind == "alias" and first.type is not None:
            target = self._target(symbol, first, depth)
            if isinstance(target, Opaque):
                return target
            if target is not None and not isinstance(target, Object):
                return Reference(name, given, _filled(target, first.parameters, given), symbol=identity)
        if first.damage:
            return Opaque(name, "it has a syntax error")
        return Reference(name, given, self._private(symbol, given), symbol=identity)

    def _private(self, symbol: Symbol, given: tuple[Type, ...]) -> Type | None:
        """The members of an object type that nobody else can name; ``None`` of others, and inside itself."""
        if not self._is_private(symbol.identity):
            return None
        shape = self.shape(symbol)
        if shape is None or shape.is_open or shape.opaque or shape.type is not None:
            return None
        return Object(filled(shape, given).members)

    def _target(self, symbol: Symbol, declaration: Declaration, depth: int) -> Type | None:
        """What an alias stands for; ``None`` inside itself and too deep."""
        if symbol in self._aliases:
            return self._aliases[symbol]
        if depth >= DEPTH or declaration.type is None:
            return None
        self._aliases[symbol] = None
        target = self.type(declaration.type, self._site(symbol, declaration), depth + 1)
        if isinstance(target, Intersection) and self._unfolds(target):
            target = Object(())
        if isinstance(target, Brand) and not target.name:
            target = Brand(symbol.name, target.base)
        self._aliases[symbol] = target
        return target

    def _unfolds(self, target: Intersection) -> bool:
        return all(isinstance(self.unfolded(each), Object) for each in target.items)

    def _value_of_enum(self, symbol: Symbol) -> Type | None:
        """``Colour.Red`` as a type."""
        owner, _, name = symbol.name.rpartition(".")
        for declaration in self.scope.declarations(Symbol(symbol.path, owner)):
            for member in declaration.members if declaration.kind == "enum" else ():
                if member.name == name:
                    return member.type
        return None

    def _query(self, path: str, site: _Site, depth: int) -> Type:
        """``typeof path``: of a constant its type, of ``constant.member`` that member's, of an enum its values."""
        meaning = self.scope.meaning(site.path, site.prefix, path)
        if isinstance(meaning, Symbol) and depth < DEPTH:
            for each in self.scope.declarations(meaning):
                if each.kind == "const" and each.type is not None:
                    return self.type(each.type, self._site(meaning, each), depth + 1)
                if each.kind == "enum":
                    return Object(tuple(replace(member, kind="property") for member in each.members))
            owner, dot, name = path.rpartition(".")
            if dot and not self.scope.declarations(meaning):
                found = looked_up(self._query(owner, site, depth + 1), Literal(f'"{name}"'))
                if found is not None:
                    return found
        return Opaque(f"typeof {path}", _INFERRED)

    def _lookup(self, inner: Type, index: Type, site: _Site, depth: int) -> Type:
        owner = self.unfolded(self.type(inner, site, depth))
        found = looked_up(owner, self.type(index, site, depth))
        return found if found is not None else Opaque("", "an indexed access")

    def _mapped(self, found: Mapped, site: _Site, depth: int) -> Type:
        source = found.keys.type if isinstance(found.keys, Keys) else None
        owner = self.unfolded(self.type(source, site, depth)) if source is not None else None
        keys = self.type(found.keys, site, depth)

        def member_type(key: Type) -> Type:
            inner = _Site(site.path, site.prefix, {**site.variables, found.variable: key}, site.functions)
            return self.type(found.type, inner, depth + 1)

        if depth >= DEPTH:
            return Opaque(found.text, "a mapped type")
        return mapped(found, owner, keys, member_type)

    def unfolded(self, type_: Type) -> Type:
        """A reference to an object type as that object; anything else as what its aliases stand for."""
        match type_:
            case Reference(_, _, target) if target is not None:
                return self.unfolded(target)
            case Reference():
                shape = self._inherited(type_)
                return type_ if shape is None or shape.is_open else Object(shape.members)
            case Intersection(items):
                found = Members()
                for each in items:
                    part = self.unfolded(each)
                    if not isinstance(part, Object):
                        return type_
                    found.add(part.members)
                return Object(tuple(found.named.values()))
        return type_


def filled(shape: Shape, given: Iterable[Type]) -> Shape:
    """``shape`` with its type parameters replaced by ``given``, else by their defaults."""
    if not shape.parameters:
        return shape
    values = _values(shape.parameters, tuple(given))
    return replace(shape, members=tuple(substituted(member, values) for member in shape.members), parameters=())


def _filled(target: Type, parameters: tuple[TypeParameter, ...], given: tuple[Type, ...]) -> Type:
    return substitute(target, _values(parameters, given)) if parameters else target


def _values(parameters: tuple[TypeParameter, ...], given: tuple[Type, ...]) -> tuple[Type, ...]:
    return tuple(
        given[position] if position < len(given) else (each.default or Primitive("unknown"))
        for position, each in enumerate(parameters)
    )


def _at(place: Place, path: str) -> Place:
    return Place(path, place[1], place[2]) if place[2] else place


def undeclared(scope: Scope, resolver: Resolver) -> Iterator[Symbol]:
    """Types that a file declares and exports to nobody."""
    exported = resolver.symbols()
    for path, file in scope.files.items():
        for name, found in file.declared.items():
            symbol = Symbol(path, name)
            if symbol not in exported and any(each.kind in _KINDS for each in found):
                yield symbol
