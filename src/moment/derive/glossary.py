"""The words of a model: its terms and where they are used, words with two meanings, elements without a term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moment.model.domain import Context, Domain, EnumType, Event, Field, Term, ValueObject
from moment.model.glossary import Glossary, GlossaryTerm, Homonym, Undefined
from moment.model.sources import source
from moment.model.words import words


class _Named(NamedTuple):
    """An element that a word can stand for; ``shape`` is what two elements of one name are compared by."""

    kind: str
    id: str
    name: str
    context: str
    path: str
    shape: tuple[str, ...]


def glossary(domain: Domain) -> Glossary:
    """Terms in declared order, homonyms by first mention, elements without a term in declared order.

    A term is used by what has its words in its name. It explains an aggregate or value object of exactly its words,
    and an event whose name holds them.
    """
    named = {context.id: tuple(_named(context)) for context in domain.context.values()}
    terms = tuple(
        GlossaryTerm(
            id=term.id,
            term=term.word,
            definition=term.meaning,
            context=term.context,
            used_by=tuple(each.id for each in named[context.id] if _folded(term.word) in _folded(each.name)),
            source=source(term.place.path, term.id),
        )
        for context in domain.context.values()
        for term in context.terms
    )
    undefined = tuple(each for context in domain.context.values() for each in _undefined(context, named[context.id]))
    return Glossary(terms, tuple(_homonyms(domain, named)), undefined)


def _undefined(context: Context, named: Sequence[_Named]) -> Iterator[Undefined]:
    explained = [_folded(term.word) for term in context.terms if _folded(term.word)]
    for each in named:
        word = _folded(each.name)
        is_explained = any(term in word for term in explained) if each.kind == "event" else word in explained
        if each.kind in ("aggregate", "value-object", "event") and not is_explained:
            yield Undefined(each.id, each.kind, each.name, each.context, source(each.path, each.id))


def _named(context: Context) -> Iterator[_Named]:
    for aggregate in context.aggregates:
        identity = _shape((aggregate.identity,)) if aggregate.identity is not None else ()
        yield _Named("aggregate", aggregate.id, aggregate.name, context.id, aggregate.place.path, identity)
        for command in aggregate.commands:
            shape = _shape(command.inputs)
            yield _Named("command", command.id, command.name, context.id, command.place.path, shape)
        yield from (_typed("event", event, event.fields) for event in aggregate.events)
    yield from (_typed("value-object", each, each.fields) for each in context.all_value_objects)
    for enum in context.all_enums:
        yield _typed("enum", enum, (), tuple(value for value, _ in enum.values))
    others = (("policy", context.policies), ("saga", context.sagas), ("service", context.services),
              ("projection", context.projections))  # fmt: skip
    for kind, elements in others:
        for element in elements:
            yield _Named(kind, element.id, element.name, context.id, element.place.path, ())


def _typed(
    kind: str, element: Event | ValueObject | EnumType, fields: Sequence[Field], values: tuple[str, ...] = ()
) -> _Named:
    return _Named(kind, element.id, element.name, element.context, element.place.path, (*_shape(fields), *values))


def _shape(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(f"{field.name}: {field.type.text}" for field in fields)


def _homonyms(domain: Domain, named: dict[str, tuple[_Named, ...]]) -> Iterator[Homonym]:
    """Names, and terms, that several contexts declare."""
    found: dict[str, dict[str, list[_Named | Term]]] = {}
    spelled: dict[str, str] = {}
    for context in domain.context.values():
        declared: tuple[_Named | Term, ...] = (*named[context.id], *context.terms)
        for each in declared:
            name = each.word if isinstance(each, Term) else each.name
            word = _folded(name)
            if word:
                spelled.setdefault(word, name)
                found.setdefault(word, {}).setdefault(context.id, []).append(each)
    for word, contexts in found.items():
        if len(contexts) > 1:
            yield Homonym(spelled[word], tuple(contexts), tuple(_differences(contexts)))


def _differences(contexts: dict[str, list[_Named | Term]]) -> Iterator[str]:
    """What the word is in each context, where that is not the same everywhere; then what only some of them hold."""
    kinds = {context: _kinds(declared) for context, declared in contexts.items()}
    if len(set(kinds.values())) > 1:
        yield from (f"{context}: {told}" for context, told in kinds.items())
    meanings = {c: each.meaning for c, declared in contexts.items() for each in declared if isinstance(each, Term)}
    if len(set(meanings.values())) > 1:
        yield from (f'{context}: "{meaning}"' for context, meaning in meanings.items())
    shapes = {c: _members(declared) for c, declared in contexts.items()}
    shared = set.intersection(*(set(members) for members in shapes.values()))
    for context, members in shapes.items():
        own = [member for member in members if member not in shared]
        if own:
            yield f"only {context}: {', '.join(own)}"


def _kinds(declared: Sequence[_Named | Term]) -> str:
    return ", ".join(dict.fromkeys(each.kind for each in declared if isinstance(each, _Named))) or "term"


def _members(declared: Sequence[_Named | Term]) -> list[str]:
    return [member for each in declared if isinstance(each, _Named) for member in each.shape]


def _folded(name: str) -> str:
    return "".join(words(name)).casefold()
