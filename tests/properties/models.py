"""A small domain as a value, printed as a specification and as code of several manners; changes of it at random."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal, TypeAlias

Manner: TypeAlias = Literal["interfaces", "aliases", "classes", "dataclasses", "structs", "dictionaries"]
MANNERS: tuple[Manner, ...] = ("interfaces", "aliases", "classes", "dataclasses", "structs", "dictionaries")
PYTHON: frozenset[Manner] = frozenset(("dataclasses", "structs", "dictionaries"))
TYPES = (
    "string",
    "number",
    "boolean",
    "UUID",
    "Money",
    "DateTime",
    "Date",
    "string[]",
    "Money[]",
    "Line",
    "Line[]",
    "Status",
)
WORDS = ("order", "total", "note", "channel", "label", "region", "weight", "batch", "priority", "customer")
_TYPESCRIPT = {"UUID": "string", "Money": "number", "DateTime": "string", "Date": "string"}
_PYTHON = {
    "string": "str",
    "number": "float",
    "boolean": "bool",
    "Money": "Decimal",
    "DateTime": "datetime",
    "Date": "date",
}


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    optional: bool = False
    deprecated: str = ""


Fields: TypeAlias = tuple[Field, ...]


@dataclass(frozen=True)
class Model:
    """``owners`` are the events ``Placed`` and ``Lost``, the input of ``Place``, the value object ``Line``, and others."""

    owners: dict[str, Fields] = field(default_factory=dict)
    values: tuple[str, ...] = ("Open", "Closed")

    def with_fields(self, owner: str, fields: Fields) -> Model:
        return replace(self, owners={**self.owners, owner: fields})


def model(random: Random) -> Model:
    owners = {}
    for name in ("Placed", "Lost", "Place", "Line"):
        types = [type_ for type_ in TYPES if name != "Line" or "Line" not in type_]
        names = random.sample(WORDS, random.randint(1, 4))
        owners[name] = tuple(Field(each, random.choice(types), random.random() < 0.3) for each in names)
    return Model(owners, tuple(random.sample(("Open", "Closed", "Lapsed", "Held"), random.randint(2, 3))))


# -- changes ---------------------------------------------------------------------------------------------------------


def changed(random: Random, old: Model) -> Model:
    """One change that somebody would make."""
    owner = random.choice(list(old.owners))
    fields = old.owners[owner]
    types = [type_ for type_ in TYPES if owner != "Line" or "Line" not in type_]
    unused = [word for word in WORDS if all(word not in each.name for each in fields)]
    kinds = ["insert", "value", "no value", "new type"] + ["remove", "rename", "type", "optional", "deprecate"] * bool(
        fields
    )
    kind = random.choice(kinds)
    if kind == "insert" and unused:
        new = Field(random.choice(unused), random.choice(types), random.random() < 0.6)
        at = random.randint(0, len(fields))
        return old.with_fields(owner, (*fields[:at], new, *fields[at:]))
    if kind == "value":
        free = [each for each in ("Open", "Closed", "Lapsed", "Held", "Void") if each not in old.values]
        return replace(old, values=(*old.values, random.choice(free))) if free else old
    if kind == "no value" and len(old.values) > 1:
        gone = random.choice(old.values)
        return replace(old, values=tuple(each for each in old.values if each != gone))
    if kind == "new type" and unused and owner != "Line" and "Parcel" not in old.owners:
        new = Field(random.choice(unused), "Parcel", random.random() < 0.5)
        made = Model({**old.owners, "Parcel": (Field("weight", "number"), Field("sealed", "boolean"))}, old.values)
        return made.with_fields(owner, (*fields, new))
    if kind not in ("remove", "rename", "type", "optional", "deprecate"):
        return old
    at = random.randrange(len(fields))
    if kind == "remove":
        return old.with_fields(owner, (*fields[:at], *fields[at + 1 :])) if len(fields) > 1 else old
    known = fields[at]
    new = {
        "rename": replace(known, name=f"{known.name}Anew" if not known.name.endswith("Anew") else f"{known.name}Again"),
        "type": replace(known, type=random.choice(types)),
        "optional": replace(known, optional=not known.optional),
        "deprecate": replace(known, deprecated="" if known.deprecated else "it goes"),
    }[kind]
    return old.with_fields(owner, (*fields[:at], new, *fields[at + 1 :]))


def renamed(random: Random, old: Model) -> Model:
    """Fields of other names, one or several."""
    owners = {
        owner: tuple(replace(each, name=f"{each.name}Anew") if random.random() < 0.4 else each for each in fields)
        for owner, fields in old.owners.items()
    }
    return replace(old, owners=owners)


# -- the specification -----------------------------------------------------------------------------------------------


def specification(found: Model) -> str:
    def fields(owner: str, indent: str) -> str:
        return "".join(f"{indent}{_declared(each)}\n" for each in found.owners[owner])

    inputs = ", ".join(map(_declared, found.owners["Place"]))
    others = "".join(
        f"\n  value-object {name}\n{fields(name, '    ')}"
        for name in found.owners
        if name not in ("Placed", "Lost", "Place")
    )
    return (
        'context "Shop"\n\n  aggregate "Order"\n    identity orderId: UUID\n\n    command Place\n'
        f"{f'      input {inputs}' if inputs else ''}\n      emits Placed or Lost\n\n    event Placed\n{fields('Placed', ' ' * 6)}"
        f"\n    event Lost\n{fields('Lost', ' ' * 6)}{others}\n  enum Status = {' | '.join(found.values)}\n"
    )


def _declared(each: Field) -> str:
    mark = f' [deprecated "{each.deprecated}" -> "{_replacement(each)}"]' if each.deprecated else ""
    return f"{each.name}: {each.type}{'?' if each.optional else ''}{mark}"


def _replacement(each: Field) -> str:
    return "orderId"


# -- code ------------------------------------------------------------------------------------------------------------


def code(found: Model, manner: Manner, *, split: bool = False) -> dict[str, str]:
    """One file, or with ``split`` the enum and the value objects in one of their own."""
    events = [name for name in found.owners if name in ("Placed", "Lost", "Place")]
    others = ["Status", *(name for name in found.owners if name not in events)]
    owners = {"types": others, "orders": events} if split else {"orders": [*others, *events]}
    ending, printed = (".py", _python) if manner in PYTHON else (".ts", _typescript)
    texts = {f"src/shop/{name}{ending}": printed(found, manner, own, others) for name, own in owners.items()}
    return {**texts, "src/shop/__init__.py": ""} if manner in PYTHON else texts


def _used(found: Model, owners: list[str]) -> list[str]:
    """The types that the fields of ``owners`` have, each once."""
    types = [each.type.removesuffix("[]") for owner in owners if owner in found.owners for each in found.owners[owner]]
    return sorted(set(types))


def _typescript(found: Model, manner: Manner, owners: list[str], others: list[str]) -> str:
    imported = [name for name in _used(found, owners) if name in others and name not in owners]
    text = f"import type {{ {', '.join(imported)} }} from './types.js';\n\n" if imported else ""
    values = " | ".join(f"'{each}'" for each in found.values)
    for owner in owners:
        text += f"export type Status = {values};\n" if owner == "Status" else _typescript_type(found, manner, owner)
    if "Place" not in owners:
        return text
    return (
        text
        + "\nexport interface Order {\n  readonly orderId: string;\n  place(input: PlaceInput): Placed | Lost;\n}\n"
    )


def _typescript_type(found: Model, manner: Manner, owner: str) -> str:
    name = "PlaceInput" if owner == "Place" else owner
    tag = f"  readonly _tag: '{owner}';\n" if owner in ("Placed", "Lost") else ""
    head, tail = {
        "aliases": (f"export type {name} = {{", "};"), "classes": (f"export class {name} {{", "}")
    }.get(manner, (f"export interface {name} {{", "}"))  # fmt: skip
    if manner == "classes" and tag:
        tag = tag.replace("_tag: ", "_tag = ").replace(";", " as const;")
    lines = "".join(_typescript_field(each, "!" if manner == "classes" else "") for each in found.owners[owner])
    return f"\n{head}\n{tag}{lines}{tail}\n"


def _typescript_field(each: Field, sure: str) -> str:
    note = f"  /** @deprecated {each.deprecated}. Use `{_replacement(each)}`. */\n" if each.deprecated else ""
    bare = each.type.removesuffix("[]")
    type_ = _TYPESCRIPT.get(bare, bare) + ("[]" if each.type.endswith("[]") else "")
    return f"{note}  readonly {each.name}{'?' if each.optional else sure}: {type_};\n"


_HEADS = {
    "dataclasses": ("from dataclasses import dataclass\n", "@dataclass(frozen=True, kw_only=True)\nclass {}:\n"),
    "structs": ("from msgspec import Struct\n", "class {}(Struct):\n"),
    "dictionaries": ("from typing import NotRequired, TypedDict\n", "class {}(TypedDict):\n"),
}  # fmt: skip


_MODULES = {
    "UUID": ("uuid", "UUID"),
    "Money": ("decimal", "Decimal"),
    "DateTime": ("datetime", "datetime"),
    "Date": ("datetime", "date"),
}


def _python(found: Model, manner: Manner, owners: list[str], others: list[str]) -> str:
    extra, head = _HEADS[manner]
    used = _used(found, owners)
    imports = [f"from {_MODULES[name][0]} import {_MODULES[name][1]}\n" for name in used if name in _MODULES]
    imports += [f"from shop.types import {name}\n" for name in used if name in others and name not in owners]
    imports += ["from enum import StrEnum\n"] * ("Status" in owners)
    if "Place" in owners:
        imports += ["from typing import Protocol\n"] + ["from uuid import UUID\n"] * ("UUID" not in used)
    text = f"from __future__ import annotations\n\n{extra}{''.join(imports)}"
    for owner in owners:
        text += "\n\n"
        if owner == "Status":
            text += "class Status(StrEnum):\n" + "".join(f'    {each.upper()} = "{each}"\n' for each in found.values)
            continue
        fields = found.owners[owner]
        known = sorted(fields, key=lambda each: each.optional) if manner == "structs" else fields
        lines = "".join(_python_field(each, manner) for each in known)
        text += f"{head.format('PlaceInput' if owner == 'Place' else owner)}{lines or '    pass' + chr(10)}"
    if "Place" not in owners:
        return text
    return text + (
        "\n\nclass OrderAggregate(Protocol):\n    @property\n    def order_id(self) -> UUID: ...\n"
        "    def place(self, input: PlaceInput, /) -> Placed | Lost: ...\n"
    )


def _python_field(each: Field, manner: Manner) -> str:
    bare = each.type.removesuffix("[]")
    type_ = f"list[{_PYTHON.get(bare, bare)}]" if each.type.endswith("[]") else _PYTHON.get(bare, bare)
    name = _snake(each.name)
    note = f'    """@deprecated {each.deprecated}. Use `{_snake(_replacement(each))}`."""\n' if each.deprecated else ""
    if manner == "dictionaries":
        return f"    {name}: {f'NotRequired[{type_}]' if each.optional else type_}\n{note}"
    return f"    {name}: {f'{type_} | None = None' if each.optional else type_}\n{note}"


def _snake(name: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name)


# -- what uses it ----------------------------------------------------------------------------------------------------


def uses(found: Model, manner: Manner) -> dict[str, str]:
    """A file that reads every field in several ways, and makes every type."""
    names = {"PlaceInput" if owner == "Place" else owner: fields for owner, fields in found.owners.items()}
    if manner in PYTHON:
        text = f"from __future__ import annotations\n\nfrom shop.orders import {', '.join(names)}\n"
        return {
            "src/shop/uses.py": text + "".join(_python_uses(name, fields, manner) for name, fields in names.items())
        }
    text = f"import type {{ {', '.join(names)} }} from './orders.js';\n"
    return {"src/shop/uses.ts": text + "".join(_typescript_uses(name, fields) for name, fields in names.items())}


def _typescript_uses(name: str, fields: Fields) -> str:
    read = ", ".join(f"one.{each.name}, one['{each.name}'], all[0]?.{each.name}" for each in fields)
    taken = ", ".join(each.name if at % 2 else f"{each.name}: my{at}" for at, each in enumerate(fields))
    mine = ", ".join(each.name if at % 2 else f"my{at}" for at, each in enumerate(fields))
    made = "".join(f", {each.name}: one.{each.name}" for each in fields if not each.optional)
    return (
        f"\nexport const read{name} = (one: {name}, all: readonly {name}[]): unknown[] => [{read}];\n"
        f"export const apart{name} = ({{ {taken} }}: {name}): unknown[] => [{mine}];\n"
        f"export const make{name} = (one: {name}): {name} => ({{ ...one{made} }});\n"
    )


def _python_uses(name: str, fields: Fields, manner: Manner) -> str:
    names = [_snake(each.name) for each in fields if not each.optional]
    if manner == "dictionaries":
        read, made = (f"one['{each}']" for each in names), (f"'{each}': one['{each}']" for each in names)
        made_text = f"{{{', '.join(made)}}}"
    else:
        read, made = (f"one.{each}" for each in names), (f"{each}=one.{each}" for each in names)
        made_text = f"{name}({', '.join(made)})"
    return (
        f"\n\ndef read_{name.lower()}(one: {name}) -> list[object]:\n    return [{', '.join(read)}]\n"
        f"\n\ndef make_{name.lower()}(one: {name}) -> {name}:\n    return {made_text}\n"
    )
