"""What a type name means inside one context."""

from __future__ import annotations

from moment.model.domain import PRIMITIVES, Type
from moment.model.names import Names

_PRIMITIVES = frozenset(PRIMITIVES)


class TypesOf(dict[tuple[str, bool, bool], Type]):
    """The types that the fields of ``context`` use: ``(name, array, optional)`` to the one resolved type.

    A name is built in, declared in this context, written ``Context.Name``, or declared in exactly one other
    context, whose private type it then is; else it is unknown.
    """

    __slots__ = ("_context", "_names")

    def __init__(self, context: str, names: Names) -> None:
        super().__init__()
        self._context = context
        self._names = names

    def __missing__(self, key: tuple[str, bool, bool]) -> Type:
        found = self[key] = self._resolve(*key)
        return found

    def _resolve(self, text: str, array: bool, optional: bool) -> Type:
        if text in _PRIMITIVES:
            return Type(text, "primitive", array, optional)
        declared = self._names.contexts.get(self._context)
        if declared is not None and text in declared.types:
            kind, target = declared.types[text]
            return Type(text, kind, array, optional, target, self._context)
        owner, name = self._elsewhere(text)
        if owner is None:
            return Type(text, "unknown", array, optional)
        kind, target = self._names.contexts[owner].types[name]
        return Type(text, kind, array, optional, target, owner, private=name == text)

    def _elsewhere(self, text: str) -> tuple[str | None, str]:
        qualifier, _, name = text.rpartition(".")
        declared = self._names.contexts.get(qualifier) if qualifier else None
        if declared is not None:
            return (qualifier, name) if name in declared.types else (None, text)
        owners = self._names.type_owners.get(text, ())
        return (owners[0], text) if len(owners) == 1 else (None, text)


class Types:
    """``TypesOf`` each context, made once."""

    __slots__ = ("_contexts", "_names")

    def __init__(self, names: Names) -> None:
        self._names = names
        self._contexts: dict[str, TypesOf] = {}

    def of(self, context: str) -> TypesOf:
        found = self._contexts.get(context)
        if found is None:
            found = self._contexts[context] = TypesOf(context, self._names)
        return found
