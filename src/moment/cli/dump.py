"""Trees and tokens as indented text, for people who want to see what the parser saw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moment.language.parser import Parsed
from moment.language.syntax import Field, Name


def token_lines(parsed: Parsed) -> Iterator[str]:
    """One line a token: place, kind, text."""
    for token in parsed.tokens:
        line, column = parsed.source.position(token.start)
        kind = "trivia" if token.is_trivia else "token"
        yield f"{line}:{column:<4} {kind:<7} {token.text!r}"


def tree_lines(parsed: Parsed) -> Iterator[str]:
    """One line a node with its place and the names it holds, children below it."""
    for item in parsed.tree.items:
        yield from _node(item, parsed, 0)


def _node(node: Any, parsed: Parsed, depth: int) -> Iterator[str]:
    line, column = parsed.source.position(node.start)
    own: list[str] = []
    children: list[Any] = []
    for part in node._fields:
        value = getattr(node, part)
        if isinstance(value, Name):
            own.append(f"{part}={value.text!r}")
        elif isinstance(value, str | bool):
            own.append(f"{part}={value}")
        elif isinstance(value, tuple) and value and all(isinstance(name, Name) for name in value):
            own.append(f"{part}={[name.text for name in value]}")
        elif hasattr(value, "_fields"):
            children.append(value)
        elif isinstance(value, tuple):
            children.extend(value)
    yield f"{'  ' * depth}{type(node).__name__} {' '.join(own)} @{line}:{column}"
    for child in children:
        if isinstance(child, Field):
            yield f"{'  ' * (depth + 1)}Field {_field(child)} @{':'.join(map(str, parsed.source.position(child.start)))}"
        elif hasattr(child, "start"):
            yield from _node(child, parsed, depth + 1)
        else:
            event = f" on {child.event.text}" if child.event else ""
            yield f"{'  ' * (depth + 1)}Edge {child.source.text} -> {child.target.text}{event}"


def _field(field: Field) -> str:
    suffix = ("[]" if field.array else "") + ("?" if field.optional else "")
    marks = " [required]" if field.required else ""
    marks += f" [deprecated -> {field.deprecation.replacement.text}]" if field.deprecation else ""
    return f"{field.name}: {field.type}{suffix}{marks}"
