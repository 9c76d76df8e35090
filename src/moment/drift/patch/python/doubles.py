"""A new name where it is there already: one of two equal entries goes, anything else is for a person to decide."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from moment.drift.patch.lines import Splice
from moment.drift.patch.python.bindings import Function
from moment.drift.patch.result import Refusal
from moment.drift.readers.python_source import Source
from moment.text.span import Place

_ACTS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Lambda)


def without_double(
    path: str, source: Source, entries: Sequence[tuple[Place, ast.expr]], old: int, new: int, name: str
) -> Splice:
    """The entry ``old`` goes, as ``new`` says the same under the new name; ``Refusal`` when it does not."""
    values = entries[old][1], entries[new][1]
    acts = any(isinstance(each, _ACTS) for value in values for each in ast.walk(value))
    if acts or ast.dump(values[0]) != ast.dump(values[1]):
        raise Refusal(f"`{name}` is given already, with another value", _placed(path, entries[new][0]))
    start, end = entries[old][0].start, entries[old][0].end
    if old + 1 < len(entries):
        end = entries[old + 1][0].start
    elif old:
        start = entries[old - 1][0].end
    if "#" in source.text[start:end]:
        raise Refusal("a comment stands between two entries that say the same", _placed(path, entries[old][0]))
    return Splice(start, end, "")


def keywords(source: Source, call: ast.Call) -> list[tuple[Place, ast.expr]]:
    """The arguments of a call with their names, each with its value; those without one have the value alone."""
    found = []
    for each in call.args:
        found.append((source.place(each), each))
    for word in call.keywords:
        start = source.offset(word.lineno, word.col_offset)
        found.append((Place("", start, source.place(word.value).end), word.value))
    return sorted(found, key=lambda entry: entry[0].start)


def items(source: Source, literal: ast.Dict) -> list[tuple[Place, ast.expr]]:
    """The entries of a dictionary, ``**others`` too."""
    return [
        (Place("", source.place(key or value).start, source.place(value).end), value)
        for key, value in zip(literal.keys, literal.values, strict=True)
    ]


def refuse_type(path: str, source: Source, node: ast.ClassDef, name: str) -> None:
    """A field that is to be called like a type which the class uses: there the type could not be named any more."""
    for each in _seen(node):
        if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load):
            raise Refusal(f"`{name}` means something else in `{node.name}`", _placed(path, source.place(each)))


def _seen(node: ast.ClassDef) -> Iterator[ast.AST]:
    """What stands in the class itself: no bodies of functions, but their annotations, defaults and decorators."""
    waiting: list[ast.AST] = [*node.body]
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, Function):
            inside = each.body if isinstance(each.body, list) else [each.body]
            waiting += [child for child in ast.iter_child_nodes(each) if child not in inside]
        elif not isinstance(each, ast.ClassDef):
            waiting += ast.iter_child_nodes(each)


def _placed(path: str, place: Place) -> Place:
    return Place(path, place.start, place.end)
