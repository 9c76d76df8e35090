"""Every file of the pytest target: which cases go where, and where the files find each other."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import relpath

from moment.generate.artifact import Artifact, Inputs
from moment.generate.escaping import one_line
from moment.generate.header import scaffold_header, with_header
from moment.generate.pytest.aggregates import write_aggregate
from moment.generate.pytest.bindings import scaffold, write_bindings
from moment.generate.pytest.code import Script, inline
from moment.generate.pytest.conftest import CONFTEST
from moment.generate.pytest.flows import write_flow
from moment.generate.pytest.harness import HARNESS, IMPORTS
from moment.generate.pytest.modules import bindings_module, context_test_module, test_module
from moment.generate.pytest.payloads import payloads_text
from moment.generate.pytest.processes import write_processes
from moment.generate.pytest.suite import Modules, Suite
from moment.generate.python import names
from moment.generate.suites.blocks import by_block, by_flow, context_sources, flow_sources
from moment.generate.suites.payloads import Payloads
from moment.model.domain import Context, Domain, Flow

TARGET = "pytest"


def render(domain: Domain, package: str, inputs: Inputs) -> tuple[Artifact, ...]:
    return tuple(_Rendering(domain, package, inputs).artifacts()) if domain.contexts or domain.flows else ()


class _Rendering:
    """One run over a model: folders, payloads and cases by the block that they belong to."""

    def __init__(self, domain: Domain, package: str, inputs: Inputs) -> None:
        self._domain = domain
        self._inputs = inputs
        self._out = inputs.out[TARGET]
        package = names.package(inputs.project, package)
        contexts = {context.name: names.context_module(context.name) for context in domain.contexts}
        self._modules = Modules(package, bindings_module(package), contexts)
        self._payloads = Payloads(domain, inputs.samples)
        self._flows = by_flow(inputs.cases)
        self._blocks = by_block(inputs.cases)

    def artifacts(self) -> Iterator[Artifact]:
        for flow in self._domain.flow.values():
            yield self._flow(flow)
        for context in self._domain.context.values():
            yield from self._context(context)
        yield self._generated("payloads.py", payloads_text(self._payloads), self._inputs.sources)
        yield self._harness()
        yield self._conftest()
        text = scaffold_header(target=TARGET, syntax="#") + scaffold(self._modules.package)
        path = f"{self._inputs.bindings}/{self._modules.bindings}.py"
        yield Artifact(path, TARGET, "scaffold", text, self._inputs.sources)

    def _flow(self, flow: Flow) -> Artifact:
        suite = self._suite()
        write_flow(suite, flow, self._flows.get(flow.name, []))
        text = suite.text(f"Flow: {one_line(flow.name)}")
        return self._generated(f"{test_module(flow.name)}.py", text, tuple(sorted(flow_sources(flow, self._domain))))

    def _context(self, context: Context) -> Iterator[Artifact]:
        suite = self._suite()
        found = [*self._blocks.get(context.id, ())]
        for aggregate in context.aggregates:
            if self._domain.aggregate[aggregate.id] is aggregate:
                cases = self._blocks.get(aggregate.id, [])
                found += cases
                write_aggregate(suite, aggregate, cases)
        write_processes(suite, self._blocks.get(context.id, []))
        if found:
            text = suite.text(f"Context: {one_line(context.name)}")
            yield self._generated(
                f"{context_test_module(context.name)}.py", text, tuple(sorted(context_sources(context)))
            )

    def _harness(self) -> Artifact:
        script = Script()
        write_bindings(script, self._modules.package, self._domain, self._inputs.cases)
        place = f"{self._inputs.bindings}/{self._modules.bindings}.py"
        text = "\n".join(
            (
                '"""What the tests of the model skip by and compare with, and what can be bound to it."""',
                "",
                IMPORTS,
                *script.imports(),
                "",
                HARNESS.replace("BINDINGS", place),
                *script.lines,
                "",
            )
        )
        return self._generated("harness.py", text, self._inputs.sources)

    def _conftest(self) -> Artifact:
        folders = [relpath(folder, self._out) for folder in (self._inputs.bindings, self._inputs.out["python"])]
        text = CONFTEST.replace("FOLDERS", inline([".", *folders]))
        return self._generated(
            "conftest.py", f'"""Where the tests of the model find things, and what they report."""\n\n{text}', ()
        )

    def _suite(self) -> Suite:
        return Suite(self._domain, self._payloads, self._modules)

    def _generated(self, path: str, body: str, sources: tuple[str, ...]) -> Artifact:
        text = with_header(body, target=TARGET, sources=sources, syntax="#")
        return Artifact(f"{self._out}/{path}", TARGET, "generated", text, sources)
