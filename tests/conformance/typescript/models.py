"""Specifications made by chance with a fixed seed: names that invite trouble, types that refer to each other."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

NAMES = (
    "Order", "order-line", "SKUList", "Record", "Promise", "delete", "constructor", "Größe", "注文", "CON", "State",
    "Guard", "m", "x1", "HTTPServer", "Array", "index", "types", "Any", "Input", "_private", "class", "Symbol", "then",
)  # fmt: skip
FIELDS = ("id", "order-id", "class", "constructor", "toString", "größe", "type", "valueOf", "length", "_x", "name")
PRIMITIVES = ("string", "number", "boolean", "UUID", "DateTime", "Date", "Money")


def specification(seed: int) -> str:
    """One text with two to four contexts, a crossing between each two neighbours, and all that contexts may hold."""
    chance = Random(seed)
    contexts = chance.sample(NAMES, chance.randint(2, 4))
    shapes = {context: chance.sample(NAMES, 12) for context in contexts}
    lines: list[str] = []
    for context in contexts:
        lines.extend(_context(context, shapes, chance))
    lines.append(f'flow "{chance.choice(NAMES)}"')
    lines.extend(f'  lane lane{number} "{context}"' for number, context in enumerate(contexts))
    for number, context in enumerate(contexts[1:]):
        event = shapes[contexts[number]][2]
        lines.append(f'  moment "{context} {number}"')
        lines.append(f"    lane{number}: {event} crosses-to lane{number + 1} via Partnership")
        lines.append("      contract")
        lines.extend(
            f"        {field}: string{chance.choice(('', ' [required]'))}" for field in chance.sample(FIELDS, 3)
        )
    return "\n".join(lines) + "\n"


def _context(context: str, shapes: dict[str, list[str]], chance: Random) -> Iterator[str]:
    aggregate, command, event, other, value, second, enum, policy, saga, service, projection, word = shapes[context]
    types = (*PRIMITIVES, value, second, enum, *(f"{name}.{shapes[name][4]}" for name in shapes if name.isidentifier()))

    def fields(count: int, margin: str = "      ") -> Iterator[str]:
        for field in chance.sample(FIELDS, count):
            ending = chance.choice(("", "", "[]", "?", "[]?"))
            yield f"{margin}{field}: {chance.choice(types)}{ending}"

    yield f'context "{context}"'
    yield f'  aggregate "{aggregate}" identity key: {chance.choice(types)}'
    yield f"    states {word} -> {other} on {event}"
    yield f"    command {command}"
    inputs = [line.strip() for line in fields(chance.randint(0, 4))]
    if inputs:
        yield f"      input {', '.join(inputs)}"
    yield f'      precondition {word}: "in words"'
    yield f"      emits {event}{chance.choice(('', f', {other}', f' or {other}'))}"
    for name in (event, other):
        yield f"    event {name}"
        yield from fields(chance.randint(0, 6))
    for name in (value, second):
        yield f"  value-object {name}"
        yield from fields(chance.randint(1, 5), "    ")
    yield f"  enum {enum} = {' | '.join(chance.sample(NAMES, 3))}"
    yield f'  policy {policy} trigger {event} action "acts" {chance.choice(("", f"chains-to {command}"))}'
    yield f"  saga {saga} trigger {event} states {word} -> Done on {other}"
    yield f'    undo {command} with {command} compensation "none" timeout {chance.choice(("7d", "soon"))}'
    yield f'  service {service} consumes {event} produces {chance.choice((other, command))} description "serves"'
    yield f"  projection {projection} from {event}, {other}"
    yield from fields(3, "    ")
    yield f'  invariant {word} "holds" scope {chance.choice((aggregate, value, context))}'
