"""From a model to the files of the Python target: one module for every context and every flow with a contract."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.artifact import Artifact, Inputs
from moment.generate.escaping import one_line
from moment.generate.header import with_header
from moment.generate.python import names
from moment.generate.python.aggregates import write_aggregate
from moment.generate.python.claims import attributes, exports
from moment.generate.python.flows import write_contracts
from moment.generate.python.homes import Homes, homes_of
from moment.generate.python.module import Module, docstring
from moment.generate.python.processes import write_processes
from moment.generate.python.runtime import RUNTIME
from moment.generate.python.types import write_types
from moment.generate.typescript.contracts import contracts
from moment.model.domain import Context, Domain, Flow

NAME = "python"


def render(domain: Domain, package: str, inputs: Inputs) -> tuple[Artifact, ...]:
    """All modules of ``domain``, sorted by path; none for a model without contexts and flows."""
    if not domain.contexts and not domain.flows:
        return ()
    folder = f"{inputs.out[NAME]}/{names.package(inputs.project, package)}"
    made = (
        Artifact(
            f"{folder}/{path}", NAME, "generated", with_header(text, target=NAME, sources=sources, syntax="#"), sources
        )
        for path, text, sources in _files(domain, inputs)
    )
    return tuple(sorted(made, key=lambda artifact: artifact.path))


def _files(domain: Domain, inputs: Inputs) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    homes = homes_of(domain)
    yield "__init__.py", docstring(f"The domain of {inputs.project}.") + "\n", ()
    yield "py.typed", "", ()
    yield f"{names.RUNTIME}.py", RUNTIME, ()
    yield f"{names.CONTEXTS}/__init__.py", docstring("The contexts, a module each.") + "\n", ()
    for context in domain.context.values():
        path = f"{names.CONTEXTS}/{names.context_module(context.name)}.py"
        yield path, _context(context, homes), (context.place.path,)
    flows = [(flow, found) for flow in domain.flow.values() if (found := contracts(flow))]
    if flows:
        yield f"{names.FLOWS}/__init__.py", docstring("The contracts of the flows, a module each.") + "\n", ()
    for flow, found in flows:
        owners = {domain.context[p.owner].place.path for c in found for p in c.placements if p.owner is not None}
        module = Module(homes, None, frozenset(_attributes(flow)))
        write_contracts(module, flow, found)
        text = module.text(f"What crosses in {one_line(flow.name)}.")
        yield f"{names.FLOWS}/{names.flow_module(flow.name)}.py", text, tuple(sorted({flow.place.path, *owners}))


def _context(context: Context, homes: Homes) -> str:
    taken = frozenset((*attributes(context), *(resulting for _, resulting in exports(context))))
    module = Module(homes, context.id, taken)
    write_types(module, context)
    for aggregate in context.aggregates:
        if homes.domain.aggregate[aggregate.id] is aggregate:
            write_aggregate(module, aggregate)
    write_processes(module, context)
    return module.text(
        one_line(f"{context.name}: {context.description}" if context.description else context.name) or "A context."
    )


def _attributes(flow: Flow) -> Iterator[str]:
    for contract in contracts(flow):
        yield contract.type_name
        yield from (names.member(field.name) for field in contract.crossing.fields)
