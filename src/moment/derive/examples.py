"""Which value of which input breaks an invariant, where its words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from moment.model.domain import Command, Context, Domain, Field, Invariant, Type
from moment.model.results import Example
from moment.model.words import words

_AT_LEAST_ONE = re.compile(r"\bat least one\s+(.+)", re.IGNORECASE)
_GREATER_THAN_ZERO = re.compile(r"(.+?)\bgreater than zero\b", re.IGNORECASE)
_NOT_EMPTY = re.compile(r"(.+?)\bnot (?:be )?empty\b", re.IGNORECASE)


class Breaking(NamedTuple):
    """``example`` given to ``command`` breaks the invariant."""

    command: Command
    example: Example


def commands_under(invariant: Invariant, context: Context, domain: Domain) -> tuple[Command, ...]:
    """The commands that the invariant can refuse: those of its aggregate, its context, or with its value object."""
    target = invariant.scope.target or ""
    if target in domain.aggregate:
        return domain.aggregate[target].commands
    if target in domain.value_object:
        return tuple(c for c in context.commands if target in set(_reachable(c.inputs, domain)))
    return context.commands


def _reachable(fields: Iterable[Field], domain: Domain) -> Iterator[str]:
    waiting = [field.type.target for field in fields]
    seen: set[str] = set()
    while waiting:
        target = waiting.pop()
        if target is None or target in seen or target not in domain.value_object:
            continue
        seen.add(target)
        yield target
        waiting.extend(field.type.target for field in domain.value_object[target].fields)


def breaking(invariant: Invariant, context: Context, domain: Domain) -> Breaking | None:
    """*at least one W*, *W … greater than zero*, *W … not empty*, with W the end of exactly one fitting input."""
    for phrases, value_for in (
        (_after(invariant.text), _empty_list),
        (_before(_GREATER_THAN_ZERO, invariant.text), _zero),
        (_before(_NOT_EMPTY, invariant.text), _empty),
    ):
        found = [
            Breaking(command, Example(field.name, value))
            for command in commands_under(invariant, context, domain)
            for field in command.inputs
            if (value := value_for(field.type)) is not None and any(_ends(field.name, p) for p in phrases)
        ]
        if phrases:
            return found[0] if len(found) == 1 else None
    return None


def _after(text: str) -> tuple[tuple[str, ...], ...]:
    match = _AT_LEAST_ONE.search(text)
    following = _words(match.group(1)) if match else ()
    return (following[:1], following[:2]) if following else ()


def _before(pattern: re.Pattern[str], text: str) -> tuple[tuple[str, ...], ...]:
    match = pattern.search(text)
    return tuple((word,) for word in _words(match.group(1))) if match else ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in words(text))


def _ends(name: str, phrase: tuple[str, ...]) -> bool:
    last = _words(name)[-len(phrase) :]
    return len(last) == len(phrase) and last[:-1] == phrase[:-1] and bool(_forms(last[-1]) & _forms(phrase[-1]))


def _forms(word: str) -> set[str]:
    """The word and what may be its singular: ``lines`` {lines, line}, ``boxes`` {boxes, boxe, box}."""
    forms = {word}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    if word.endswith("es"):
        forms.add(word[:-2])
    if word.endswith("s"):
        forms.add(word[:-1])
    return {form for form in forms if len(form) > 1} or {word}


def _empty_list(type_: Type) -> Any:
    return [] if type_.array else None


def _zero(type_: Type) -> Any:
    return 0 if type_.name in ("number", "Money") and type_.kind == "primitive" and not type_.array else None


def _empty(type_: Type) -> Any:
    if type_.array:
        return []
    return "" if type_.name == "string" and type_.kind == "primitive" else None
