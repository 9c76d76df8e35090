"""A new name for a declaration or a member, in every place that certainly means it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from moment.drift.modules import PathMapping
from moment.drift.patch.code import RenameMember, RenameSymbol, Retag
from moment.drift.patch.lines import Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.tags import tags_after
from moment.drift.patch.typescript.bindings import binding, nodes
from moment.drift.patch.typescript.expectations import Expectations
from moment.drift.patch.typescript.rows import find, rows
from moment.drift.patch.typescript.tags import TagUses
from moment.drift.patch.typescript.uses import MemberUses
from moment.drift.readers.typescript import Parsed, parse, read
from moment.drift.scope import Scope, Symbol

_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
_SOURCES = (".ts", ".tsx", ".mts", ".cts")


def rename(
    texts: Mapping[str, str], edit: RenameMember | RenameSymbol | Retag, mappings: tuple[PathMapping, ...] = ()
) -> dict[str, list[Splice]]:
    """The splices of every file that changes; ``mappings`` say what imports by ``paths`` name."""
    files = {path: parse(text, dialect=_dialect(path)) for path, text in texts.items() if path.endswith(_SOURCES)}
    if edit.path not in files:
        raise Refusal("the file is not there")
    readings = {path: read(texts[path].encode(), dialect=_dialect(path)) for path in files}
    scope = Scope(readings, mappings)
    find(files[edit.path], edit.symbol)
    if isinstance(edit, Retag):
        return _retagged(files, scope, edit)
    if not _IDENTIFIER.fullmatch(edit.name):
        raise Refusal(f"`{edit.name}` is no name in TypeScript")
    if isinstance(edit, RenameSymbol):
        return _symbol(files, scope, edit)
    found = rows(files[edit.path], edit.symbol)
    if not any(row.named(edit.member) for row in found):
        raise Refusal(f"`{edit.symbol}` has no member `{edit.member}` of its own")
    if any(row.named(edit.name) for row in found):
        raise Refusal(f"`{edit.symbol}` has a member `{edit.name}` already")
    uses = MemberUses(Expectations(files, scope), Symbol(edit.path, edit.symbol), edit.member, edit.name)
    return {path: splices for path in files if (splices := list(dict.fromkeys(uses.splices(path))))}


def _dialect(path: str) -> str:
    return "tsx" if path.endswith("x") else "ts"


def _retagged(files: Mapping[str, Parsed], scope: Scope, edit: Retag) -> dict[str, list[Splice]]:
    """The tag of a declaration and of every value that certainly is tagged so; the names stay."""
    target = Symbol(edit.path, edit.symbol)
    tags = TagUses(Expectations(files, scope), target, edit.symbol, tags=tags_after(edit.tag, edit.name))
    return {path: splices for path in files if (splices := list(dict.fromkeys(tags.splices(path))))}


def _symbol(files: Mapping[str, Parsed], scope: Scope, edit: RenameSymbol) -> dict[str, list[Splice]]:
    if "." in edit.symbol:
        raise Refusal("a member of a namespace is not renamed")
    target = Symbol(edit.path, edit.symbol)
    tags = TagUses(Expectations(files, scope), target, edit.name)
    found = {
        path: list(dict.fromkeys([*_uses(files[path], scope, path, target, edit.name), *tags.splices(path)]))
        for path in files
    }
    for path, splices in found.items():
        if splices and _is_taken(files[path], edit.name):
            raise Refusal(f"`{path}` uses a name `{edit.name}` already")
    return {path: splices for path, splices in found.items() if splices}


def _is_taken(parsed: Parsed, name: str) -> bool:
    """Whether the file itself declares, imports or uses the name outside of what functions bind."""
    kinds = ("identifier", "type_identifier", "shorthand_property_identifier")
    named = (node for node in nodes(parsed.root) if node.type in kinds and parsed.text.of(node) == name)
    return any(_is_outer(parsed, node) and not _is_qualified(node) and not _is_far_name(node) for node in named)


def _is_far_name(node: Any) -> bool:
    """What a name is called elsewhere: ``Name`` of ``import { Name as Local }``, of ``export { Local as Name }``."""
    if not _in_specifier(node):
        return False
    alias = node.parent.child_by_field_name("alias")
    own = node.parent.child_by_field_name("name")
    if node.parent.type == "import_specifier":
        return alias is not None and bool(own.id == node.id)
    return alias is not None and bool(alias.id == node.id)


def _uses(parsed: Parsed, scope: Scope, path: str, target: Symbol, name: str) -> Iterator[Splice]:
    """Places in one file that mean ``target`` by its own name."""
    text = parsed.text
    is_here = path == target.path or _imports_it(scope, path, target)
    for node in nodes(parsed.root):
        match node.type:
            case "identifier" | "type_identifier" if text.of(node) == target.name:
                if _in_specifier(node):
                    if _specifies(parsed, scope, path, node, target):
                        yield _over(parsed, node, name)
                elif _is_meant(parsed, scope, path, node, target, is_here=is_here):
                    local = binding(parsed, node, name)
                    if local is not None and not local.is_outer:
                        raise Refusal(f"`{path}` uses it where `{name}` means something else")
                    yield _over(parsed, node, name)
            case "property_identifier" if text.of(node) == target.name:
                if node.parent.type == "member_expression" and _through_module(parsed, scope, path, node, target):
                    yield _over(parsed, node, name)
            case "shorthand_property_identifier" if (
                text.of(node) == target.name and is_here and _is_outer(parsed, node)
            ):
                place = text.place(node)
                yield Splice(place.start, place.end, f"{target.name}: {name}")


def _is_meant(parsed: Parsed, scope: Scope, path: str, node: Any, target: Symbol, *, is_here: bool) -> bool:
    if _is_qualified(node):
        return scope.meaning(path, "", _whole(parsed, node)) == target
    return is_here and _is_outer(parsed, node)


def _over(parsed: Parsed, node: Any, name: str) -> Splice:
    place = parsed.text.place(node)
    return Splice(place.start, place.end, name)


def _in_specifier(node: Any) -> bool:
    return node.parent.type in ("import_specifier", "export_specifier")


def _specifies(parsed: Parsed, scope: Scope, path: str, node: Any, target: Symbol) -> bool:
    """Whether ``{ node }`` of an import or export list is the target under its own name."""
    specifier = node.parent
    if specifier.child_by_field_name("name").id != node.id:
        return False  # an alias, which stays
    statement = specifier.parent
    while statement.type not in ("import_statement", "export_statement"):
        statement = statement.parent
    source = statement.child_by_field_name("source")
    if source is None:
        return scope.meaning(path, "", target.name) == target
    return scope.of_module(path, parsed.text.string(source), target.name) == target


def _imports_it(scope: Scope, path: str, target: Symbol) -> bool:
    """Whether the file imports the target under its own name."""
    file = scope.files.get(path)
    found = file.imported.get(target.name) if file is not None else None
    return found is not None and found.name == target.name and scope.meaning(path, "", target.name) == target


def _is_outer(parsed: Parsed, node: Any) -> bool:
    """Whether the name means what the file declares or imports, and no parameter or local variable."""
    bound = binding(parsed, node, parsed.text.of(node))
    return bound is None or bound.is_outer


def _is_qualified(node: Any) -> bool:
    """The last part of ``ns.Name``."""
    parent = node.parent
    if parent.type not in ("nested_type_identifier", "nested_identifier"):
        return False
    return bool(parent.named_children[-1].id == node.id)


def _whole(parsed: Parsed, node: Any) -> str:
    return "".join(parsed.text.of(node.parent).split())


def _through_module(parsed: Parsed, scope: Scope, path: str, node: Any, target: Symbol) -> bool:
    """``ns.Name`` as a value, where ``ns`` is a whole module."""
    owner = node.parent.child_by_field_name("object")
    if owner.type != "identifier" or not _is_outer(parsed, owner):
        return False
    return scope.meaning(path, "", _whole(parsed, node)) == target
