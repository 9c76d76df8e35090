"""What a specification has to be edited to say what the implementation says: one difference to changes of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moment.drift.canonical import text
from moment.drift.edits import Edit
from moment.drift.forms import without_undefined
from moment.drift.normal import DOMAIN_BRANDS
from moment.drift.patch.moment.changes import Change, Insert, Remove, Rename, Update
from moment.drift.patch.result import Refusal, Refused
from moment.drift.patch.unmodelled import modelled
from moment.drift.patch.wording import cases, marked, spelled
from moment.drift.shape import Shape
from moment.drift.types import Array, Brand, Function, Literal, Member, Primitive, Reference, Type, Union
from moment.language.tokens import is_name
from moment.model.words import kebab
from moment.sync.analysis import Analysis
from moment.sync.comparison import Difference
from moment.sync.elements import Element
from moment.sync.into_code import Impossible
from moment.sync.strays import Stray

_PRIMITIVES: Mapping[str, str] = {
    "string": "string", "number": "number", "boolean": "boolean", "bigint": "number",
    "UUID": "UUID", "DateTime": "DateTime", "Date": "DateTime", "CalendarDate": "Date", "Money": "Money",
    "datetime": "DateTime", "date": "Date", "Decimal": "number", "str": "string", "int": "number", "float": "number",
    "bool": "boolean",
}  # fmt: skip


def into_specification(analysis: Analysis, difference: Difference, edit: Edit) -> tuple[Change, ...]:
    """The changes of ``edit``, which leads from the specification to the implementation. Raises ``Impossible``."""
    element = difference.element
    if "#" in element.id:
        raise Impossible(f"`{element.symbol}` follows from other elements: change these")
    if edit.member is None and edit.aspect == "type":
        return tuple(_values(difference))
    if edit.member is None:
        return (_whole(element, edit),)
    if element.role == "aggregate":
        raise Impossible("what an aggregate can do is for a person to specify")
    return (_member(analysis, difference, edit),)


def _whole(element: Element, edit: Edit) -> Change:
    if edit.kind == "remove":
        return Remove(element.id)
    raise Impossible(f"the {edit.aspect or edit.kind} of an element is for a person to change")


def _values(difference: Difference) -> Iterator[Change]:
    """Values of an enum that come and go."""
    wanted = cases(difference.implementation) if difference.implementation is not None else None
    element = difference.element
    if wanted is None or element.role != "enum":
        raise Impossible("the type of an element is for a person to change")
    before = ""
    for value in wanted:
        if value not in element.members:
            yield Insert(element.id, _word(value), before)
        before = value
    for value in element.members:
        if value not in wanted:
            yield Remove(f"{element.id}.{value}")


def _member(analysis: Analysis, difference: Difference, edit: Edit) -> Change:
    element = difference.element
    new = edit.new_member
    if edit.kind == "insert":
        if new is None:
            raise Impossible("the member is not known")
        return Insert(element.id, _declared(new, element), _after(difference, new))
    name = f"{element.id}.{_spec_name(element, edit)}"
    if edit.kind == "remove":
        return Remove(name)
    if edit.kind != "update" or new is None:
        raise Impossible("the order of fields is for a person to decide")
    match edit.aspect:
        case "name":
            return Rename(name, _value(new) if new.kind == "value" else spelled(new.wire or new.name))
        case "type":
            return Update(name, "type", language_type(without_undefined(new.type)[0], element.context))
        case "optional":
            return Update(name, "optional", "true" if new.optional or without_undefined(new.type)[1] else "false")
        case "deprecated":
            said = new.deprecated
            return Update(name, "deprecated", f'"{said.reason}" -> "{said.replacement}"' if said is not None else "")
        case _:
            raise Impossible(f"the language does not say the {edit.aspect} of a field")


def _declared(member: Member, element: Element) -> str:
    if member.kind == "value":
        return _value(member)
    if member.kind != "property" or isinstance(member.type, Function):
        raise Impossible("the language has no methods")
    inner, is_undefined = without_undefined(member.type)
    mark = "?" if member.optional or is_undefined else ""
    try:
        marks = marked(member)
    except Refusal as refusal:
        raise Impossible(refusal.reason) from None
    return f"{spelled(member.wire or member.name)}: {language_type(inner, element.context)}{mark}{marks}"


def _value(member: Member) -> str:
    import json

    found = json.loads(member.type.text) if isinstance(member.type, Literal) else member.name
    if not isinstance(found, str):
        raise Impossible(f"the language cannot write the value `{found}`")
    return _word(found)


def _word(value: str) -> str:
    if not is_name(value):
        raise Impossible(f"the language cannot write the value `{value}`")
    return value


def _spec_name(element: Element, edit: Edit) -> str:
    member = edit.old_member
    for name in (member.wire, member.name) if member is not None else ():
        if name in element.members:
            return name
    words = kebab(edit.member or "")
    return next((name for name in element.members if kebab(name) == words), edit.member or "")


def _after(difference: Difference, new: Member) -> str | None:
    """The nearest sibling before it in the code that the specification has."""
    shape = difference.implementation
    own = {kebab(name): name for name in difference.element.members}
    before: list[str] = []
    for member in shape.members if shape is not None else ():
        if member.name == new.name:
            break
        before.append(kebab(member.wire or member.name))
    return next((own[name] for name in reversed(before) if name in own), None)


def language_type(type_: Type, context: str) -> str:
    """``type_`` as the language writes it in ``context``. Raises ``Impossible``."""
    match type_:
        case Array(item):
            inner = language_type(item, context)
            if inner.endswith("[]"):
                raise Impossible("the language has no lists of lists")
            return f"{inner}[]"
        case Brand(name) if name in DOMAIN_BRANDS:
            return name
        case Brand(base=base):
            return language_type(base, context)
        case Primitive(name) if name in _PRIMITIVES:
            return _PRIMITIVES[name]
        case Reference(name) if "/" in name:
            return _short(name, context)
        case Reference(name, target=None) if name in _PRIMITIVES:
            return _PRIMITIVES[name]
        case Reference(target=target) if target is not None:
            return language_type(target, context)
        case Literal(value):
            return "string" if value.startswith('"') else "boolean" if value in ("true", "false") else "number"
        case Union(items) if len({_widened(each) for each in items}) == 1:
            return _widened(items[0])
        case _:
            raise Impossible(f"the language has no type for `{text(type_)}`")


def _widened(type_: Type) -> str:
    try:
        return language_type(type_, "")
    except Impossible:
        return ""


def into_declaration(analysis: Analysis, stray: Stray) -> Insert:
    """The declaration that a type of the code becomes. Raises ``Impossible``."""
    if not stray.owner:
        what = "aggregate" if stray.context else "context"
        raise Impossible(f"nothing says in which {what} it belongs: [implementation] contexts of moment.toml can")
    domain = analysis.session.domain()
    names = {name: _short(name, stray.context) for name in (*domain.value_object, *domain.enum)}
    found = modelled(stray.shape, names, owner=stray.owner, kind=stray.kind, emits=stray.emits)
    if isinstance(found, Refused):
        raise Impossible(found.reason)
    return found


def restored_type(element: Element, shape: Shape) -> Stray:
    """What the specification has dropped and the code still has, as a type that it could take over. Raises ``Impossible``."""
    if element.role not in ("event", "enum", "input", "value-object"):
        raise Impossible("what an aggregate does is for a person to specify")
    context, _, rest = element.id.partition("/")
    return Stray(shape, element.role, context, rest.rpartition("/")[0], "", is_used=True)


def _short(name: str, context: str) -> str:
    owner, short = name.partition("/")[0], name.rpartition("/")[2]
    return short if owner == context else f"{owner}.{short}"
