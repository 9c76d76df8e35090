"""The words of a model: terms, words that mean two things, and elements that no term explains."""

from __future__ import annotations

import msgspec


class _Part(msgspec.Struct, frozen=True, rename="camel"):
    """Written in camelCase, with every member always there."""


class GlossaryTerm(_Part, frozen=True):
    """``used_by`` are identities of elements whose names hold the word, in declared order."""

    id: str
    term: str
    definition: str
    context: str
    used_by: tuple[str, ...]
    source: str


class Homonym(_Part, frozen=True):
    """One name in several contexts; ``differences`` says in words how its declarations or meanings differ."""

    word: str
    contexts: tuple[str, ...]
    differences: tuple[str, ...]


class Undefined(_Part, frozen=True):
    """An aggregate, value object or event whose name no term of its context explains."""

    id: str
    kind: str
    name: str
    context: str
    source: str


class Glossary(_Part, frozen=True):
    terms: tuple[GlossaryTerm, ...]
    homonyms: tuple[Homonym, ...]
    undefined: tuple[Undefined, ...]
