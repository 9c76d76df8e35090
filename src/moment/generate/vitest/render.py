"""Every file of the vitest target: which cases go where, and how the files import each other."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import relpath

from moment.generate.artifact import Artifact, Inputs
from moment.generate.header import scaffold_header, with_header
from moment.generate.naming import stem
from moment.generate.suites.blocks import by_block, by_flow, context_sources, flow_sources
from moment.generate.vitest.aggregates import write_aggregate
from moment.generate.vitest.bindings import scaffold, write_bindings
from moment.generate.vitest.code import Script
from moment.generate.vitest.flows import write_flow
from moment.generate.vitest.harness import HARNESS
from moment.generate.vitest.payloads import Payloads
from moment.generate.vitest.processes import write_processes
from moment.generate.vitest.suite import Modules, Suite
from moment.model.domain import Context, Domain, Flow

TARGET = "vitest"
PROCESSES = "processes"
BINDINGS = "vitest.ts"


def render(domain: Domain, extension: str, inputs: Inputs) -> tuple[Artifact, ...]:
    return tuple(_Rendering(domain, extension, inputs).artifacts()) if domain.contexts or domain.flows else ()


class _Rendering:
    """One run over a model: folders, payloads and cases by the block that they belong to."""

    def __init__(self, domain: Domain, extension: str, inputs: Inputs) -> None:
        self._domain = domain
        self._extension = extension
        self._inputs = inputs
        self._out = inputs.out[TARGET]
        self._payloads = Payloads(domain, inputs.samples)
        self._flows = by_flow(inputs.cases)
        self._blocks = by_block(inputs.cases)

    def artifacts(self) -> Iterator[Artifact]:
        for flow in self._domain.flow.values():
            yield self._flow(flow)
        for context in self._domain.context.values():
            yield from self._context(context)
        yield self._generated("payloads.ts", "\n".join(self._payloads.lines()) + "\n", self._inputs.sources)
        yield self._harness()
        path = f"{self._inputs.bindings}/{BINDINGS}"
        text = scaffold_header(target=TARGET) + scaffold(self._module(path, f"{self._out}/harness"))
        yield Artifact(path, TARGET, "scaffold", text, self._inputs.sources)

    def _flow(self, flow: Flow) -> Artifact:
        path = f"flows/{stem(flow.name)}.spec.ts"
        suite = self._suite(path)
        write_flow(suite, flow, self._flows.get(flow.name, []))
        return self._spec(path, suite, flow_sources(flow, self._domain))

    def _context(self, context: Context) -> Iterator[Artifact]:
        folder = f"contexts/{stem(context.name)}"
        for aggregate in context.aggregates:
            if self._domain.aggregate[aggregate.id] is not aggregate:
                continue
            cases = self._blocks.get(aggregate.id)
            if cases:
                path = f"{folder}/{stem(aggregate.name, reserved=frozenset((PROCESSES,)))}.spec.ts"
                suite = self._suite(path)
                write_aggregate(suite, aggregate, cases)
                yield self._spec(path, suite, context_sources(context))
        cases = self._blocks.get(context.id)
        if cases:
            path = f"{folder}/{PROCESSES}.spec.ts"
            suite = self._suite(path)
            write_processes(suite, context, cases)
            yield self._spec(path, suite, context_sources(context))

    def _harness(self) -> Artifact:
        script, modules = Script(), self._modules("harness.ts")
        write_bindings(script, modules, self._domain, self._inputs.cases)
        used = script.text(types_only=True).lstrip("\n")
        body = (
            "import { expect } from 'vitest';\nimport type { TestContext } from 'vitest';\n"
            f"import type {{ Guard }} from '{modules.runtime}';\n"
            f"{used}\n{HARNESS.replace('BINDINGS', f'{self._inputs.bindings}/{BINDINGS}')}"
        )
        return self._generated("harness.ts", body, self._inputs.sources)

    def _suite(self, path: str) -> Suite:
        return Suite(self._domain, self._payloads, self._modules(path))

    def _spec(self, path: str, suite: Suite, sources: set[str]) -> Artifact:
        return self._generated(path, suite.text(), tuple(sorted(sources)))

    def _generated(self, path: str, body: str, sources: tuple[str, ...]) -> Artifact:
        text = with_header(body, target=TARGET, sources=sources)
        return Artifact(f"{self._out}/{path}", TARGET, "generated", text, sources)

    def _modules(self, path: str) -> Modules:
        at, typescript = f"{self._out}/{path}", self._inputs.out["typescript"]
        return Modules(
            bindings=self._module(at, f"{self._inputs.bindings}/{BINDINGS}".removesuffix(".ts")),
            types=self._module(at, f"{typescript}/index"),
            runtime=self._module(at, f"{typescript}/runtime"),
            harness=self._module(at, f"{self._out}/harness"),
            payloads=self._module(at, f"{self._out}/payloads"),
        )

    def _module(self, importer: str, module: str) -> str:
        path = relpath(module, importer.rpartition("/")[0] or ".")
        return f"{path if path.startswith('.') else f'./{path}'}{self._extension}"
