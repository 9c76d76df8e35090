"""Random exported interfaces, printed in many ways that mean the same, and single changes that mean something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import TypeAlias

WORDS = (
    "order",
    "line",
    "total",
    "note",
    "sent",
    "city",
    "owner",
    "colour",
    "weight",
    "label",
    "stock",
    "route",
    "grade",
)
PRIMITIVES = ("string", "number", "boolean", "object", "bigint")
LITERALS = ('"open"', '"it\'s"', '"with \\"quotes\\""', "1", "-2", "true", '"größe"')


@dataclass(frozen=True)
class Simple:
    text: str


@dataclass(frozen=True)
class Word:
    json: str


@dataclass(frozen=True)
class Many:
    item: AnyType
    readonly: bool


@dataclass(frozen=True)
class Either:
    items: tuple[AnyType, ...]


@dataclass(frozen=True)
class Pair:
    items: tuple[AnyType, ...]


@dataclass(frozen=True)
class Call:
    arguments: tuple[AnyType, ...]
    result: AnyType


@dataclass(frozen=True)
class Inline:
    fields: tuple[Field, ...]


AnyType: TypeAlias = Simple | Word | Many | Either | Pair | Call | Inline


@dataclass(frozen=True)
class Field:
    name: str
    type: AnyType
    optional: bool
    readonly: bool


@dataclass(frozen=True)
class Interface:
    name: str
    fields: tuple[Field, ...]


def interfaces(random: Random) -> tuple[Interface, ...]:
    names = [f"{word.capitalize()}{index}" for index, word in enumerate(random.sample(WORDS, random.randint(1, 4)))]
    return tuple(Interface(name, fields(random, names, 3)) for name in names)


def fields(random: Random, names: list[str], depth: int) -> tuple[Field, ...]:
    """Names of two words that no other field of the interface shares."""
    left = random.sample(WORDS, len(WORDS))
    count = random.randint(2, 5)
    found = []
    for index in range(count):
        name = left[2 * index] + left[2 * index + 1].capitalize()
        found.append(Field(name, any_type(random, names, depth), random.random() < 0.3, random.random() < 0.5))
    return tuple(found)


def any_type(random: Random, names: list[str], depth: int) -> AnyType:
    if depth <= 0 or random.random() < 0.4:
        return Simple(random.choice((*PRIMITIVES, *names)))
    match random.randrange(7):
        case 0:
            return Many(any_type(random, names, depth - 1), random.random() < 0.5)
        case 1:
            return Either(tuple(Word(text) for text in random.sample(LITERALS, random.randint(2, 4))))
        case 2:
            return Either((any_type(random, names, depth - 1), Simple("null")))
        case 3:
            return Pair(tuple(any_type(random, names, depth - 1) for _ in range(random.randint(1, 3))))
        case 4:
            given = tuple(any_type(random, names, depth - 1) for _ in range(random.randint(0, 2)))
            return Call(given, any_type(random, names, depth - 1))
        case 5:
            return Inline(fields(random, names, depth - 2))
    return Word(random.choice(LITERALS))


class Printer:
    """Prints in one fixed way, or with ``random`` in one of many."""

    def __init__(self, random: Random | None = None) -> None:
        self.random = random
        self.aliases: list[str] = []

    def chance(self, share: float = 0.5) -> bool:
        return self.random is not None and self.random.random() < share

    def file(self, found: tuple[Interface, ...]) -> str:
        parts: list[str] = []
        for each in self.shuffled(found):
            parts += self.interface(each)
        text = "\n".join((*self.aliases, *parts)) + "\n"
        return text.replace("\n", "\r\n") if self.chance(0.3) else text

    def interface(self, found: Interface) -> Iterator[str]:
        """Sometimes with a part of it in a base, or in a second declaration, or as another kind of type."""
        members = self.shuffled(found.fields)
        comment = "/** What it is. */ " if self.chance(0.3) else ""
        at = self.random.randint(0, len(members)) if self.random is not None else 0
        if self.chance(0.3):
            yield f"interface {found.name}Base {self.body(members[:at])}"
            yield f"{comment}export interface {found.name} extends {found.name}Base {self.body(members[at:])}"
        elif self.chance(0.2):
            yield f"export interface {found.name} {self.body(members[:at])}"
            yield f"{comment}export interface {found.name} {self.body(members[at:])}"
        elif self.chance(0.2):
            yield f"{comment}export type {found.name} = {self.body(members)};"
        elif self.chance(0.2):
            yield f"interface Inner{found.name} {self.body(members)}"
            yield f"export {{ Inner{found.name} as {found.name} }};"
        else:
            yield f"{comment}export interface {found.name} {self.body(members)}"

    def body(self, found: tuple[Field, ...]) -> str:
        return "{ " + " ".join(self.field(each) for each in found) + " }"

    def field(self, found: Field) -> str:
        name = found.name
        if self.chance(0.3):
            name = f"'{name}'" if self.chance() else f'"{name}"'
        readonly = "readonly " if found.readonly != self.chance(0.2) else ""
        comment = " /* why */" if self.chance(0.1) else ""
        end = "," if self.chance(0.2) else ";"
        if found.optional and self.chance(0.4):
            return f"{readonly}{name}: {self.type(found.type, tight=True)} | undefined{comment}{end}"
        return f"{readonly}{name}{'?' if found.optional else ''}: {self.type(found.type)}{comment}{end}"

    def type(self, found: AnyType, *, tight: bool = False) -> str:
        text = self.plain(found)
        if self.chance(0.15):
            name = f"Alias{len(self.aliases)}"
            if not isinstance(found, Inline):
                self.aliases.append(f"type {name} = {text};")
                return name
        is_loose = isinstance(found, Either | Call) or (isinstance(found, Many) and found.readonly)
        return f"({text})" if (tight and is_loose) or self.chance(0.15) else text

    def plain(self, found: AnyType) -> str:
        match found:
            case Simple("boolean") if self.chance(0.3):
                return "(true | false)"
            case Simple(text):
                return text
            case Word(text):
                return self.literal(text)
            case Many(item, readonly):
                shown = readonly != self.chance(0.2)
                if self.chance():
                    return f"{'Readonly' if shown else ''}Array<{self.type(item)}>"
                return f"{'readonly ' if shown else ''}{self.type(item, tight=True)}[]"
            case Either(items):
                parts = [self.type(each, tight=True) for each in self.shuffled(items)]
                return ("| " if self.chance(0.2) else "") + " | ".join(parts)
            case Pair(items):
                return f"[{', '.join(map(self.type, items))}]"
            case Call(arguments, result):
                letter = "x" if self.chance() else "given"
                given = ", ".join(f"{letter}{index}: {self.type(each)}" for index, each in enumerate(arguments))
                return f"({given}) => {self.type(result, tight=True)}"
            case Inline(inner):
                return self.body(self.shuffled(inner))

    def literal(self, text: str) -> str:
        value = json.loads(text)
        if not isinstance(value, str) or not self.chance():
            return text
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def shuffled(self, found: tuple) -> tuple:  # type: ignore[type-arg]
        if self.random is None:
            return found
        return tuple(self.random.sample(found, len(found)))


def changed(random: Random, found: tuple[Interface, ...]) -> tuple[tuple[Interface, ...], str]:
    """One interface with one change that means something, and the edit that says it."""
    at = random.randrange(len(found))
    owner = found[at]
    index = random.randrange(len(owner.fields))
    field = owner.fields[index]
    subject = f"{owner.name}.{field.name}"
    new: tuple[Field, ...]
    match random.randrange(5):
        case 0:
            new, edit = (), f"Remove {subject}"
        case 1:
            new = (field, Field("freshArrival", Simple("symbol"), random.random() < 0.5, readonly=False))
            edit = f"Insert {owner.name}.freshArrival"
        case 2:
            new = (replace(field, optional=not field.optional),)
            edit = f"Update optional of {subject} ({'required' if field.optional else 'optional'})"
        case 3:
            new = (replace(field, type=Many(Pair((field.type, Simple("symbol"))), readonly=False)),)
            edit = f"Update type of {subject} (other)"
        case _:
            new = (replace(field, name=f"{field.name}Value"),)
            edit = f"Update name of {subject}"
    members = (*owner.fields[:index], *new, *owner.fields[index + 1 :])
    return (*found[:at], Interface(owner.name, members), *found[at + 1 :]), edit
