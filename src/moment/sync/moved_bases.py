"""Bases after renames: what both sides agreed on, as it would have been recorded under the new names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from moment.drift.patch.tags import tags_after
from moment.sync.derived_names import contract_of, following, method_after
from moment.sync.elements import Role

TAGGED: tuple[Role, ...] = ("input", "event")
"""What may have a member with its own name as the value."""


class Move(NamedTuple):
    """An element that bases know as ``before`` and that is ``after`` now, with its name in code then and now.

    ``symbol`` is what the generator calls it now.
    """

    before: str
    after: str
    old: str
    new: str
    role: Role
    symbol: str


def has_shape(known: Any) -> bool:
    """Whether a base is that of an element which both sides had."""
    return isinstance(known, Mapping) and known.get("shape") is not None


def moved(bases: Mapping[str, Any], moves: Sequence[Move]) -> Mapping[str, Any]:
    """``bases`` under the new names, everything that they say of others included; the same when nothing moves."""
    if not moves:
        return bases
    names = _names(bases, moves)
    written = _Rewriting(names, moves)
    stay = {name: written.base(name, known) for name, known in bases.items() if name not in names}
    return stay | {names[name]: written.base(name, known) for name, known in bases.items() if name in names}


def forgotten(bases: Mapping[str, Any], moves: Sequence[Move]) -> dict[str, Any]:
    """What ``bases`` have under names that nobody uses any more: absent on both sides."""
    names = _names(bases, moves) if moves else {}
    taken = set(names.values())
    return {name: {"shape": None} for name in names if name in bases and name not in taken}


def _names(bases: Mapping[str, Any], moves: Sequence[Move]) -> dict[str, str]:
    """From every old identity to its new one: elements, what follows from them, contracts of events."""
    found: dict[str, str] = {}
    for move in moves:
        found[move.before] = move.after
        for old, new in following(move.role, move.old, move.new):
            found[f"{move.before}#{old}"] = f"{move.after}#{new}"
    contracts = [move for move in moves if move.role == "event" and move.old != move.new]
    for name in bases if contracts else ():
        owner, _, symbol = name.partition("#")
        for move in contracts:
            contract = contract_of(symbol, move.old, move.new) if "/" not in owner else None
            if contract is not None:
                found[name] = f"{owner}#{contract}"
    return {old: new for old, new in found.items() if old != new}


class _Rewriting:
    def __init__(self, names: Mapping[str, str], moves: Sequence[Move]) -> None:
        self.names = names
        self._moves = {move.before: move for move in moves}
        self._methods: dict[str, list[Move]] = {}
        for move in moves:
            if move.role == "input" and move.old != move.new:
                self._methods.setdefault(move.before.rpartition("/")[0], []).append(move)
        # an identity in words: not the end of a longer one, nor its beginning
        found = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
        self._mention = re.compile(rf"(?<![\w/])(?:{found})(?![\w/#])")

    def base(self, name: str, known: Any) -> Any:
        if not isinstance(known, Mapping):
            return known
        found = dict(known)
        if has_shape(known):
            found["shape"] = self._shape(name, known["shape"])
        promised = known.get("obligations")
        if isinstance(promised, Mapping):
            found["obligations"] = {self._said(key): self._said(text) for key, text in promised.items()}
        return found

    def _said(self, text: str) -> str:
        return self._mention.sub(lambda each: self.names[each[0]], text) if self.names else text

    def _shape(self, name: str, plain: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = _each_text(plain, lambda text: self.names.get(text, text))
        owner, _, symbol = name.partition("#")
        move = self._moves.get(owner)
        if move is not None:
            if move.role in TAGGED:
                found = renamed_literals(found, tags_after(move.old, move.new))
            called = dict(following(move.role, move.old, move.new)).get(symbol, symbol) if symbol else move.symbol
            found |= {"name": called, "identity": f"#{called}"}
        methods = self._methods.get(name, ())
        if methods:
            found["members"] = [_as_method(each, methods) for each in found.get("members", ())]
        return found


def _as_method(member: Mapping[str, Any], moves: Iterable[Move]) -> Mapping[str, Any]:
    names = (method_after(str(member.get("name")), move.old, move.new) for move in moves)
    name = next((each for each in names if each is not None), None)
    return member if name is None else {**member, "name": name}


def renamed_literals(plain: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A shape as JSON values, with every literal that is one of ``names`` rewritten."""
    found = {json.dumps(old, ensure_ascii=False): json.dumps(new, ensure_ascii=False) for old, new in names.items()}
    renamed: dict[str, Any] = _each_text(plain, lambda text: found.get(text, text))
    return renamed


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """``value`` with every text in it changed."""
    if isinstance(value, Mapping):
        return {key: _each_text(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(each, change) for each in value]
    return change(value) if isinstance(value, str) else value
