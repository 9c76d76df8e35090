"""What an implementation has to be edited to say what the specification says: one difference to edits in its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from moment.drift.canonical import text
from moment.drift.edits import Edit
from moment.drift.forms import without_undefined
from moment.drift.normal import Lens, same
from moment.drift.patch.code import (
    CodeEdit,
    InsertMember,
    InsertSymbol,
    RemoveMember,
    RemoveSymbol,
    RenameMember,
    UpdateMember,
    Written,
)
from moment.drift.patch.wording import cases
from moment.drift.shape import Language, Shape
from moment.drift.types import Array, Brand, Deprecation, Function, Literal, Member, Primitive, Reference, Type, Union
from moment.generate.naming import camel
from moment.model.words import kebab, words
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference

ENDINGS: Mapping[Language, str] = {"typescript": ".ts", "python": ".py"}
_PLAIN: Mapping[str, Mapping[Language, str]] = {
    "UUID": {"typescript": "string", "python": "UUID"},
    "DateTime": {"typescript": "string", "python": "datetime"},
    "Date": {"typescript": "string", "python": "date"},
    "CalendarDate": {"typescript": "string", "python": "date"},
    "Money": {"typescript": "number", "python": "Decimal"},
}
_MODULES: Mapping[str, str] = {"UUID": "uuid", "datetime": "datetime", "date": "datetime", "Decimal": "decimal"}
_PRIMITIVES: Mapping[str, str] = {"string": "str", "boolean": "bool", "number": "float"}


class Impossible(Exception):  # noqa: N818
    """Why no edit can be made; no caller outside of planning sees it."""


@dataclass(frozen=True, slots=True)
class CodePlan:
    """``sources`` says where names come from that a new type uses."""

    edits: tuple[CodeEdit, ...]
    sources: Mapping[str, str] = field(default_factory=dict)


def into_code(analysis: Analysis, difference: Difference, edit: Edit) -> CodePlan:
    """The edits of ``edit``, which leads from the implementation to the specification. Raises ``Impossible``."""
    return _Planner(analysis, difference).plan(edit)


def soft_steps(analysis: Analysis, difference: Difference, edit: Edit) -> CodePlan:
    """The new member beside the old one, which is deprecated; of a removal only that. Raises ``Impossible``."""
    return _Planner(analysis, difference).soften(edit)


class _Planner:
    def __init__(self, analysis: Analysis, difference: Difference) -> None:
        self.analysis = analysis
        self.difference = difference
        self.language = difference.language
        self.sources: dict[str, str] = {}

    def plan(self, edit: Edit) -> CodePlan:
        edits = tuple(self._edits(edit))
        return CodePlan(edits, self.sources)

    def soften(self, edit: Edit) -> CodePlan:
        shape, old = self.difference.implementation, edit.old_member
        if shape is None or old is None or old.inherited:
            raise Impossible("the member is not declared here")
        if old.deprecated is not None:
            raise Impossible("it is deprecated already")
        symbol = shape.identity.partition("#")[2]
        steps: list[CodeEdit] = []
        reason = "it goes"
        if edit.aspect == "name":
            # who builds the type today goes on without the new member
            new = replace(self._written(edit), optional=True)
            steps.append(InsertMember(shape.path, symbol, new, old.name))
            reason = f"renamed -> {edit.after}"
        steps.append(UpdateMember(shape.path, symbol, old.name, "deprecated", reason))
        return CodePlan(tuple(steps), self.sources)

    def _edits(self, edit: Edit) -> Iterator[CodeEdit]:
        shape = self.difference.implementation
        if edit.member is None:
            yield from self._symbol(edit, shape)
            return
        if shape is None:
            raise Impossible("nothing implements the element")
        member = edit.old_member
        if member is not None and member.inherited:
            raise Impossible(f"`{member.name}` is declared by `{member.inherited}`")
        symbol = shape.identity.partition("#")[2]
        match edit.kind:
            case "insert":
                yield InsertMember(shape.path, symbol, self._written(edit), self._after(edit, shape))
            case "remove":
                yield RemoveMember(shape.path, symbol, _called(edit.old_member, edit.member))
            case "update":
                yield self._update(edit, shape.path, symbol)
            case _:
                raise Impossible("the order of members is for a person to decide")

    def _symbol(self, edit: Edit, shape: Shape | None) -> Iterator[CodeEdit]:
        if edit.kind == "insert":
            yield InsertSymbol(self._home(), self._declaration())
        elif shape is None:
            raise Impossible("nothing implements the element")
        elif edit.kind == "remove":
            yield RemoveSymbol(shape.path, shape.identity.partition("#")[2])
        elif edit.aspect == "type":
            yield from self._values(shape)
        else:
            raise Impossible(f"the {edit.aspect} of a type is for a person to change")

    def _values(self, shape: Shape) -> Iterator[CodeEdit]:
        """Values of an enum that come and go, by what they are."""
        side = self.difference.specification
        wanted = cases(side) if side is not None else None
        present = cases(shape)
        if wanted is None or present is None:
            raise Impossible("the type of a type is for a person to change")
        symbol, before = shape.identity.partition("#")[2], ""
        for value in wanted:
            if value not in present:
                yield InsertMember(shape.path, symbol, Written(value, value=value), before)
            before = present.get(value, value)
        for value, name in present.items():
            if value not in wanted:
                yield RemoveMember(shape.path, symbol, name)

    def _update(self, edit: Edit, path: str, symbol: str) -> CodeEdit:
        old, new = edit.old_member, edit.new_member
        if old is None or new is None or edit.member is None:
            raise Impossible("the member is on one side only")
        name = _called(old, edit.member)
        match edit.aspect:
            case "name":
                return RenameMember(path, symbol, name, self._name(new))
            case "type":
                return UpdateMember(path, symbol, name, "type", self._type(without_undefined(new.type)[0]))
            case "optional":
                is_optional = new.optional or without_undefined(new.type)[1]
                return UpdateMember(path, symbol, name, "optional", "true" if is_optional else "false")
            case "readonly":
                return UpdateMember(path, symbol, name, "readonly", "true" if new.readonly else "false")
            case "deprecated":
                said = new.deprecated
                value = f"{said.reason} -> {said.replacement}" if said is not None and said.replacement else ""
                return UpdateMember(
                    path, symbol, name, "deprecated", value or (said.reason if said is not None else "")
                )
            case "value" if isinstance(new.type, Literal):
                return UpdateMember(path, symbol, name, "value", _plain(new.type))
            case _:
                raise Impossible(f"the {edit.aspect} of a member is for a person to change")

    # -- members -----------------------------------------------------------------------------------------------------

    def _written(self, edit: Edit) -> Written:
        member = edit.new_member
        if member is None:
            raise Impossible("the member is not known")
        if member.kind == "value":
            value = _plain(member.type) if isinstance(member.type, Literal) else member.name
            return Written(member.name, value=value)
        if member.kind != "property" or isinstance(member.type, Function):
            raise Impossible("a method has a body, which a person writes")
        inner, is_undefined = without_undefined(member.type)
        return Written(
            self._name(member),
            self._type(inner),
            optional=member.optional or is_undefined,
            deprecated=member.deprecated,
        )

    def _name(self, member: Member) -> str:
        """As the code writes names: in Python a type may have them as they are sent."""
        code = self.difference.implementation
        is_sent = code is not None and code.language == "python" and _writes_as_sent(code)
        return camel(member.name) if is_sent else member.name

    def _after(self, edit: Edit, shape: Shape) -> str | None:
        """The nearest sibling before it in the specification that the code has; the empty name when there is none."""
        side = self.difference.specification
        if side is None or edit.new_member is None:
            return None
        before: list[str] = []
        for member in side.members:
            if member.name == edit.new_member.name:
                break
            before.append(member.name)
        own = {kebab(member.name): member.name for member in shape.members if not member.inherited}
        return next((own[kebab(name)] for name in reversed(before) if kebab(name) in own), None)

    # -- types -------------------------------------------------------------------------------------------------------

    def _type(self, type_: Type) -> str:
        """``type_`` as this implementation writes it."""
        known = self._habit(type_)
        if known is not None:
            return known
        match type_:
            case Primitive(name):
                return _PRIMITIVES.get(name, name) if self.language == "python" else name
            case Literal(value):
                return value.replace('"', "'") if self.language == "typescript" else f"Literal[{value}]"
            case Array(item):
                inner = self._type(item)
                if self.language == "python":
                    return f"list[{inner}]"
                return f"({inner})[]" if " " in inner else f"{inner}[]"
            case Union(items):
                return " | ".join(self._type(each) for each in items)
            case Brand(name):
                return self._simple(name)
            case Reference(name) if "/" in name:
                return self._element(name)
            case Reference(name):
                return self._simple(name)
            case _:
                raise Impossible(f"`{text(type_)}` cannot be written here")

    def _simple(self, name: str) -> str:
        if name not in _PLAIN:
            raise Impossible(f"`{name}` is not known here")
        found = _PLAIN[name][self.language]
        if self.language == "python" and found in _MODULES:
            self.sources[found] = _MODULES[found]
        return found

    def _element(self, name: str) -> str:
        """The symbol that implements an element of the specification."""
        for shape in self.analysis.implemented.shapes.get(name, ()):
            if shape.language == self.language:
                symbol = shape.identity.partition("#")[2]
                self.sources[symbol.partition(".")[0]] = shape.path
                return symbol
        raise Impossible(f"`{name}` is not implemented yet")

    def _habit(self, type_: Type) -> str | None:
        """How the code writes the type where it says what the specification asks for; the most frequent way."""
        if not isinstance(type_, Brand | Reference) or (isinstance(type_, Reference) and "/" in type_.name):
            return None
        found: Counter[str] = Counter()
        for element, shapes in self.analysis.implemented.shapes.items():
            side = self.analysis.expected.shapes.get(self.language, {}).get(element)
            for shape in shapes:
                if side is None or shape.language != self.language:
                    continue
                wanted = {kebab(each.name) for each in side.members if without_undefined(each.type)[0] == type_}
                said = (each for each in shape.members if kebab(each.name) in wanted)
                found.update(self._shown(each) for each in said if same(type_, without_undefined(each.type)[0], Lens()))
        found.pop("", None)
        return found.most_common(1)[0][0] if found else None

    def _shown(self, member: Member) -> str:
        """A plain type as it stands; names get their source."""
        inner = without_undefined(member.type)[0]
        if isinstance(inner, Primitive):
            return _PRIMITIVES.get(inner.name, inner.name) if self.language == "python" else inner.name
        if isinstance(inner, Reference) and inner.symbol and not inner.arguments:
            name = inner.symbol.partition("#")[2]
            self.sources[name.partition(".")[0]] = inner.symbol.partition("#")[0]
            return name
        if isinstance(inner, Reference) and inner.external and inner.name in _MODULES:
            self.sources[inner.name] = _MODULES[inner.name]
            return inner.name
        return ""

    # -- declarations ------------------------------------------------------------------------------------------------

    def _home(self) -> str:
        """The file with most of the context's symbols in this language; without any, one of its own."""
        context = self.difference.element.context
        files = Counter(
            shape.path
            for element, shapes in self.analysis.implemented.shapes.items()
            for shape in shapes
            if element.partition("/")[0] == context
            and shape.language == self.language
            and shape.path not in self.analysis.implemented.generated
        )
        if files:
            return min(files, key=lambda path: (-files[path], path))
        root = PurePosixPath("src")
        name = kebab(context) if self.language == "typescript" else kebab(context).replace("-", "_")
        return str(root / f"{name}{ENDINGS[self.language]}")

    def _declaration(self) -> str:
        """The type as this implementation would write it."""
        side = self.difference.specification
        if side is None:
            raise Impossible("the specification has no such type")
        if self.language == "python":
            return self._python(side)
        if side.kind == "alias" and side.type is not None:
            return f"export type {side.name} = {self._type(side.type)};\n"
        lines = [f"export interface {side.name} {{"]
        for member in side.members:
            inner, is_undefined = without_undefined(member.type)
            mark = "?" if member.optional or is_undefined else ""
            if member.deprecated is not None:
                lines.append(f"  /** {_tag(self.language)(member.deprecated)} */")
            lines.append(f"  readonly {member.name}{mark}: {self._type(inner)};")
        return "\n".join([*lines, "}"]) + "\n"

    def _python(self, side: Shape) -> str:
        if side.kind == "alias" and side.type is not None:
            self.sources["Literal"] = "typing"
            return f"{side.name} = {self._type(side.type)}\n"
        self.sources["dataclass"] = "dataclasses"
        lines = ["@dataclass(frozen=True, kw_only=True)", f"class {side.name}:"]
        for member in side.members:
            inner, is_undefined = without_undefined(member.type)
            if isinstance(inner, Literal):
                continue
            optional = member.optional or is_undefined
            lines.append(f"    {member.name}: {self._type(inner)}{' | None = None' if optional else ''}")
            if member.deprecated is not None:
                lines.append(f'    """{_tag(self.language)(member.deprecated)}"""')
        return "\n".join(lines if len(lines) > 2 else [*lines, "    pass"]) + "\n"


def _tag(language: Language) -> Callable[[Deprecation], str]:
    """What says in a language that a member is deprecated."""
    if language == "python":
        from moment.drift.patch.python.habits import tag

        return tag
    from moment.drift.patch.typescript.habits import tag as in_typescript

    return in_typescript


def _called(member: Member | None, name: str) -> str:
    """A case of a union or an array is called by its value."""
    if member is not None and member.kind == "value" and isinstance(member.type, Literal):
        return _plain(member.type) if member.name == "" else member.name
    return member.name if member is not None else name


def _plain(literal: Literal) -> str:
    import json

    return str(json.loads(literal.text))


def _writes_as_sent(shape: Shape) -> bool:
    """Whether the members of more than one word are in camelCase."""
    names = [member.name for member in shape.members if len(words(member.name)) > 1]
    return bool(names) and all(name == camel(name) for name in names)
