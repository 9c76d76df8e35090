"""``projections.ts`` of a context: rows, the events they are made from, and who makes them."""

from __future__ import annotations

from moment.generate.typescript import names
from moment.generate.typescript.module import Module, annotation_doc
from moment.model.domain import Context, Projection


def write_projections(module: Module, context: Context) -> None:
    for projection in context.projections:
        _projection(module, projection)


def _projection(module: Module, projection: Projection) -> None:
    row, source = names.row_type(projection.name), names.projection_source(projection.name)
    module.doc(annotation_doc(projection.annotations))
    module.interface(row, projection.fields)
    module.union(source, [module.node_type(event) for event in projection.sources] or ["never"])
    module.doc(["Answers the row after the event; `undefined` when there is none."])
    module.write(
        f"export interface {names.projector_type(projection.name)} {{",
        f"  apply(current: {row} | undefined, event: {source}): {row} | undefined;",
        "}",
    )
