"""What a tree says, without where it says it."""

from __future__ import annotations

from typing import Any

from moment.language.syntax import Field, Name

_POSITIONS = frozenset(("start", "end", "header_end"))


def shape(node: Any) -> Any:
    """Nested tuples that are equal for two trees of one meaning.

    The members of an aggregate and of a context keep their order among themselves; where one kind stands between
    the other does not count.
    """
    if isinstance(node, Name):
        return ("name", node.text)
    if isinstance(node, Field):
        brackets = shape(node.deprecation), shape(node.annotations)
        return ("field", node.name, node.type, node.array, node.optional, node.required, brackets)
    names = getattr(node, "_fields", None)
    if names is not None:
        values = tuple((name, shape(getattr(node, name))) for name in names if name not in _POSITIONS)
        return (type(node).__name__, values)
    if isinstance(node, tuple):
        return tuple(shape(item) for item in node)
    return node
