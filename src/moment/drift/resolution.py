"""Types as they are written to types with every name resolved, and every operator applied that can be.

Cycles stay a name, and chains of more than ``DEPTH`` aliases too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from msgspec.structs import replace

from moment.drift.forms import expanded, intersection, opaque, template, union
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
KINDS: Mapping[str, SymbolKind] = {"interface": "interface", "class": "class", "alias": "alias", "enum": "enum"}
_NEW = tuple.__new__
_INFERRED = "inferred from a value"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a type is written: its file, the namespace around it, the type parameters in sight, how deep."""

    path: str
    prefix: str
    variables: Mapping[str, Type] = field(default_factory=dict)
    functions: int = 0


class Types:
    """Resolves what is written in the files of ``scope``.

    ``elements`` goes from a symbol's identity to its element, ``doubtful`` to why nobody can say which; ``exported`` are
    the symbols that other files can name.
    ``shape_of`` and ``behind`` give the shape of a symbol, and that behind a reference; they come back here for its members.
    """

    def __init__(
        self,
        scope: Scope,
        elements: Mapping[str, str],
        exported: frozenset[Symbol],
        shape_of: Callable[[Symbol], Shape | None],
        behind: Callable[[Reference], Shape | None],
        doubtful: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.scope, self.elements, self.exported = scope, elements, exported
        self.aliases: dict[Symbol, Type | None] = {}
        self._references: dict[Symbol, Reference] = {}
        self._objects: set[Symbol] = set()
        self._instantiated: set[Symbol] = set()
        self._meanings: dict[tuple[str, str, str], Meaning] = {}
        self._shape_of, self._behind = shape_of, behind
        self._doubtful = doubtful

    def site(self, symbol: Symbol, declaration: Declaration) -> Site:
        prefix = symbol.name.rpartition(".")[0]
        variables = {each.name: Variable(position) for position, each in enumerate(declaration.parameters)}
        return Site(symbol.path, f"{prefix}." if prefix else "", variables)

    def is_private(self, identity: str) -> bool:
        """Whether nobody outside its file can name the symbol."""
        path, _, name = identity.partition("#")
        return Symbol(path, name) not in self.exported and identity not in self.elements

    def member(self, member: Member, site: Site) -> Member:
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
            at(member.place, path),
            at(member.extent, path),
            at(member.type_place, path),
        )

    def parameters(self, parameters: tuple[TypeParameter, ...], site: Site) -> tuple[TypeParameter, ...]:
        return tuple(
            TypeParameter(
                each.name,
                self.type(each.constraint, site) if each.constraint is not None else None,
                self.type(each.default, site) if each.default is not None else None,
            )
            for each in parameters
        )

    def type(self, type_: Type, site: Site, depth: int = 0) -> Type:
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
                return Object(tuple(self.member(member, site) for member in members))
            case Function():
                return self._function(type_, site, depth)
            case Brand(name, base):
                return Brand(name, self.type(base, site, depth))
            case Reference(arguments=given) if given:
                return replace(type_, arguments=tuple(self.type(each, site, depth) for each in given))
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

    def _filling(self, type_: Type, site: Site, depth: int) -> Type:
        return expanded(self.type(type_, site, depth))

    def _function(self, function: Function, site: Site, depth: int) -> Type:
        inner = site
        if function.parameters:
            level = site.functions + 1
            own = {each.name: Variable(position, level) for position, each in enumerate(function.parameters)}
            inner = Site(site.path, site.prefix, {**site.variables, **own}, level)
        return Function(
            tuple(Argument(self.type(a.type, inner, depth), a.name, a.optional, a.rest) for a in function.arguments),
            self.type(function.returns, inner, depth),
            self.parameters(function.parameters, inner),
            function.constructs,
        )

    def _name(self, name: Name, site: Site, depth: int) -> Type:
        if name.path in site.variables and not name.module:
            return site.variables[name.path]
        given = tuple(self.type(each, site, depth) for each in name.arguments)
        if name.module:
            meaning = self.scope.of_module(site.path, name.module, name.path)
        else:
            meaning = self._meaning(site, name.path)
        match meaning:
            case Symbol():
                return self._reference(meaning, given, depth)
            case Module():
                return Reference(name.path, external=True)
            case External(path, reason):
                return Opaque(path, reason) if reason else self._external(path, given, depth)

    def _meaning(self, site: Site, name: str) -> Meaning:
        key = site.path, site.prefix, name
        found = self._meanings.get(key)
        if found is None:
            found = self._meanings[key] = self.scope.meaning(*key)
        return found

    def _external(self, path: str, given: tuple[Type, ...], depth: int) -> Type:
        if any(isinstance(each, Opaque) for each in given):
            return Opaque(path, "inferred from a schema or a value")
        if depth < DEPTH:
            reduced = utility(path, tuple(self.unfolded(each) for each in given), given)
            if reduced is not None:
                return reduced
        return Reference(path, given, external=True)

    def _reference(self, symbol: Symbol, given: tuple[Type, ...], depth: int) -> Type:
        """What names ``symbol``; kept when it is whole: not from the inside of the symbol, which has only its name."""
        if given:
            return self._named(symbol, given, depth)
        known: Type | None = self._references.get(symbol)
        if known is None:
            known = self._named(symbol, given, depth)
            if isinstance(known, Reference) and (known.target is not None or symbol in self._objects):
                self._references[symbol] = known
        return known

    def _named(self, symbol: Symbol, given: tuple[Type, ...], depth: int) -> Type:
        declarations = self.scope.declarations(symbol)
        if not declarations:
            return self._value_of_enum(symbol) or Opaque(symbol.name, f"`{symbol.name}` was not found")
        first = next((each for each in declarations if each.kind in KINDS), None)
        if first is None:
            return Opaque(symbol.name, f"`{symbol.name}` is no type")
        name, identity = self.elements.get(symbol.identity, symbol.name), symbol.identity
        if identity in self._doubtful:
            return Opaque(symbol.name, self._doubtful[identity])
        if first.kind == "enum":
            values = union(each.type for each in first.members)
            return Reference(name, given, values, is_enum=True, symbol=identity)
        if first.kind == "alias" and first.type is not None:
            target = self._target(symbol, first, depth)
            if given and target is not None and (hidden := opaque(target)) is not None:
                return self._instance(symbol, first, given, depth) or hidden
            if isinstance(target, Opaque):
                return target
            if target is not None and not isinstance(target, Object):
                return Reference(name, given, filled_type(target, first.parameters, given), symbol=identity)
        if first.damage:
            return Opaque(name, "it has a syntax error")
        if first.kind != "alias" and not self.is_private(identity):
            self._objects.add(symbol)
        return Reference(name, given, self._private(symbol, given), symbol=identity)

    def _instance(self, symbol: Symbol, declaration: Declaration, given: tuple[Type, ...], depth: int) -> Type | None:
        """What a generic alias makes of ``given`` where its own text alone does not tell; ``None`` inside itself."""
        if symbol in self._instantiated or depth >= DEPTH or declaration.type is None:
            return None
        values = values_of(declaration.parameters, given)
        names = (each.name for each in declaration.parameters)
        site = Site(symbol.path, self.site(symbol, declaration).prefix, dict(zip(names, values, strict=True)))
        self._instantiated.add(symbol)
        found = self.unfolded(self.type(declaration.type, site, depth + 1))
        self._instantiated.discard(symbol)
        return found

    def _private(self, symbol: Symbol, given: tuple[Type, ...]) -> Type | None:
        """The members of an object type that nobody else can name; ``None`` of others, and inside itself."""
        if not self.is_private(symbol.identity):
            return None
        shape = self._shape_of(symbol)
        if shape is None or shape.is_open or shape.opaque or shape.type is not None:
            return None
        return Object(filled(shape, given).members)

    def _target(self, symbol: Symbol, declaration: Declaration, depth: int) -> Type | None:
        """What an alias stands for; ``None`` inside itself and too deep."""
        if symbol in self.aliases:
            return self.aliases[symbol]
        if depth >= DEPTH or declaration.type is None:
            return None
        self.aliases[symbol] = None
        target = self.type(declaration.type, self.site(symbol, declaration), depth + 1)
        if isinstance(target, Intersection) and self._unfolds(target):
            target = Object(())
        if isinstance(target, Brand) and not target.name:
            target = Brand(symbol.name, target.base)
        self.aliases[symbol] = target
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

    def _query(self, path: str, site: Site, depth: int) -> Type:
        """``typeof path``: of a constant its type, of ``constant.member`` that member's, of an enum its values."""
        meaning = self.scope.meaning(site.path, site.prefix, path)
        if isinstance(meaning, Symbol) and depth < DEPTH:
            for each in self.scope.declarations(meaning):
                if each.kind == "const" and each.type is not None:
                    return self.type(each.type, self.site(meaning, each), depth + 1)
                if each.kind == "enum":
                    return Object(tuple(replace(member, kind="property") for member in each.members))
            owner, dot, name = path.rpartition(".")
            if dot and not self.scope.declarations(meaning):
                found = looked_up(self._query(owner, site, depth + 1), Literal(f'"{name}"'))
                if found is not None:
                    return found
        return Opaque(f"typeof {path}", _INFERRED)

    def _lookup(self, inner: Type, index: Type, site: Site, depth: int) -> Type:
        owner = self.unfolded(self.type(inner, site, depth))
        found = looked_up(owner, self.type(index, site, depth))
        return found if found is not None else Opaque("", "an indexed access")

    def _mapped(self, found: Mapped, site: Site, depth: int) -> Type:
        source = found.keys.type if isinstance(found.keys, Keys) else None
        owner = self.unfolded(self.type(source, site, depth)) if source is not None else None
        keys = self.type(found.keys, site, depth)

        def member_type(key: Type) -> Type:
            inner = Site(site.path, site.prefix, {**site.variables, found.variable: key}, site.functions)
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
                shape = self._behind(type_)
                return type_ if shape is None or shape.is_open else Object(shape.members)
            case Intersection(items):
                found = Members()
                for each in items:
                    part = self.unfolded(each)
                    if not isinstance(part, Object):
                        return type_
                    found.meet(part.members)
                return Object(tuple(found.named.values()))
        return type_


def filled(shape: Shape, given: Iterable[Type]) -> Shape:
    """``shape`` with its type parameters replaced by ``given``, else by their defaults."""
    if not shape.parameters:
        return shape
    values = values_of(shape.parameters, tuple(given))
    return replace(shape, members=tuple(substituted(member, values) for member in shape.members), parameters=())


def filled_type(target: Type, parameters: tuple[TypeParameter, ...], given: tuple[Type, ...]) -> Type:
    return substitute(target, values_of(parameters, given)) if parameters else target


def values_of(parameters: tuple[TypeParameter, ...], given: tuple[Type, ...]) -> tuple[Type, ...]:
    return tuple(
        given[position] if position < len(given) else (each.default or Primitive("unknown"))
        for position, each in enumerate(parameters)
    )


def at(place: Place, path: str) -> Place:
    """``place`` in the file at ``path``; this runs for every place of a project, so it spares the constructor."""
    return _NEW(Place, (path, place[1], place[2])) if place[2] else place
