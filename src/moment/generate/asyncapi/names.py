"""What channels, operations and messages are called: letters of ASCII, digits and hyphens."""

from __future__ import annotations

from moment.generate.naming import ascii_only, camel, kebab_or_blank, pascal


def folder(context: str) -> str:
    """``sales``: what the addresses of its channels begin with."""
    return ascii_only(kebab_or_blank(context))


def namespace(context: str) -> str:
    """``Sales``: what the keys of its messages and schemas begin with."""
    return ascii_only(pascal(context)) or "Unnamed"


def address(context: str, event: str) -> str:
    """``sales.order-submitted``."""
    return f"{folder(context)}.{ascii_only(kebab_or_blank(event))}"


def message(event: str) -> str:
    """``OrderSubmitted``: within a channel."""
    return ascii_only(pascal(event)) or "Unnamed"


def component(context: str, event: str) -> str:
    """``Sales.OrderSubmitted``: among all messages and schemas."""
    return f"{namespace(context)}.{message(event)}"


def sends(context: str, event: str) -> str:
    """``salesSendsOrderSubmitted``."""
    return f"{ascii_only(camel(context)) or 'unnamed'}Sends{message(event)}"


def receives(context: str, sender: str, event: str, *, is_ambiguous: bool) -> str:
    """``dispatchReceivesOrderSubmitted``; with the sender where two contexts send an event of that name."""
    origin = ascii_only(pascal(sender)) if is_ambiguous else ""
    return f"{ascii_only(camel(context)) or 'unnamed'}Receives{origin}{message(event)}"
