"""The changes that a specification can be asked for, in the words of the language.

An element is named by its identity: ``Ordering``, ``Ordering/Order``, ``Ordering/Order/PlaceOrder``, ``Ordering/Item``,
``Ordering/Order/OrderPlaced.total`` (a field, an input, the identity field), ``Ordering/Status.Draft`` (a value, a
state), ``Ordering/Order/PlaceOrder.stillDraft`` (a precondition), ``Ordering/A->B`` (a relationship), ``order-flow``,
``order-flow.sales`` (a lane), ``order-flow/submission`` (a moment), ``…/yes`` (an arm), ``…/2`` (a placement),
``…/2>dispatch`` (a crossing) and ``…/2>dispatch.orderId`` (a field of its contract). ``kind`` is the word of the
language and tells two elements of one identity apart; without it the first one is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Insert:
    """``text``, one declaration as the language writes it, becomes a member of ``owner`` (empty: of the file ``path``).

    It stands behind the sibling named ``after`` (as in its identity: ``total``, ``PlaceOrder``, or with its kind:
    ``aggregate Order``); with the empty name before all others of its kind; without one behind the last of its kind.
    """

    owner: str
    text: str
    after: str | None = None
    kind: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Remove:
    """The element goes, with its annotations, the comment at its line's end and the comment lines right above it."""

    element: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rename:
    """The element is called ``name``, and so says everything that refers to it."""

    element: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """The element says what ``text`` says, its name unchanged; what is the same in both keeps its bytes and comments."""

    element: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """One aspect of a field. ``type``: ``OrderItem[]`` (a ``?`` makes it optional too); ``optional``: ``true`` or
    ``false``; ``required`` of a contract field: the same; ``deprecated``: ``"reason" -> "replacement"`` or empty."""

    element: str
    aspect: Literal["type", "optional", "required", "deprecated"]
    value: str
    kind: str = ""


Change: TypeAlias = Insert | Remove | Rename | Rewrite | Update


def described(change: Change) -> str:
    """What a person reads: ``insert `total: Money` into `Ordering/Order/OrderPlaced` ``."""
    match change:
        case Insert():
            first = change.text.strip().split("\n")[0]
            return f"insert `{first}` into `{change.owner or change.path}`"
        case Remove():
            return f"remove `{change.element}`"
        case Rename():
            return f"rename `{change.element}` to `{change.name}`"
        case Rewrite():
            return f"rewrite `{change.element}`"
        case Update():
            return f"update {change.aspect} of `{change.element}`"
