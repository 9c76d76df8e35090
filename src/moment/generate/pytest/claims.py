"""The paths and names that the pytest target takes beside those of the classes it brings."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.collisions import Claim
from moment.generate.naming import is_usable, pascal
from moment.generate.pytest.modules import context_test_module, test_module
from moment.generate.python import names
from moment.model.domain import Aggregate, Context, Domain, Flow, Policy, Projection, Saga, Service


def claims(domain: Domain) -> Iterator[Claim]:
    """Paths before names; the members of each group of bindings in a scope of their own."""
    for flow in domain.flows:
        yield _claim("project", "path", test_module(flow.name), flow)
    for context in domain.contexts:
        yield _claim("project", "path", context_test_module(context.name), context)
    for context in domain.contexts:
        yield _claim("bindings", "member", pascal(context.name), context)
        yield from _members(context)
    for flow in domain.flows:
        yield _claim("bindings.flows", "member", names.flow_module(flow.name), flow)


def _members(context: Context) -> Iterator[Claim]:
    for aggregate in context.aggregates:
        yield _claim(context.id, "member", pascal(aggregate.name), aggregate)
    groups: tuple[tuple[Policy | Projection | Saga | Service, ...], ...] = (
        context.policies, context.services, context.projections, context.sagas,
    )  # fmt: skip
    for number, group in enumerate(groups):
        for element in group:
            yield _claim(f"{context.id}.{number}", "member", pascal(element.name), element)


def _claim(
    scope: str, space: str, resulting: str, element: Aggregate | Context | Flow | Policy | Projection | Saga | Service
) -> Claim:
    return Claim(scope, space, resulting if is_usable(element.name) else "", element.id, element.name, element.place)
