"""What the tag of a type becomes when the type gets a new name: ``OrderPlaced`` of ``OrderPlacedEvent``."""

from __future__ import annotations

REFUSED = ".Refused"
_ENDINGS = ("", "Command", "Input", "Event", "Aggregate", "Dto", "Refusal")


def tags_after(old: str, new: str) -> dict[str, str]:
    """Tags of an element called ``old`` and of its refusal, each with what it is when that is called ``new``."""
    return {old: new, old + REFUSED: new + REFUSED}


def retagged(tag: str, symbol: str, name: str) -> str | None:
    """The tag of ``symbol`` after it was renamed to ``name``; ``None`` when ``tag`` does not say which type it is.

    An ending that the tag leaves out is left out again: ``OrderPlaced`` of ``OrderPlacedEvent`` becomes ``OrderSent``,
    whether the new name is ``OrderSent`` or ``OrderSentEvent``. A refusal is tagged as its command with ``.Refused``.
    """
    head = tag.removesuffix(REFUSED)
    for ending in _ENDINGS:
        if head + ending == symbol and (head == tag or ending == "Refusal"):
            new = name.removesuffix(ending)
            return new + tag[len(head) :] if new and tag != new + tag[len(head) :] else None
    return None
