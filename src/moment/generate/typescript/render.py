"""From a model to the files of the TypeScript target: which modules there are and what each one holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moment.generate.artifact import Artifact, Inputs
from moment.generate.header import with_header
from moment.generate.typescript import names
from moment.generate.typescript.aggregates import write_aggregate
from moment.generate.typescript.commands import write_aggregate_types
from moment.generate.typescript.contracts import Contract, contracts
from moment.generate.typescript.flows import write_contracts
from moment.generate.typescript.guards import write_guards
from moment.generate.typescript.homes import Homes, homes_of
from moment.generate.typescript.indexes import write_context_index, write_flow_index, write_index
from moment.generate.typescript.module import Module
from moment.generate.typescript.processes import write_processes
from moment.generate.typescript.projections import write_projections
from moment.generate.typescript.runtime import RUNTIME
from moment.generate.typescript.settings import Settings
from moment.generate.typescript.types import write_types
from moment.model.domain import Context, Domain, Flow

NAME = "typescript"


class _Written(NamedTuple):
    """A finished module, whether it holds values beside types, and the specifications it is made from."""

    module: Module
    holds_values: bool
    sources: tuple[str, ...]


def render(domain: Domain, settings: Settings, inputs: Inputs, *, guards: bool = True) -> tuple[Artifact, ...]:
    """All modules of ``domain``, sorted by path; none for a model without contexts and flows.

    Without ``guards`` the modules of guards are left out: they declare no types.
    """
    if not domain.contexts and not domain.flows:
        return ()
    folder = inputs.out[NAME]
    artifacts = [
        _artifact(folder, written.module.path, written.module.text(settings.extension), written.sources)
        for written in _modules(domain, settings, inputs.sources, guards=guards)
    ]
    artifacts.append(_artifact(folder, names.RUNTIME, RUNTIME, ()))
    return tuple(sorted(artifacts, key=lambda artifact: artifact.path))


def _artifact(folder: str, path: str, body: str, sources: tuple[str, ...]) -> Artifact:
    text = with_header(body, target=NAME, sources=sources)
    return Artifact(f"{folder}/{path}.ts", NAME, "generated", text, sources)


def _modules(domain: Domain, settings: Settings, sources: tuple[str, ...], *, guards: bool) -> Iterator[_Written]:
    homes = homes_of(domain)
    indexed: list[Context] = []
    for context in domain.contexts:
        written = list(_context(context, homes, settings, guards=guards))
        if written:
            indexed.append(context)
            yield from written
    flows = [(flow, found) for flow in domain.flows if (found := contracts(flow))]
    for flow, found in flows:
        yield _flow(flow, found, homes)
    if flows:
        module = Module(f"{names.FLOWS}/{names.INDEX}", homes, None, frozenset())
        write_flow_index(module, (flow for flow, _ in flows), settings.extension)
        yield _Written(module, True, _distinct(flow.place.path for flow, _ in flows))
    root = Module(names.INDEX, homes, None, frozenset())
    write_index(root, indexed, settings.extension, with_flows=bool(flows))
    yield _Written(root, True, sources)


def _context(context: Context, homes: Homes, settings: Settings, *, guards: bool) -> Iterator[_Written]:
    written: list[_Written] = []
    sources = (context.place.path,)

    def begin(path: str, *, holds_values: bool) -> Module:
        module = Module(path, homes, context.id, homes.exports[context.id])
        written.append(_Written(module, holds_values, sources))
        return module

    if context.all_value_objects or context.all_enums:
        write_types(begin(names.types_module(context.name), holds_values=False), context)
    for aggregate in context.aggregates:
        if aggregate.events or aggregate.commands or aggregate.lifecycle is not None:
            path = names.aggregate_types_module(context.name, aggregate.name)
            write_aggregate_types(begin(path, holds_values=False), aggregate)
        path = names.aggregate_module(context.name, aggregate.name)
        write_aggregate(begin(path, holds_values=aggregate.lifecycle is not None), aggregate, settings)
    if context.policies or context.services or context.sagas:
        path = names.processes_module(context.name)
        write_processes(begin(path, holds_values=bool(context.sagas)), context)
    if context.projections:
        write_projections(begin(names.projections_module(context.name), holds_values=False), context)
    if guards and _is_guarded(context):
        write_guards(begin(names.guards_module(context.name), holds_values=True), context)
    if written:
        members = [(each.module.path, each.holds_values) for each in written]
        index = begin(names.context_index(context.name), holds_values=True)
        write_context_index(index, context, members, settings.extension)
    yield from written


def _is_guarded(context: Context) -> bool:
    return bool(
        context.all_value_objects or context.all_enums or context.projections or context.events or context.commands
    )


def _flow(flow: Flow, found: tuple[Contract, ...], homes: Homes) -> _Written:
    own = frozenset(name for contract in found for name in (contract.type_name, names.guard(contract.type_name)))
    module = Module(names.flow_module(flow.name), homes, None, own)
    write_contracts(module, flow, found)
    owners = (placement.owner or "" for contract in found for placement in contract.placements)
    producers = (homes.domain.context[owner].place.path for owner in owners if owner in homes.domain.context)
    return _Written(module, True, _distinct((flow.place.path, *producers)))


def _distinct(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths)))
