"""A new name where it is there already: one of two equal entries goes, anything else is for a person to decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moment.drift.patch.lines import Splice
from moment.drift.patch.result import Refusal
from moment.drift.patch.typescript.bindings import binding, nodes
from moment.drift.readers.typescript import Parsed
from moment.text.span import Place

_ACTS = frozenset(
    ("call_expression", "new_expression", "await_expression", "yield_expression", "assignment_expression",
     "augmented_assignment_expression", "update_expression")
)  # fmt: skip
_FUNCTIONS = frozenset(("arrow_function", "function_expression", "method_definition"))
_NAMES = frozenset(("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"))


def keyed(parsed: Parsed, literal: Any, name: str) -> Any:
    """The entry of an object literal or pattern that is called ``name``."""
    for child in literal.named_children:
        inner = child.child_by_field_name("left") if child.type == "object_assignment_pattern" else child
        key = inner.child_by_field_name("key") or inner.child_by_field_name("name") or inner
        is_entry = key.type not in ("comment", "spread_element", "rest_pattern")
        if is_entry and parsed.text.property_name(key) == name:
            return child
    return None


def without_double(path: str, parsed: Parsed, old: Any, new: Any, name: str) -> Splice:
    """``old`` goes, as ``new`` says the same under the new name; ``Refusal`` when it does not."""
    values = _value(parsed, old), _value(parsed, new)
    if values[0] is None or values[0] != values[1]:
        raise Refusal(f"an object has `{name}` already, with another value", _place(path, parsed, new))
    return _removal(path, parsed, old)


def refuse_taken(path: str, parsed: Parsed, pattern: Any, name: str) -> None:
    """A pattern that takes ``name`` out of a value already."""
    found = keyed(parsed, pattern, name)
    if found is not None:
        raise Refusal(f"a pattern takes `{name}` apart already", _place(path, parsed, found))


def refuse_bound(path: str, parsed: Parsed, parameter: Any, name: str) -> None:
    """A function that means something else by ``name``, which its parameter is to be called, or has two of them."""
    function = parameter.parent.parent
    inside = range(function.start_byte, function.end_byte)
    for node in _named(parsed, function, name):
        bound = binding(parsed, node, name)
        is_own = bound is not None and bound.node.parent.id == parameter.parent.id
        if is_own or bound is None or bound.node.start_byte not in inside:
            raise Refusal(f"`{name}` means something else there", _place(path, parsed, node))


def refuse_hidden(path: str, parsed: Parsed, use: Any, name: str) -> None:
    """A use of the parameter inside of something that binds ``name`` again."""
    bound = binding(parsed, use, name)
    if bound is not None and not bound.is_outer:
        raise Refusal(f"`{name}` means something else there", _place(path, parsed, use))


def _named(parsed: Parsed, function: Any, name: str) -> Iterator[Any]:
    return (each for each in nodes(function) if each.type in _NAMES and parsed.text.of(each) == name)


def _value(parsed: Parsed, entry: Any) -> str | None:
    """The text of a value that may be written once instead of twice."""
    value = entry if entry.type == "shorthand_property_identifier" else entry.child_by_field_name("value")
    if value is None or entry.type not in ("pair", "shorthand_property_identifier"):
        return None
    acts = any(each.type in _ACTS or each.type in _FUNCTIONS for each in nodes(value))
    return None if acts else parsed.text.of(value)


def _removal(path: str, parsed: Parsed, entry: Any) -> Splice:
    """The entry with the sign that separates it from the next one, or else from the one before."""
    following, before = entry.next_named_sibling, entry.prev_named_sibling
    if following is not None and following.type != "comment":
        return Splice(_place(path, parsed, entry).start, _place(path, parsed, following).start, "")
    if following is None and before is not None and before.type != "comment":
        return Splice(_place(path, parsed, before).end, _place(path, parsed, entry).end, "")
    raise Refusal("a comment stands between two entries that say the same", _place(path, parsed, entry))


def _place(path: str, parsed: Parsed, node: Any) -> Place:
    place = parsed.text.place(node)
    return Place(path, place.start, place.end)
