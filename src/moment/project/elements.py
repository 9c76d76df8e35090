"""What a specification and a stream of events have in common: elements, each with the payload of its definition.

A payload has one form for one meaning: members in the order of the table of events, absent when they say nothing.
``order`` is no part of it; where an element stands among its siblings is the order of the mapping.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from moment.project.vocabulary import BLOCKS, Block

Payload: TypeAlias = dict[str, Any]


class Key(NamedTuple):
    """``word`` of the block and the names that lead to the element; of two of one name the second has ``#2``."""

    word: str
    names: tuple[str, ...]

    @property
    def owner(self) -> str:
        """The context or flow that it is in."""
        return self.names[0]

    @property
    def name(self) -> str:
        return self.names[-1]

    @property
    def identity(self) -> str:
        """As the model calls it: ``Ordering/Order/PlaceOrder``, ``Ordering/A->B``."""
        if self.word == "Relationship":
            return f"{self.names[0]}/{self.names[1]}->{self.names[2]}"
        return "/".join(self.names)


Elements: TypeAlias = Mapping[Key, Payload]
Bases: TypeAlias = Mapping[str, Payload | None]
"""By ``base_name``: the payload that was imported last; ``None`` for what was gone then."""
KINDS: Mapping[str, str] = {block.word: block.kind for block in BLOCKS}
"""From the word of a block to that of the language."""
_AGAIN = "occurrence"


def key_of(block: Block, payload: Mapping[str, Any]) -> Key:
    """The key of the element that a payload names."""
    names = tuple(str(payload[name]) for name in block.names)
    again = payload.get(_AGAIN, 1)
    return Key(block.word, names if again == 1 else (*names[:-1], f"{names[-1]}#{again}"))


def base_name(key: Key) -> str:
    """``event Sales/Order/OrderPlaced``: how the log calls an element."""
    return f"{KINDS[key.word]} {key.identity}"


def siblings(key: Key, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """What an element stands in: the file, a context, an aggregate, or (behind an empty name) a flow."""
    if key.word in ("BoundedContext", "Flow"):
        return ("",)
    if key.word in ("Command", "Event"):
        return key.names[:2]
    aggregate = payload.get("aggregateName")
    if aggregate is not None and key.word != "Aggregate":
        return (key.names[0], str(aggregate))
    return ("", key.names[0]) if key.word == "Moment" else key.names[:1]


def owners(key: Key, payload: Mapping[str, Any]) -> tuple[Key, ...]:
    """What an element stands in and cannot be without: its context or flow, and its aggregate."""
    if key.word in ("BoundedContext", "Flow"):
        return ()
    if key.word == "Moment":
        return (Key("Flow", key.names[:1]),)
    aggregate = key.names[1] if key.word in ("Command", "Event") else payload.get("aggregateName")
    within = (Key("Aggregate", (key.owner, aggregate)),) if aggregate is not None and key.word != "Aggregate" else ()
    return (Key("BoundedContext", key.names[:1]), *within)
