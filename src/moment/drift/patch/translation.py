"""A difference between two shapes as the edits that make it go: of the code, or of the specification.

All edits of one comparison speak of the old names: whoever makes several of them makes new names last (``is_rename``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from moment.drift.edits import Edit
from moment.drift.forms import items, without_undefined
from moment.drift.patch import notation
from moment.drift.patch.code import (
    CodeEdit,
    InsertMember,
    RemoveMember,
    RenameMember,
    RenameSymbol,
    UpdateMember,
    Written,
)
from moment.drift.patch.moment.changes import Change, Insert, Remove, Rename, Update
from moment.drift.patch.notation import Names, Writer
from moment.drift.patch.result import Refusal, Refused
from moment.drift.shape import Shape
from moment.drift.types import Deprecation, Literal, Member
from moment.model.words import words

_UNWRITTEN = {
    "kind": "it is another kind of declaration", "heritage": "its bases are others",
    "type-parameters": "its type parameters are others", "parameters": "the parameters of a method are others",
    "returns": "the result of a method is another", "obligation": "what it has to do has changed",
}  # fmt: skip
_ENDINGS = {"input": "Input", "aggregate": "Aggregate"}


def code_edits(edit: Edit, wanted: Shape, present: Shape, names: Names) -> tuple[CodeEdit, ...] | Refused:
    """What ``edit``, a step from the implementation ``present`` to the specification ``wanted``, does to the code.

    ``names`` are what the code calls the elements that a new type may name.
    """
    try:
        return tuple(_Code(edit, wanted, present, names).edits())
    except Refusal as refusal:
        return Refused(edit.label, refusal.reason, present.place)


def specification_changes(
    edit: Edit,
    wanted: Shape,
    present: Shape | None,
    names: Names,
    *,
    element: str,
    role: str,
    fields: Sequence[str] = (),
) -> tuple[Change, ...] | Refused:
    """What ``edit``, a step from the specification ``present`` to the implementation ``wanted``, does to the element.

    ``names`` are what the specification calls the elements that a new type may name; ``fields`` the names of its
    members as written there.
    """
    try:
        return tuple(_Specification(edit, wanted, present, names, element, role, fields).changes())
    except Refusal as refusal:
        return Refused(edit.label, refusal.reason, wanted.place)


def is_rename(edit: Edit) -> bool:
    return edit.kind == "update" and edit.aspect == "name"


class _Code:
    def __init__(self, edit: Edit, wanted: Shape, present: Shape, names: Names) -> None:
        self.edit = edit
        self.wanted = wanted
        self.present = present
        self.names = names
        self.path, _, self.symbol = present.identity.partition("#")
        self.write: Writer = notation.python if present.language == "python" else notation.typescript

    def edits(self) -> Iterator[CodeEdit]:
        edit = self.edit
        if edit.member is None:
            yield from self._whole()
            return
        match edit.kind, edit.aspect:
            case "insert", _ if edit.new_member is not None:
                yield InsertMember(self.path, self.symbol, self._written(edit.new_member), self._after(edit.new_member))
            case "remove", _:
                yield RemoveMember(self.path, self.symbol, self._case(edit.member, edit.old_member))
            case "update", "name":
                yield RenameMember(self.path, self.symbol, edit.member, edit.after or "")
            case "update", _ if edit.new_member is not None:
                yield from self._update(edit.member, edit.new_member)
            case "move", _:
                return
            case _:
                raise Refusal("it says nothing that could be written")

    def _whole(self) -> Iterator[CodeEdit]:
        edit = self.edit
        match edit.aspect:
            case "name":
                yield RenameSymbol(self.path, self.symbol, edit.after or "")
            case "deprecated":
                yield UpdateMember(self.path, self.symbol, "", "deprecated", _deprecation(self.wanted.deprecated))
            case "type" | "value":
                yield from self._cases()
            case _ if edit.kind == "move":
                return
            case _:
                raise Refusal(_UNWRITTEN.get(edit.aspect or "", "a whole declaration comes or goes"))

    def _cases(self) -> Iterator[CodeEdit]:
        """Cases of a union or an enum, by their values."""
        old, new = cases(self.present), cases(self.wanted)
        if old is None or new is None:
            raise Refusal("it is no list of values on both sides")
        before: str | None = ""
        for value in new:
            if value not in old:
                yield InsertMember(self.path, self.symbol, Written(value, value=value), before)
            before = old.get(value, value)
        for value, name in old.items():
            if value not in new:
                yield RemoveMember(self.path, self.symbol, name)

    def _update(self, member: str, new: Member) -> Iterator[CodeEdit]:
        match self.edit.aspect:
            case "type":
                yield UpdateMember(self.path, self.symbol, member, "type", self._type(new))
            case "optional":
                optional = new.optional or without_undefined(new.type)[1]
                yield UpdateMember(self.path, self.symbol, member, "optional", str(optional).lower())
            case "readonly":
                yield UpdateMember(self.path, self.symbol, member, "readonly", str(new.readonly).lower())
            case "deprecated":
                yield UpdateMember(self.path, self.symbol, member, "deprecated", _deprecation(new.deprecated))
            case "value" if isinstance(new.type, Literal):
                yield UpdateMember(self.path, self.symbol, member, "value", str(json.loads(new.type.text)))
            case aspect:
                raise Refusal(_UNWRITTEN.get(aspect or "", "it says nothing that could be written"))

    def _type(self, member: Member) -> str:
        return self.write(without_undefined(member.type)[0], self.names)

    def _written(self, member: Member) -> Written:
        if member.kind == "value" and isinstance(member.type, Literal):
            return Written(member.name, value=str(json.loads(member.type.text)), deprecated=member.deprecated)
        if member.kind != "property":
            raise Refusal("a method is more than its signature")
        type_, may_be_nothing = without_undefined(member.type)
        optional = member.optional or may_be_nothing
        return Written(member.name, self.write(type_, self.names), optional, member.readonly, member.deprecated)

    def _after(self, member: Member) -> str | None:
        """The nearest member before it, in the order of the specification, that the code has under its name."""
        known = {each.name for each in self.present.members}
        before = [each.name for each in self.wanted.members[: _position(self.wanted, member)]]
        return next((name for name in reversed(before) if name in known), "" if known else None)

    def _case(self, name: str, old: Member | None) -> str:
        is_case = old is not None and old.kind == "value" and self.present.kind != "enum"
        return str(json.loads(old.type.text)) if is_case and old and isinstance(old.type, Literal) else name


def _position(shape: Shape, member: Member) -> int:
    return next((number for number, each in enumerate(shape.members) if each.name == member.name), len(shape.members))


def cases(shape: Shape) -> dict[str, str] | None:
    """The values of an enum in order, each with what the declaration calls it; ``None`` when it is something else."""
    if shape.kind == "enum":
        pairs = [(each.type, each.name) for each in shape.members]
    elif shape.type is not None:
        pairs = [(each, "") for each in items(shape.type)]
    else:
        return None
    found: dict[str, str] = {}
    for type_, name in pairs:
        if not isinstance(type_, Literal) or not type_.text.startswith('"'):
            return None
        value = str(json.loads(type_.text))
        found[value] = name or value
    return found


def _deprecation(deprecated: Deprecation | None) -> str:
    if deprecated is None:
        return ""
    return f"{deprecated.reason} -> {deprecated.replacement}" if deprecated.replacement else deprecated.reason


class _Specification:
    def __init__(
        self,
        edit: Edit,
        wanted: Shape,
        present: Shape | None,
        names: Names,
        element: str,
        role: str,
        fields: Sequence[str],
    ) -> None:
        self.edit = edit
        self.wanted = wanted
        self.present = present
        self.names = names
        self.element = element
        self.role = role
        self.known = {tuple(word.lower() for word in words(each)): each for each in fields}

    def changes(self) -> Iterator[Change]:
        edit = self.edit
        if edit.member is None:
            yield from self._whole()
            return
        match edit.kind, edit.aspect:
            case "insert", _ if edit.new_member is not None:
                yield self._insert(edit.new_member)
            case "remove", _:
                yield Remove(f"{self.element}.{self._old_name()}")
            case "update", "name" if edit.new_member is not None:
                yield Rename(f"{self.element}.{self._old_name()}", self._name(edit.new_member))
            case "update", _ if edit.new_member is not None:
                yield from self._update(f"{self.element}.{self._old_name()}", edit.new_member)
            case "move", _:
                return
            case _:
                raise Refusal("it says nothing that the specification could say")

    def _whole(self) -> Iterator[Change]:
        match self.edit.aspect:
            case "name":
                ending = _ENDINGS.get(self.role, "")
                yield Rename(self.element, (self.edit.after or "").removesuffix(ending))
            case "type" | "value":
                yield from self._cases()
            case _ if self.edit.kind == "move":
                return
            case "deprecated":
                raise Refusal("the language deprecates fields, not declarations")
            case aspect:
                raise Refusal(_UNWRITTEN.get(aspect or "", "a whole declaration comes or goes"))

    def _cases(self) -> Iterator[Change]:
        new = cases(self.wanted)
        old = cases(self.present) if self.present is not None else None
        if old is None or new is None or self.role != "enum":
            raise Refusal("it is no list of values on both sides")
        before: str | None = ""
        for value in new:
            if value not in old:
                yield Insert(self.element, value, before)
            before = value
        for value in old:
            if value not in new:
                yield Remove(f"{self.element}.{value}")

    def _old_name(self) -> str:
        old = self.edit.old_member
        return self._name(old) if old is not None else self._spelled(self.edit.member or "")

    def _name(self, member: Member) -> str:
        """What the specification calls a member: its value, its name on the wire, or its name in those words."""
        if member.kind == "value" and isinstance(member.type, Literal):
            return str(json.loads(member.type.text))
        return self._spelled(member.wire or member.name)

    def _spelled(self, name: str) -> str:
        return self.known.get(tuple(word.lower() for word in words(name))) or spelled(name)

    def _insert(self, member: Member) -> Change:
        before = [self._name(each) for each in self.wanted.members[: _position(self.wanted, member)]]
        after = next((name for name in reversed(before) if name in self.known.values()), "" if self.known else None)
        if member.kind == "value":
            return Insert(self.element, self._name(member), after)
        if self.role == "aggregate" or member.kind != "property":
            raise Refusal("the code does more than the specification says: declare a command for it")
        type_, optional = self._type(member)
        return Insert(self.element, f"{self._name(member)}: {type_}{'?' if optional else ''}{marked(member)}", after)

    def _type(self, member: Member) -> tuple[str, bool]:
        type_, may_be_nothing = without_undefined(member.type)
        shown, optional = notation.specification(type_, self.names)
        return shown, optional or may_be_nothing or member.optional

    def _update(self, field: str, new: Member) -> Iterator[Change]:
        match self.edit.aspect:
            case "type":
                yield Update(field, "type", self._type(new)[0])
            case "optional":
                yield Update(field, "optional", str(self._type(new)[1]).lower())
            case "deprecated":
                yield Update(field, "deprecated", marked(new).removeprefix(" [deprecated ").removesuffix("]"))
            case "readonly":
                return
            case "value":
                yield Rename(field, self._name(new))
            case aspect:
                raise Refusal(_UNWRITTEN.get(aspect or "", "it says nothing that the specification could say"))


def spelled(name: str) -> str:
    """``orderId`` for ``order_id``; every other name stays."""
    if "_" not in name.strip("_"):
        return name
    first, *rest = words(name)
    return first.lower() + "".join(part.capitalize() for part in rest)


def marked(member: Member) -> str:
    """`` [deprecated "reason" -> "replacement"]``; nothing when it is not deprecated."""
    if member.deprecated is None:
        return ""
    if not member.deprecated.replacement:
        raise Refusal("the specification asks for the field that replaces a deprecated one")
    reason, replacement = (
        json.dumps(each, ensure_ascii=False) for each in (member.deprecated.reason, member.deprecated.replacement)
    )
    return f" [deprecated {reason} -> {replacement}]"
