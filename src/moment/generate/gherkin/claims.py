"""The files that the gherkin target takes, and for which element."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.collisions import Claim
from moment.generate.naming import is_usable, stem
from moment.model.domain import Domain


def claims(domain: Domain) -> Iterator[Claim]:
    for flow in domain.flows:
        path = f"features/{stem(flow.name)}" if is_usable(flow.name) else ""
        yield Claim("flows", "path", path, flow.id, flow.name, flow.place)
    for context in domain.contexts:
        path = f"features/contexts/{stem(context.name)}" if is_usable(context.name) else ""
        yield Claim("contexts", "path", path, context.id, context.name, context.place)
