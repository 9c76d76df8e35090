"""What is called after an element in code: its own symbol with an ending, and the types and methods that follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from moment.drift.shape import Shape
from moment.generate.naming import attribute, pascal
from moment.generate.typescript import names
from moment.model.words import kebab, words
from moment.sync.elements import Element, Role

_ENDINGS: Mapping[Role, tuple[str, ...]] = {
    "input": ("Input", "Command", "Dto"),
    "event": ("Event", "Dto"),
    "value-object": ("Dto",),
    "aggregate": ("Aggregate",),
}
_TO = "To"


def own_name(element: Element) -> str:
    """``PlaceOrder``: the name of the specification as generated code spells it."""
    return pascal(element.name)


def name_in(symbol: str, element: Element) -> str:
    """What ``symbol`` would call ``element``: without an ending that only says what it is."""
    own = own_name(element)
    for ending in _ENDINGS.get(element.role, ()):
        if symbol.endswith(ending) and symbol != ending and not own.endswith(ending):
            return symbol.removesuffix(ending)
    return symbol


def written_as(name: str, element: Element) -> str:
    """``name`` as the specification would write it: in words where the present name is written in words."""
    return " ".join(words(name)) if " " in element.name else name


def following(role: Role, old: str, new: str) -> Iterator[tuple[str, str]]:
    """The symbols that follow from an element called ``old``, each with what it is called after ``new``."""
    match role:
        case "input":
            yield pascal(old), pascal(new)
            yield names.refusal_type(old), names.refusal_type(new)
        case "aggregate":
            yield names.event_union(old), names.event_union(new)
            yield names.command_union(old), names.command_union(new)
            yield names.state_union(old), names.state_union(new)


def contract_of(symbol: str, old: str, new: str) -> str | None:
    """``OrderSentToBilling`` of ``OrderPlacedToBilling``; ``None`` when it is no contract of the event ``old``."""
    return f"{new}{symbol[len(old) :]}" if symbol.startswith(f"{old}{_TO}") else None


def followers(element: Element, wanted: Sequence[Element], old: str, new: str) -> Iterator[tuple[Element, str]]:
    """The symbols of ``wanted`` that follow from ``element``, which is called ``old`` there, with their names after
    ``new``."""
    renamed = dict(following(element.role, old, new))
    for each in wanted:
        if each.role != "other":
            continue
        if each.id == f"{element.id}#{each.symbol}" and each.symbol in renamed:
            yield each, renamed[each.symbol]
        elif element.role == "event" and not each.context:
            contract = contract_of(each.symbol, old, new)
            if contract is not None:
                yield each, contract


def method_after(member: str, old: str, new: str) -> str | None:
    """What the method ``member`` is called when its command is ``new``; ``None`` when it is not that of ``old``."""
    if member == attribute(old) and member != names.method(old):
        return attribute(new)
    return names.method(new) if member == names.method(old) else None


def method_of(aggregate: Shape, command: str) -> str:
    """The method of ``command``, in either language; empty when there is none."""
    return next((each.name for each in aggregate.members if kebab(each.name) == kebab(command)), "")
