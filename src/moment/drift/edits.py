"""What turns one shape into another: inserts, removals, moves and updates of one aspect each. No edit is ``Keep``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from moment.drift.types import NOWHERE, Member
from moment.text.span import Place

EditKind: TypeAlias = Literal["insert", "remove", "move", "update"]
Aspect: TypeAlias = Literal[
    "name", "type", "optional", "readonly", "deprecated", "kind", "heritage", "type-parameters", "parameters",
    "returns", "value", "obligation",
]  # fmt: skip
Sense: TypeAlias = Literal["", "wider", "narrower", "other", "required", "optional", "loosened", "tightened"]
ASPECTS: tuple[Aspect, ...] = (
    "name", "kind", "type-parameters", "heritage", "type", "optional", "readonly", "parameters", "returns", "value",
    "deprecated", "obligation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from an old shape to a new one.

    ``symbol`` and ``member`` are the old names, the new ones for an insert; ``member`` is ``None`` when the symbol
    itself is meant. ``before`` and ``after`` are canonical texts, ``None`` for what is absent. ``sense`` says which way
    a type, an optional mark or an obligation went. ``declared`` marks a rename that somebody announced; ``candidates``
    are the names that a removed or inserted member could have been renamed to or from. ``old`` and ``new`` are the
    places, of the owner where the member is absent. ``is_representation`` marks what only a strict comparison sees.
    """

    kind: EditKind
    symbol: str
    member: str | None = None
    aspect: Aspect | None = None
    before: str | None = None
    after: str | None = None
    sense: Sense = ""
    declared: bool = False
    candidates: tuple[str, ...] = ()
    old: Place = NOWHERE
    new: Place = NOWHERE
    old_member: Member | None = None
    new_member: Member | None = None
    is_representation: bool = False

    @property
    def label(self) -> str:
        """``Update type of Order.total (wider)``: what a person reads."""
        subject = self.symbol if self.member is None else f"{self.symbol}.{self.member}"
        ending = f" ({self.sense})" if self.sense else ""
        if self.kind == "update":
            return f"Update {self.aspect} of {subject}{ending}"
        return f"{self.kind.capitalize()} {subject}"


@dataclass(frozen=True, slots=True)
class Unread:
    """What gets no verdict: a member, or with ``member`` ``None`` a symbol.

    ``why`` says whether its text is damaged, its type opaque, or a base of it unknown; ``reason`` says it in words, for
    an opaque type as the rest of "it is …".
    """

    symbol: str
    member: str | None
    reason: str
    place: Place
    why: Literal["damaged", "opaque", "open"] = "damaged"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All edits between two shapes or two sets of them, in the order of the old side, and what could not be compared."""

    edits: tuple[Edit, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def is_aligned(self) -> bool:
        """Whether nothing differs; a move of a symbol is no difference."""
        return all(edit.kind == "move" and edit.member is None for edit in self.edits)
