"""A Python file to what it declares, imports and exports, with places, as far as its text is whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from moment.drift.readers.python_classes import ENUMS, Nature, bases, class_members, enum_members, nature, said
from moment.drift.readers.python_source import Source, operands, parse
from moment.drift.readers.python_types import Annotations
from moment.drift.readers.text import decoded, deprecation, tags
from moment.drift.reading import SYNTAX_ERROR, Damage, Declaration, DeclarationKind, Export, Import, Reading
from moment.drift.types import Brand, Member, Type, TypeParameter
from moment.text.span import Place


def read(data: bytes) -> Reading:
    """What the file declares; with ``damage`` nothing of it counts."""
    text = decoded(data)
    if isinstance(text, Damage):
        return Reading("python", damage=text)
    source = Source(text)
    tree = parse(source)
    if tree.module is None:
        return Reading("python", damage=tree.damage)
    return _File(source, tree.module, tree.broken).reading()


def annotations_of(module: ast.Module) -> Annotations:
    """A reader of annotations that knows what the names of ``module`` are elsewhere, also those of ``TYPE_CHECKING``."""
    found: dict[str, str] = {}
    for node in _statements(module.body):
        match node:
            case ast.Import(names=names):
                for each in names:
                    local = each.asname or each.name.partition(".")[0]
                    found[local] = each.name if each.asname else local
            case ast.ImportFrom(module=source, names=names, level=level):
                for each in names:
                    found[each.asname or each.name] = f"{'.' * level}{source or ''}.{each.name}"
    return Annotations(found)


class _File:
    """Collects what the statements of one module say."""

    def __init__(self, source: Source, module: ast.Module, broken: dict[str, Place]) -> None:
        self.source = source
        self.module = module
        self.broken = broken
        self.imports: list[Import] = []
        self.stars: list[Export] = []
        self.declarations: list[Declaration] = []
        self.values: dict[str, None] = {}
        self.variables: dict[str, TypeParameter] = {}
        self.shown: list[str] | None = None
        self.shows_more = False
        self.annotations = annotations_of(module)

    def reading(self) -> Reading:
        self.statements(self.module.body, "")
        names = {each.name: each.place for each in self.declarations if "." not in each.name}
        imported = {each.local: each.place for each in self.imports if "." not in each.local}
        exports = [Export(name, name, place=place) for name, place in {**imported, **names}.items()]
        if self.shown is not None and not self.shows_more:
            exports = [each for each in exports if each.name in self.shown]
        else:
            exports = [each for each in exports if not each.name.startswith("_")]
        return Reading(
            "python", tuple(self.declarations), tuple(self.imports), (*exports, *self.stars), tuple(self.values)
        )

    def statements(self, body: list[ast.stmt], prefix: str) -> None:
        for at, node in enumerate(body):
            match node:
                case ast.Import() | ast.ImportFrom():
                    self._import(node)
                case ast.If(body=inner, orelse=other) | ast.Try(body=inner, orelse=other):
                    self.statements(inner, prefix)
                    self.statements(other, prefix)
                case ast.ClassDef():
                    self._class(node, prefix)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    self.values.setdefault(name)
                case ast.AnnAssign(target=ast.Name(id=name) as target, annotation=annotation, value=value):
                    is_alias = self.annotations.qualified(annotation).rpartition(".")[2] == "TypeAlias"
                    if is_alias and value is not None:
                        self._alias(node, target, value, prefix, said(body, at))
                    else:
                        self.values.setdefault(name)
                case ast.Assign(targets=[target], value=value):
                    self._assign(node, target, value, prefix, said(body, at))
                case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
                    self._show(value)
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="__all__"), attr=way), args=[value])):
                    self._show(ast.List([value]) if way == "append" else value)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        place = self.source.place(node)
        if isinstance(node, ast.Import):
            for each in node.names:
                local = each.asname or each.name
                self.imports.append(Import(local, each.name, "*", place))
            return
        module = f"{'.' * node.level}{node.module or ''}"
        for each in node.names:
            if each.name == "*":
                self.stars.append(Export("*", "*", module, place))
            else:
                self.imports.append(Import(each.asname or each.name, module, each.name, place))

    def _assign(self, node: ast.Assign, target: ast.expr, value: ast.expr, prefix: str, note: str) -> None:
        match target, value:
            case (ast.Name(id="__all__"), _):
                self.shown, self.shows_more = [], False
                self._show(value)
            case (ast.Name(id=name), ast.Call(func=function)):
                self._made(node, name, target, value, self.annotations.qualified(function).rpartition(".")[2], prefix)
            case (ast.Name(id=name), ast.Subscript() | ast.BinOp()) if self._is_type(value):
                self._alias(node, target, value, prefix, note)
            case (ast.Subscript(value=ast.Name()), _):
                self._alias(node, target, value, prefix, note)
            case (ast.Name(id=name), _):
                if self.source.plain[max(0, self.source.place(node).start - 5) :].startswith("0;") or (
                    isinstance(value, ast.Name | ast.Attribute) and name[:1].isupper()
                ):
                    self._alias(node, target, value, prefix, note)
                else:
                    self.values.setdefault(name)

    def _show(self, value: ast.expr) -> None:
        """Adds to ``__all__``; when that is computed, everything public counts."""
        match value:
            case ast.BinOp(op=ast.Add()):
                for each in operands(value):
                    self._show(each)
            case ast.List() | ast.Tuple() | ast.Set():
                self.shown = [*(self.shown or []), *_strings(value)]
                self.shows_more = self.shows_more or any(isinstance(each, ast.Starred) for each in value.elts)
            case _:
                self.shows_more = True

    def _is_type(self, value: ast.expr) -> bool:
        """Whether an assigned expression is a type: of ``typing``, or a union of names."""
        match value:
            case ast.Subscript(value=inner):
                return bool(self.annotations.special(inner)) or isinstance(inner, ast.Name)
            case ast.BinOp(op=ast.BitOr()):
                return all(map(self._is_type, operands(value)))
            case ast.Name(id=name):
                return name[:1].isupper() or name in ("str", "int", "float", "bool")
            case ast.Attribute(attr=name):
                return name[:1].isupper()
            case ast.Constant(value=None):
                return True
        return False

    def _made(self, node: ast.Assign, name: str, target: ast.expr, value: ast.expr, maker: str, prefix: str) -> None:
        """``NewType``, ``TypeVar``, and the calls that make named tuples, typed dictionaries and enums."""
        assert isinstance(value, ast.Call)
        match maker, value.args:
            case ("TypeVar", _):
                bound = next((word.value for word in value.keywords if word.arg == "bound"), None)
                self.variables[name] = TypeParameter(name, self.annotations.type(bound) if bound is not None else None)
            case ("NewType", [_, base]):
                brand = Brand(name, self.annotations.type(base))
                self._declare(prefix + name, "alias", target, node, type_=brand)
            case ("NamedTuple", [_, ast.List(elts=found) | ast.Tuple(elts=found)]):
                pairs = [each.elts for each in found if isinstance(each, ast.Tuple) and len(each.elts) == 2]
                self._declare(prefix + name, "class", target, node, members=tuple(self._pairs(pairs, readonly=True)))
            case ("TypedDict", [_, ast.Dict(keys=keys, values=types)]):
                both = [[key, type_] for key, type_ in zip(keys, types, strict=True) if key is not None]
                self._declare(prefix + name, "interface", target, node, members=tuple(self._pairs(both)))
            case (_, [_, given]) if maker in ENUMS:
                self._declare(prefix + name, "enum", target, node, members=enum_members(maker, given, self.source))
            case _:
                self.values.setdefault(name)

    def _pairs(self, found: list[list[ast.expr]], *, readonly: bool = False) -> Iterator[Member]:
        for key, type_ in found:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                inner, wrappers = self.annotations.unwrapped(type_)
                place = self.source.place(key)
                yield Member(
                    key.value, self.annotations.type(inner), optional="NotRequired" in wrappers, readonly=readonly,
                    place=place, extent=Place("", place.start, self.source.place(type_).end),
                    type_place=self.source.place(type_),
                )  # fmt: skip

    def _alias(self, node: ast.stmt, target: ast.expr, value: ast.expr, prefix: str, note: str) -> None:
        parameters: tuple[TypeParameter, ...] = ()
        if isinstance(target, ast.Subscript):
            parameters = self.annotations.parameters(ast.unparse(target.slice).strip("()"))
            target = target.value
        assert isinstance(target, ast.Name)
        type_ = self.annotations.type(value)
        if not parameters:
            parameters = self._used(value)
        self._declare(prefix + target.id, "alias", target, node, type_=type_, parameters=parameters, note=note)

    def _class(self, node: ast.ClassDef, prefix: str) -> None:
        found = nature(node, self.annotations)
        kind: DeclarationKind = "enum" if found.is_enum else "interface" if found.is_interface else "class"
        note = ast.get_docstring(node) or ""
        damage = SYNTAX_ERROR if not prefix and node.name in self.broken else ""
        members = () if damage else class_members(node, found, self.source, self.annotations)
        heritage = tuple(self.annotations.type(each) for each in bases(node, self.annotations))
        own = self.annotations.parameters(self.source.parameters(node))
        self._declare(
            prefix + node.name, kind, node, node, members=members, heritage=heritage, note=note, damage=damage,
            parameters=own or self._generic(node, found),
        )  # fmt: skip
        for each in node.body:
            if isinstance(each, ast.ClassDef) and each.name != "Config" and not found.is_enum:
                self._class(each, f"{prefix}{node.name}.")

    def _generic(self, node: ast.ClassDef, found: Nature) -> tuple[TypeParameter, ...]:
        """Type variables of ``Generic[T]`` or ``Protocol[T]``, else those of all bases in order."""
        names = dict(zip(found.bases, node.bases, strict=True))
        named = [names[key] for key in ("Generic", "Protocol") if isinstance(names.get(key), ast.Subscript)]
        used: dict[str, TypeParameter] = {}
        for each in named or node.bases:
            used.update({parameter.name: parameter for parameter in self._used(each)})
        return tuple(used.values())

    def _used(self, node: ast.expr) -> tuple[TypeParameter, ...]:
        inside = (each.id for each in ast.walk(node) if isinstance(each, ast.Name))
        return tuple(self.variables[name] for name in dict.fromkeys(inside) if name in self.variables)

    def _declare(
        self,
        name: str,
        kind: DeclarationKind,
        head: ast.expr | ast.ClassDef,
        node: ast.stmt,
        *,
        type_: Type | None = None,
        members: tuple[Member, ...] = (),
        heritage: tuple[Type, ...] = (),
        parameters: tuple[TypeParameter, ...] = (),
        note: str = "",
        damage: str = "",
    ) -> None:
        place = self.source.head(head) if isinstance(head, ast.ClassDef) else self.source.place(head)
        self.declarations.append(
            Declaration(
                name,
                kind,
                parameters,
                members,
                type_,
                heritage,
                (),
                deprecation(note),
                tags(note),
                damage,
                place,
                self.source.place(node),
            )
        )


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try):
            yield from _statements([*node.body, *node.orelse])


def _strings(node: ast.expr) -> list[str]:
    """The texts of a literal list or tuple."""
    elements = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
    return [each.value for each in elements if isinstance(each, ast.Constant) and isinstance(each.value, str)]
