"""Writes ``src/data/payloads.ts``: what Python sends to the page, as TypeScript, and the words of both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_args

from msgspec import inspect

from moment.behaviour.machine import FAULT_KINDS, ActionKind
from moment.behaviour.scenario import ScenarioKind
from moment.behaviour.verdicts import GOOD, TONES, WORST_FIRST, Tone
from moment.facet.messages import PUBLISHED

TARGET = Path(__file__).parent / "src" / "data" / "payloads.ts"
HEAD = "/** Generated from the Python wire types by payload_types.py; never edited. */\n"
UNIONS = {"Message": ("Snapshot", "Patch", "Removed", "DiagnosticsMessage", "Recovered", "Working", "Resync")}


def text() -> str:
    """The whole module: interfaces where they are first needed, then unions, then words."""
    parts = [HEAD]
    parts += [_interface(each) for each in _structs(PUBLISHED)]
    parts += [f"export type {name} = {' | '.join(members)};\n" for name, members in UNIONS.items()]
    parts += [_words(*each) for each in _vocabulary()]
    parts.append(_tones())
    return "\n".join(parts)


def _vocabulary() -> Iterator[tuple[str, str, Sequence[str]]]:
    yield "VERDICTS", "How a run can end, the worst first; `incomplete` stands in figures only.", WORST_FIRST
    yield "GOOD_VERDICTS", "Ends that are as they should be.", sorted(GOOD)
    yield "ACTION_KINDS", "What a step can be.", get_args(ActionKind)
    yield "FAULT_KINDS", "What can strike.", FAULT_KINDS
    yield "SCENARIO_KINDS", "What a scenario is told for.", get_args(ScenarioKind)


def _words(name: str, comment: str, words: Sequence[str]) -> str:
    listed = "".join(f"  {json.dumps(word)},\n" for word in words)
    return f"/** {comment} */\nexport const {name} = [\n{listed}] as const;\n"


def _tones() -> str:
    union = " | ".join(json.dumps(tone) for tone in get_args(Tone))
    listed = "".join(f"  {json.dumps(verdict)}: {json.dumps(tone)},\n" for verdict, tone in TONES.items())
    comment = "/** How a verdict is shown. */\n"
    return f"export type Tone = {union};\n\n{comment}export const VERDICT_TONES: Readonly<Record<string, Tone>> = {{\n{listed}}};\n"


def _structs(roots: Sequence[Any]) -> list[inspect.StructType]:
    """Every type once, in the order in which a reader of the roots meets it."""
    found: dict[type, inspect.StructType] = {}

    def visit(found_type: inspect.Type) -> None:
        match found_type:
            case inspect.StructType(cls=cls, fields=fields):
                if cls not in found:
                    found[cls] = found_type
                    for field in fields:
                        visit(field.type)
            case inspect.UnionType(types=types):
                for each in types:
                    visit(each)
            case inspect.ListType(item_type=item):
                visit(item)
            case inspect.TupleType(item_types=items):
                for each in items:
                    visit(each)
            case inspect.DictType(value_type=value):
                visit(value)

    for root in roots:
        visit(inspect.type_info(root))
    return list(found.values())


def _name(struct: type) -> str:
    return struct.__name__.removesuffix("Doc")


def _interface(struct: inspect.StructType) -> str:
    lines = [f"export interface {_name(struct.cls)} {{"]
    if struct.tag_field is not None:
        lines.append(f"  readonly {struct.tag_field}: {json.dumps(struct.tag)};")
    for field in struct.fields:
        mark = "" if field.required else "?"
        lines.append(f"  readonly {field.encode_name}{mark}: {_type(field.type)};")
    return _comment(struct.cls) + "\n".join(lines) + "\n}\n"


def _comment(struct: type) -> str:
    """The docstring as JSDoc; nothing when the type has none of its own."""
    written = struct.__dict__.get("__doc__")
    if not written:
        return ""
    lines = cleandoc(written).replace("``", "`").splitlines()
    if len(lines) == 1:
        return f"/** {lines[0]} */\n"
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"


def _type(written: inspect.Type) -> str:
    match written:
        case inspect.StructType(cls=cls):
            return _name(cls)
        case inspect.LiteralType(values=values):
            return " | ".join(json.dumps(value) for value in values)
        case inspect.UnionType(types=types):
            return " | ".join(sorted(map(_type, types), key=lambda name: name == "null"))
        case inspect.ListType(item_type=item):
            return f"readonly {_grouped(item)}[]"
        case inspect.TupleType(item_types=items):
            return f"readonly [{', '.join(map(_type, items))}]"
        case inspect.DictType(value_type=value):
            return f"Readonly<Record<string, {_type(value)}>>"
        case inspect.NoneType():
            return "null"
        case inspect.BoolType():
            return "boolean"
        case inspect.StrType():
            return "string"
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.AnyType():
            return "unknown"
    raise TypeError(written)


def _grouped(item: inspect.Type) -> str:
    inner = _type(item)
    return f"({inner})" if " | " in inner or inner.startswith("readonly ") else inner


def main() -> None:
    TARGET.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
