"""The order in which parsed files become one resolved ``Domain``."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import Protocol

from moment.language import syntax
from moment.model.annotations import attach
from moment.model.contexts import build_context
from moment.model.domain import Context, Domain, StrayAnnotation
from moment.model.emitters import collect
from moment.model.fields import build_annotations
from moment.model.flows import build_flow
from moment.model.merge import first_by_identity, merge
from moment.model.names import Names, index
from moment.model.references import References
from moment.model.routes import Arrivals, arrivals, route
from moment.model.scope import Scope
from moment.model.types import Types
from moment.text.source import Source


class ParsedFile(Protocol):
    """What is needed of ``moment.language.parser.Parsed``."""

    @property
    def source(self) -> Source: ...

    @property
    def tree(self) -> syntax.File: ...


def build(parsed: Iterable[ParsedFile]) -> Domain:
    """The model of ``parsed``, files in order of their paths, declarations as written.

    Never raises and reports nothing: what cannot be resolved is a reference without a target.
    """
    if not gc.isenabled():
        return _build(parsed)
    gc.disable()  # a model has no cycles, and looking for them costs twice as much as building it
    try:
        return _build(parsed)
    finally:
        gc.enable()


def _build(parsed: Iterable[ParsedFile]) -> Domain:
    files = sorted(parsed, key=lambda each: each.source.path)
    names = index(each.tree for each in files)
    types = Types(names)
    routes = [
        route(item, each.source.path, names)
        for each in files
        for item in each.tree.items
        if isinstance(item, syntax.Flow)
    ]
    contexts, stray = _contexts(files, names, types=types, arriving=arrivals(routes))
    events = first_by_identity(event for context in contexts for event in context.events)
    flows = [build_flow(each, types, events) for each in routes]
    return merge(contexts, flows, stray)


def _contexts(
    files: Iterable[ParsedFile], names: Names, *, types: Types, arriving: Arrivals
) -> tuple[list[Context], list[StrayAnnotation]]:
    emitters: dict[str, list[str]] = {}
    waiting: list[tuple[syntax.Context, Scope]] = []
    stray: list[StrayAnnotation] = []
    for each in files:
        path = each.source.path
        carried, lost = attach(each.tree)
        stray.extend(map(StrayAnnotation, build_annotations(lost, path)))
        for item in each.tree.items:
            if isinstance(item, syntax.Context):
                name = item.name.text
                references = References(name, path, names=names, arrivals=arriving)
                collect(item, references, emitters)
                waiting.append((item, Scope(name, path, types.of(name), references, carried, emitters)))
    return [build_context(context, scope) for context, scope in waiting], stray
