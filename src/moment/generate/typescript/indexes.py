"""The index modules: a context as one module, the flows, and the root that holds everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moment.generate.escaping import comment, paragraph
from moment.generate.typescript import names
from moment.generate.typescript.module import Module, annotation_doc, relative
from moment.generate.typescript.types import invariant_doc
from moment.model.domain import Context, Flow


def write_context_index(module: Module, context: Context, written: Iterable[tuple[str, bool]], extension: str) -> None:
    """``written`` are the modules of the context, each with whether it holds values beside types."""
    module.doc(_context_doc(module, context))
    for path, holds_values in sorted(written):
        kind = "export *" if holds_values else "export type *"
        module.write(f"{kind} from '{relative(module.path, path)}{extension}';")
    for name, union, filled in (
        ("AnyEvent", names.event_union, [a for a in context.aggregates if a.events]),
        ("AnyCommand", names.command_union, [a for a in context.aggregates if a.commands]),
    ):
        for aggregate in filled:
            module.named(names.aggregate_types_module(context.name, aggregate.name), union(aggregate.name))
        if filled:
            module.union(name, (union(aggregate.name) for aggregate in filled))


def write_flow_index(module: Module, flows: Iterable[Flow], extension: str) -> None:
    for flow in flows:
        path = relative(module.path, names.flow_module(flow.name))
        module.write(f"export * as {names.flow_namespace(flow.name)} from '{path}{extension}';")


def write_index(module: Module, contexts: Iterable[Context], extension: str, *, with_flows: bool) -> None:
    for context in contexts:
        path = names.context_index(context.name)
        module.write(f"export * as {names.namespace(context.name)} from './{path}{extension}';")
    if with_flows:
        module.write(f"export * as {names.FLOWS} from './{names.FLOWS}/{names.INDEX}{extension}';")
    primitives = ", ".join(names.EXPORTED_PRIMITIVES)
    module.write(f"export type {{ {primitives} }} from './{names.RUNTIME}{extension}';")


def _context_doc(module: Module, context: Context) -> Iterator[str]:
    if context.description:
        yield paragraph(context.description)
    if context.classification is not None:
        yield f"@classification {context.classification}"
    yield from annotation_doc(context.annotations)
    yield from invariant_doc(module.homes.invariants.get(context.id, ()))
    for relationship in context.relationships:
        ends = f"{comment(relationship.source.name)} -> {comment(relationship.target.name)}"
        yield f"@relationship {ends} {comment(relationship.kind)} — {comment(relationship.contract)}"
    for term in context.terms:
        yield f"@term {comment(term.word)} — {comment(term.meaning)}"
