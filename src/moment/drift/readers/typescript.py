"""A TypeScript file to what it declares, imports and exports, with places, as far as its text is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import tree_sitter_typescript
from tree_sitter import Language, Parser
from tree_sitter import Node as Tree

from moment.drift.readers.text import decoded, merge_marker, tags
from moment.drift.readers.typescript_classes import class_members
from moment.drift.readers.typescript_damage import faults, is_stray, swallows, unbalanced
from moment.drift.readers.typescript_enums import enum_members
from moment.drift.readers.typescript_members import members
from moment.drift.readers.typescript_types import Text
from moment.drift.readers.typescript_values import value as value_type
from moment.drift.reading import SYNTAX_ERROR, Damage, Declaration, Export, Import, Reading
from moment.drift.types import Member, Object, Type
from moment.text.span import Place

_EXPORT_TYPE_STAR = re.compile(rb"(?m)^(\s*export\s+)type(?=\s*\*)")
_IMPORT_TYPE = re.compile(rb"import\(\s*(?:'([^'\n]*)'|\"([^\"\n]*)\")\s*\)")
_DECLARATIONS = {
    "interface_declaration": "interface",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "class": "class",
    "type_alias_declaration": "alias",
    "enum_declaration": "enum",
}


class Parsed(NamedTuple):
    """A tree and what is needed to speak of it in offsets of the text."""

    root: Tree
    text: Text


@lru_cache(maxsize=2)
def _parser(dialect: str) -> Parser:
    language = tree_sitter_typescript.language_tsx if dialect == "tsx" else tree_sitter_typescript.language_typescript
    return Parser(Language(language()))


def parse(text: str, *, dialect: str = "ts") -> Parsed:
    """The tree of ``text``. Two forms that the grammar lacks are read as others of the same length."""
    data = text.encode()
    modules: dict[str, str] = {}

    def stand_in(found: re.Match[bytes]) -> bytes:
        name = f"__i{len(modules)}".ljust(found.end() - found.start(), "_")
        modules[name] = (found[1] or found[2] or b"").decode()
        return name.encode()

    if b"import(" in data:
        data = _IMPORT_TYPE.sub(stand_in, data)
    if b"*" in data and b"export" in data:
        data = _EXPORT_TYPE_STAR.sub(rb"\1    ", data)
    return Parsed(_parser(dialect).parse(data).root_node, Text(text, data, modules))


def read(data: bytes, *, dialect: str = "ts") -> Reading:
    """What the file declares; with ``damage`` nothing of it counts."""
    text = decoded(data)
    if isinstance(text, Damage):
        return Reading("typescript", damage=text)
    parsed = parse(text, dialect=dialect)
    file = _File(parsed.text)
    if parsed.root.has_error and (damage := _damage(text)) is not None:
        file.damage = damage
    try:
        file.statements(parsed.root, "")
    except RecursionError:
        return Reading("typescript", damage=Damage("it is nested too deeply"))
    file.imports += [Import("", module, "*") for module in dict.fromkeys(parsed.text.modules.values())]
    return Reading(
        "typescript",
        tuple(file.declarations),
        tuple(file.imports),
        tuple(file.exports),
        tuple(file.values),
        file.damage,
    )


def _damage(text: str) -> Damage | None:
    """What makes nothing of a file with errors certain, as far as its text alone shows."""
    marker = merge_marker(text)
    if marker is not None:
        return Damage("a merge left its marker", marker)
    at = unbalanced(text)
    return Damage("a bracket has no partner", Place("", at, at + 1)) if at is not None else None


class _File:
    """Collects what the statements of one file say."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.declarations: list[Declaration] = []
        self.imports: list[Import] = []
        self.exports: list[Export] = []
        self.values: list[str] = []
        self.damage: Damage | None = None

    def statements(self, body: Tree, prefix: str) -> None:
        """Everything that the program, or the namespace with this ``prefix``, says."""
        comment = ""
        children = body.named_children
        for child in children:
            if child.type == "comment":
                comment = self.text.of(child)
                continue
            is_last = child.id == children[-1].id and child.parent is not None and child.parent.type == "program"
            broken = self._broken(child, is_last=is_last) if child.has_error else ""
            if is_stray(child, self.text.data):
                self._give_up(child)
            self.statement(child, comment, prefix, broken)
            comment = ""
        missing = [child for child in body.children if not child.is_named and child.is_missing]
        if missing:
            self._give_up(missing[0])

    def _broken(self, tree: Tree, *, is_last: bool) -> str:
        """Why the declaration ``tree`` cannot be read; errors that no single declaration holds give up the file."""
        found = list(faults(tree))
        outside = [fault.tree for fault in found if not fault.contained]
        for fault in found:
            if swallows(fault.tree, self.text.data) or fault.tree.id == tree.id:
                self._give_up(fault.tree)
        if is_last and found and found[-1].tree.end_byte >= tree.end_byte - 1:
            self._give_up(found[-1].tree)
        if outside and not _declares(tree):
            self._give_up(outside[0])
        return SYNTAX_ERROR if outside else ""

    def _give_up(self, tree: Tree) -> None:
        if self.damage is None:
            self.damage = Damage("it has a syntax error between declarations", self.text.place(tree))

    def statement(self, tree: Tree, comment: str, prefix: str, broken: str, *, exported: str = "") -> None:
        match tree.type:
            case "export_statement":
                self._export(tree, comment, prefix, broken)
            case "import_statement":
                self._import(tree)
            case "import_alias":
                parts = [each for each in tree.named_children if each.type != "comment"]
                if len(parts) == 2:
                    local = prefix + self.text.of(parts[0])
                    self.imports.append(Import(local, "", self.text.of(parts[1]), self.text.place(tree)))
                    self._exported(exported, local, parts[0])
            case "ambient_declaration" | "expression_statement":
                for child in tree.named_children:
                    self.statement(child, comment, prefix, broken, exported=exported)
            case "internal_module" | "module":
                self._namespace(tree, prefix, exported)
            case "function_declaration" | "generator_function_declaration" | "function_signature":
                self._function(tree, exported)
            case "lexical_declaration" | "variable_declaration":
                self._constants(tree, prefix, exported)
            case kind if kind in _DECLARATIONS:
                self._declaration(tree, comment, prefix, broken, exported)
            case _:
                pass

    def _exported(self, exported: str, local: str, at: Tree) -> None:
        """``exported`` is empty, ``*`` for the own name, or ``default``."""
        if exported and "." not in local:
            self.exports.append(Export(local if exported == "*" else exported, local, place=self.text.place(at)))

    def _declaration(self, tree: Tree, comment: str, prefix: str, broken: str, exported: str) -> None:
        text, name_tree = self.text, tree.child_by_field_name("name")
        name = text.of(name_tree) if name_tree is not None else "default"
        kind = _DECLARATIONS[tree.type]
        members, type_, heritage, implements = ((), None, (), ()) if broken else self._content(tree, kind)
        self.declarations.append(
            Declaration(
                prefix + name,
                kind,  # type: ignore[arg-type]
                () if broken else text.parameters(tree.child_by_field_name("type_parameters")),
                members,
                type_,
                heritage,
                implements,
                text.said(comment),
                tags(comment),
                broken,
                text.place(name_tree or tree),
                text.place(tree),
            )
        )
        self._exported(exported, prefix + name, name_tree or tree)

    def _content(
        self, tree: Tree, kind: str
    ) -> tuple[tuple[Member, ...], Type | None, tuple[Type, ...], tuple[Type, ...]]:
        text, body = self.text, tree.child_by_field_name("body")
        match kind:
            case "alias":
                type_ = text.type(tree.child_by_field_name("value"))
                return (type_.members, None, (), ()) if isinstance(type_, Object) else ((), type_, (), ())
            case "enum":
                return enum_members(text, body), None, (), ()
            case "interface":
                clause = next((each for each in tree.named_children if each.type == "extends_type_clause"), None)
                bases = tuple(text.type(each) for each in clause.named_children) if clause is not None else ()
                return (members(text, body) if body is not None else ()), None, bases, ()
        found = class_members(text, body) if body is not None else ()
        return found, None, tuple(self._bases(tree, "extends_clause")), tuple(self._bases(tree, "implements_clause"))

    def _bases(self, tree: Tree, clause: str) -> Iterator[Type]:
        from moment.drift.types import Name, Opaque

        heritage = next((each for each in tree.named_children if each.type == "class_heritage"), None)
        for found in heritage.named_children if heritage is not None else ():
            if found.type != clause:
                continue
            if clause == "implements_clause":
                yield from (self.text.type(each) for each in found.named_children if each.type != "comment")
                continue
            value = found.child_by_field_name("value")
            given = self.text.arguments(found.child_by_field_name("type_arguments"))
            if value is not None and value.type in ("identifier", "member_expression"):
                yield Name(self.text.of(value), given)
            elif value is not None:
                yield Opaque(self.text.of(value), "a base that is computed")

    def _namespace(self, tree: Tree, prefix: str, exported: str) -> None:
        name, body = tree.child_by_field_name("name"), tree.child_by_field_name("body")
        if name is None or name.type == "string":
            return
        path = "".join(self.text.of(name).split())
        place = self.text.place(name)
        parts = path.split(".")
        for count in range(1, len(parts) + 1):  # `namespace A.B` declares both
            shown = prefix + ".".join(parts[:count])
            self.declarations.append(Declaration(shown, "namespace", place=place, extent=self.text.place(tree)))
        self._exported(exported, (prefix + path).partition(".")[0], name)
        if body is not None:
            self.statements(body, f"{prefix}{path}.")

    def _function(self, tree: Tree, exported: str) -> None:
        name = tree.child_by_field_name("name")
        if exported and name is not None:
            self.values.append(self.text.of(name) if exported == "*" else exported)

    def _constants(self, tree: Tree, prefix: str, exported: str) -> None:
        kind = tree.child_by_field_name("kind")
        if kind is None or self.text.of(kind) != "const":
            if exported:
                names = (each.child_by_field_name("name") for each in tree.named_children)
                self.values += [self.text.of(name) for name in names if name is not None]
            return
        for each in tree.named_children:
            name = each.child_by_field_name("name")
            if each.type != "variable_declarator" or name is None:
                continue
            if name.type != "identifier" or each.has_error:
                if exported:
                    self.values += re.findall(r"[\w$]+", self.text.of(name))
                continue
            annotation, value = each.child_by_field_name("type"), each.child_by_field_name("value")
            type_ = self.text.annotated(annotation)
            if type_ is None and value is not None:
                type_ = value_type(self.text, value, constant=value.type in ("string", "number", "true", "false"))
            local = prefix + self.text.of(name)
            place, extent = self.text.place(name), self.text.place(tree)
            self.declarations.append(Declaration(local, "const", type=type_, place=place, extent=extent))
            self._exported(exported, local, name)

    def _import(self, tree: Tree) -> None:
        source = tree.child_by_field_name("source")
        place = self.text.place(tree)
        for clause in tree.named_children:
            if clause.type == "import_require_clause":
                inner, named = clause.child_by_field_name("source"), clause.named_child(0)
                if inner is not None and named is not None:
                    self.imports.append(Import(self.text.of(named), self.text.string(inner), "*", place))
            if clause.type != "import_clause" or source is None:
                continue
            module = self.text.string(source)
            for part in clause.named_children:
                self.imports += self._imported(part, module)

    def _imported(self, part: Tree, module: str) -> Iterator[Import]:
        text = self.text
        match part.type:
            case "identifier":
                yield Import(text.of(part), module, "default", text.place(part))
            case "namespace_import":
                inner = part.named_child(0)
                if inner is not None:
                    yield Import(text.of(inner), module, "*", text.place(part))
            case "named_imports":
                for each in part.named_children:
                    name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
                    if name is not None:
                        yield Import(text.of(alias or name), module, _specified(text, name), text.place(each))

    def _export(self, tree: Tree, comment: str, prefix: str, broken: str) -> None:
        text = self.text
        marks = {each.type for each in tree.children if not each.is_named}
        source = tree.child_by_field_name("source")
        module = text.string(source) if source is not None else ""
        place = text.place(tree)
        declaration = tree.child_by_field_name("declaration")
        if declaration is not None:
            exported = "default" if "default" in marks else "*"
            self.statement(declaration, comment, prefix, broken, exported=exported if not prefix else "")
            return
        if "default" in marks or "=" in marks:
            value = tree.child_by_field_name("value") or tree.named_child(0)
            if value is not None and value.type in ("identifier", "member_expression"):
                self.exports.append(Export("default", text.of(value), place=place))
            elif value is not None and value.type == "class":
                self.statement(value, comment, prefix, broken, exported="default")
            return
        for clause in tree.named_children:
            match clause.type:
                case "export_clause":
                    for each in clause.named_children:
                        name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
                        if name is not None:
                            shown = _specified(text, alias or name)
                            self.exports.append(Export(shown, _specified(text, name), module, text.place(each)))
                case "namespace_export":
                    inner = clause.named_child(0)
                    if inner is not None:
                        self.exports.append(Export(_specified(text, inner), "*", module, place))
                case "import_alias" | "import_statement":
                    self.statement(clause, comment, prefix, broken, exported="*")
        if "*" in marks:
            self.exports.append(Export("*", "*", module, place))


def _specified(text: Text, tree: Tree) -> str:
    return text.string(tree) if tree.type == "string" else text.of(tree)


def _declares(tree: Tree) -> bool:
    """Whether ``tree`` is one declaration with a name, so that an error in it concerns that name only."""
    inner: Tree | None = tree
    while inner is not None and inner.type in ("export_statement", "ambient_declaration", "expression_statement"):
        inner = inner.child_by_field_name("declaration") or next(
            (each for each in inner.named_children if each.type in _DECLARATIONS or "module" in each.type), None
        )
    if inner is None:
        return False
    if inner.type in ("internal_module", "module"):
        return True
    name = inner.child_by_field_name("name")
    return inner.type in _DECLARATIONS and name is not None and not name.has_error
