"""Whether patched code declares what it should, as the reader sees it, and everything else as before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from moment.drift.patch.code import (
    CodeEdit,
    InsertMember,
    InsertSymbol,
    RemoveMember,
    RemoveSymbol,
    RenameMember,
    RenameSymbol,
    Retag,
    UpdateMember,
    deprecation,
)
from moment.drift.patch.result import Refusal
from moment.drift.patch.tags import retagged, tags_after
from moment.drift.reading import Declaration, Reading
from moment.drift.types import Literal, Member

_PLACES = ("place", "extent", "type_place")


class Check:
    """Compares the readings of all texts before and after one edit."""

    def __init__(self, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        self.texts = new
        self.changed = [path for path in new if new[path] != old.get(path)]
        self.old = {path: _read(path, old.get(path, "")) for path in self.changed}
        self.new = {path: _read(path, new[path]) for path in self.changed}
        for path in self.changed:
            if self.old[path].damage is not None:
                raise Refusal(f"the file cannot be read: {self.old[path].damage.reason}")  # type: ignore[union-attr]
            if (damage := self.new[path].damage) is not None:
                raise Refusal(f"the text would not read any more: {damage.reason}")
            if _faults(path, new[path]) > _faults(path, old.get(path, "")):
                raise Refusal("the text would not read any more")
            broken = {each.name for each in self.old[path].declarations if each.damage}
            if any(each.damage and each.name not in broken for each in self.new[path].declarations):
                raise Refusal("the text would not read any more")

    def edit(self, edit: CodeEdit) -> None:
        match edit:
            case RenameMember() | RenameSymbol() | Retag():
                self._rename(edit)
            case InsertSymbol():
                self._others(edit.path, {each.name for each in _read(edit.path, edit.text).declarations})
                self._exports(edit.path, added=True)
            case RemoveSymbol():
                self._others(edit.path, {edit.symbol})
                if any(each.name == edit.symbol for each in self._after(edit.path).declarations):
                    raise Refusal("it would still be declared")
            case InsertMember():
                self._others(edit.path, self._touched(edit.path, edit.symbol))
                self._inserted(edit)
            case RemoveMember():
                self._others(edit.path, self._touched(edit.path, edit.symbol))
                self._removed(edit)
            case UpdateMember():
                self._others(edit.path, self._touched(edit.path, edit.symbol))
                self._updated(edit)

    # -- one symbol --------------------------------------------------------------------------------

    def _after(self, path: str) -> Reading:
        return self.new[path] if path in self.new else Reading("typescript")

    def _touched(self, path: str, symbol: str) -> set[str]:
        """The symbol, and the constant that it takes its cases from."""
        found = {symbol}
        if path not in self.changed:
            return found
        for each in self.old[path].declarations:
            if each.name == symbol and not each.members:
                found |= {
                    other.name
                    for other in self.old[path].declarations
                    if other.kind == "const" and _mentions(each, other)
                }
        return found

    def _inserted(self, edit: InsertMember) -> None:
        old, new = self._members(edit.path, edit.symbol)
        added = [each for name, each in new.items() if name not in old]
        if {name: new.get(name) for name in old} != old or len(added) != 1:
            raise Refusal("the text would not say what it should")
        member, found = edit.member, added[0]
        said = msgspec.to_builtins(member.deprecated) if member.deprecated else None
        if member.value is not None:
            text = found.get("type", {}).get("text", "")
            is_text = text.startswith('"')
            says_it = json.loads(text) == member.value if is_text else found["name"] in (member.name, member.value)
        else:
            is_named = found["name"] == member.name and bool(found.get("optional")) == member.optional
            says_it = is_named and found.get("deprecated") == said
        if not says_it:
            raise Refusal("the new member would not say what it should")

    def _removed(self, edit: RemoveMember) -> None:
        old, new = self._members(edit.path, edit.symbol)
        if {name: each for name, each in old.items() if name != edit.member} != new:
            raise Refusal("the text would not say what it should")

    def _updated(self, edit: UpdateMember) -> None:
        if edit.path not in self.changed:
            return
        old, new = self._members(edit.path, edit.symbol)
        if not edit.member:
            return
        if edit.aspect == "value" and edit.member not in new:
            old = {edit.value if name == edit.member else name: each for name, each in old.items()}
            if set(old) != set(new):
                raise Refusal("the text would not say what it should")
            return
        aspects = {"type"} if edit.aspect == "value" else {edit.aspect}
        if edit.aspect == "optional":
            aspects.add("type")
        changed = [name for name in old if old[name] != new.get(name)]
        if set(old) != set(new) or changed not in ([], [edit.member]):
            raise Refusal("another member would change")
        before, after = (
            {key: value for key, value in side[edit.member].items() if key not in aspects} for side in (old, new)
        )
        if before != after or not self._says(new[edit.member], edit):
            raise Refusal("the text would not say what it should")

    def _says(self, member: dict[str, Any], edit: UpdateMember) -> bool:
        match edit.aspect:
            case "optional" | "readonly":
                return bool(member.get(edit.aspect)) == (edit.value == "true")
            case "deprecated":
                said = deprecation(edit.value)
                return bool(member.get("deprecated") == (msgspec.to_builtins(said) if said else None))
            case "type":
                return bool(member.get("type") == _type(edit.path, self.texts[edit.path], edit.value))
        return bool(member.get("type") == _bare(Literal(json.dumps(edit.value, ensure_ascii=False))))

    def _members(self, path: str, symbol: str) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
        before, after = self.old.get(path, self._after(path)), self._after(path)
        return _members(before, symbol), _members(after, symbol)

    # -- everything else ---------------------------------------------------------------------------

    def _others(self, path: str, symbols: set[str]) -> None:
        """Declarations besides ``symbols`` and all other files are what they were."""
        for each in self.changed:
            without = symbols if each == path else set()
            if _declarations(self.old[each], without) != _declarations(self.new[each], without):
                raise Refusal("another declaration would change")
            old = {(one.local, one.module, one.name) for one in self.old[each].imports}
            if not old <= {(one.local, one.module, one.name) for one in self.new[each].imports}:
                raise Refusal("an import would be lost")

    def _exports(self, path: str, *, added: bool) -> None:
        old = {(each.name, each.local, each.module) for each in self.old[path].exports}
        new = {(each.name, each.local, each.module) for each in self.new[path].exports}
        if added and not old <= new:
            raise Refusal("an export would be lost")

    def _rename(self, edit: RenameMember | RenameSymbol | Retag) -> None:
        old = _name_before(edit)
        names = {old: edit.name, json.dumps(old, ensure_ascii=False): json.dumps(edit.name, ensure_ascii=False)}
        if isinstance(edit, RenameSymbol):
            names |= {json.dumps(tag): json.dumps(new) for tag, new in self._tags(edit)}
        elif isinstance(edit, Retag):
            names = {json.dumps(tag): json.dumps(new) for tag, new in tags_after(edit.tag, edit.name).items()}
        for path in self.changed:
            before = _renamed(_bare(self.old[path].declarations), names)
            after = _renamed(_bare(self.new[path].declarations), names)
            if before != after:
                raise Refusal("another declaration would change")

    def _tags(self, edit: RenameSymbol) -> list[tuple[str, str]]:
        """Every text of the declaration that says which type it is, with what says so afterwards."""
        found = [each for each in self.old[edit.path].declarations if each.name == edit.symbol]
        texts = {json.loads(text) for text in _literals(_bare(found)) if text.startswith('"')}
        return [(tag, new) for tag in sorted(texts) if (new := retagged(tag, edit.symbol, edit.name)) is not None]


def _name_before(edit: RenameMember | RenameSymbol | Retag) -> str:
    match edit:
        case RenameMember():
            return edit.member
        case RenameSymbol():
            return edit.symbol
        case Retag():
            return edit.tag


def _read(path: str, text: str) -> Reading:
    if path.endswith((".py", ".pyi")):
        from moment.drift.readers import python

        return python.read(text.encode())
    from moment.drift.readers import typescript

    return typescript.read(text.encode(), dialect="tsx" if path.endswith("x") else "ts")


def _faults(path: str, text: str) -> int:
    """How many places of a TypeScript file cannot be read, in bodies of functions too; a Python file parses or not."""
    if path.endswith((".py", ".pyi")):
        return 0
    from moment.drift.readers.typescript import parse
    from moment.drift.readers.typescript_damage import faults

    return sum(1 for _ in faults(parse(text, dialect="tsx" if path.endswith("x") else "ts").root))


def _type(path: str, text: str, written: str) -> Any:
    """What ``written`` means as the type of a member in the file."""
    if path.endswith((".py", ".pyi")):
        end = "" if text.endswith("\n") else "\n"
        reading = _read(path, f"{text}{end}class Wanted_:\n    a: {written}\n")
        found = next((each.members for each in reading.declarations if each.name == "Wanted_"), ())
    else:
        found = _read("a.ts", f"interface I {{ a: {written} }}").declarations[0].members
    return _bare(found[0].type) if found else None


def _members(reading: Reading, symbol: str) -> dict[str, dict[str, Any]]:
    """Members by name; the cases of a union or of a constant array by their value."""
    found: dict[str, dict[str, Any]] = {}
    for each in reading.declarations:
        if each.name == symbol:
            for member in each.members:
                found.setdefault(_key(member), _bare(member))
            for case in _cases(each, reading):
                found[case] = {"name": case}
    return found


def _key(member: Member) -> str:
    return member.name if member.kind in ("property", "method", "value") else f"[{member.kind}] {_bare(member)}"


def _cases(declaration: Declaration, reading: Reading) -> list[str]:
    """String literals anywhere in its type, or in the constants that it mentions."""
    sources = [
        declaration,
        *(each for each in reading.declarations if each.kind == "const" and _mentions(declaration, each)),
    ]
    return [json.loads(text) for each in sources if each.type is not None for text in _literals(_bare(each.type))]


def _literals(value: object) -> list[str]:
    if isinstance(value, dict):
        if value.get("kind") == "literal":
            return [str(value["text"])]
        return [text for each in value.values() for text in _literals(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _literals(each)]
    return []


def _mentions(declaration: Declaration, other: Declaration) -> bool:
    return f'"path":"{other.name}"' in msgspec.json.encode(declaration.type).decode()


def _declarations(reading: Reading, without: set[str]) -> list[Any]:
    return [_bare(each) for each in reading.declarations if each.name not in without]


def _bare(value: Any) -> Any:
    """Plain values without places."""
    return _without_places(msgspec.to_builtins(value))


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(each) for key, each in value.items() if key not in _PLACES}
    if isinstance(value, list | tuple):
        return [_without_places(each) for each in value]
    return value


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Every text that is one of ``names``, or has one between its dots, with the new one."""
    if isinstance(value, dict):
        return {key: _renamed(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    if isinstance(value, str) and value not in names:
        return ".".join(names.get(part, part) for part in value.split("."))
    return names.get(value, value) if isinstance(value, str) else value
