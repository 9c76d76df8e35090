"""What inherits from what, in the files that are edited; ``bases`` are those that a symbol names itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from moment.drift.scope import Scope, Symbol

Bases: TypeAlias = Callable[[Symbol], Iterable[Symbol]]


def ancestors_of(symbols: Iterable[Symbol], bases: Bases) -> frozenset[Symbol]:
    """Everything that one of ``symbols`` inherits from, at any distance."""
    found, waiting = set[Symbol](), list(symbols)
    while waiting:
        new = set(bases(waiting.pop())) - found
        found |= new
        waiting += new
    return frozenset(found)


def heirs_of(symbol: Symbol, scope: Scope, bases: Bases) -> frozenset[Symbol]:
    """``symbol`` and everything in ``scope`` that inherits from it."""
    found = {symbol}
    every = [Symbol(path, name) for path, file in scope.files.items() for name in file.declared]
    while True:
        heirs = {each for each in every if each not in found and found & set(bases(each))}
        if not heirs:
            return frozenset(found)
        found |= heirs
