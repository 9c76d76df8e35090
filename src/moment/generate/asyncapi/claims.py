"""The keys that the AsyncAPI document takes, and for which element."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.asyncapi import names
from moment.generate.asyncapi.traffic import messages
from moment.generate.collisions import Claim
from moment.generate.naming import is_usable
from moment.generate.schemas import key, reachable
from moment.model.domain import Domain


def claims(domain: Domain, *, everything: bool) -> Iterator[Claim]:
    """Addresses, operations, and what stands among the components."""
    found = messages(domain, everything=everything)
    used = {name for each in found for name in (each.context, *each.receivers)}
    for context in domain.contexts:
        if context.name in used:
            name = names.address(context.name, "x") if is_usable(context.name) else ""
            yield Claim("contexts", "export", name, context.id, context.name, context.place)
            name = names.component(context.name, "x") if is_usable(context.name) else ""
            yield Claim("components", "export", name, context.id, context.name, context.place)
    for each in found:
        event = each.event
        if event is None:
            continue
        usable = is_usable(event.name)
        for scope, name in (
            ("channels", names.address(event.context, event.name)),
            ("schemas", names.component(event.context, event.name)),
        ):
            yield Claim(scope, "export", name if usable else "", event.id, event.name, event.place)
    types = [field.type for each in found if each.event is not None for field in each.event.fields]
    for element in reachable(types, domain):
        yield Claim("schemas", "export", key(element), element.id, element.name, element.place)
