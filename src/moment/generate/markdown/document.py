"""The whole document as a value, with the anchors of its headings."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.artifact import Inputs
from moment.generate.escaping import one_line
from moment.generate.markdown import shapes
from moment.generate.markdown.diagrams import context_map
from moment.generate.markdown.escaping import slug
from moment.generate.markdown.moments import flow_part
from moment.generate.markdown.parts import context_part
from moment.model.domain import Domain, Field


class _Headings:
    """Gives every heading its anchor; equal ones are numbered as readers of Markdown number them."""

    def __init__(self) -> None:
        self.entries: list[shapes.Entry] = []
        self._used: dict[str, int] = {}

    def __call__(self, title: str, depth: int) -> shapes.Heading:
        """``depth`` 0 is the title of the document, 1 a section; deeper than 2 is not in the table of contents."""
        plain = one_line(title) or "-"
        anchor = slug(plain)
        number = self._used.get(anchor)
        self._used[anchor] = 0 if number is None else number + 1
        while number is not None:
            number += 1
            numbered = f"{anchor}-{number}"
            if numbered not in self._used:
                self._used[anchor] = number
                self._used[numbered] = 0
                anchor = numbered
                break
        if 1 <= depth <= 2:
            self.entries.append(shapes.Entry(plain, anchor, depth))
        return shapes.Heading(plain, anchor)


def document(domain: Domain, inputs: Inputs) -> shapes.Document:
    """Headings are made in the order in which the built-in templates show them."""
    heading = _Headings()
    sections: dict[str, shapes.Heading] = {}
    relationships = tuple(_relationships(domain))
    deprecations = tuple(_deprecations(domain))
    glossary = inputs.glossary
    terms = (
        shapes.GlossaryPart(glossary.terms, glossary.homonyms, glossary.undefined)
        if glossary
        else shapes.GlossaryPart((), (), ())
    )
    heading(inputs.project, 0)
    if domain.contexts:
        sections["map"] = heading("Context map", 1)
    if domain.flow:
        sections["flows"] = heading("Flows", 1)
    flows = tuple(flow_part(flow, domain, heading) for flow in domain.flow.values())
    crossings = tuple(crossing for flow in flows for moment in flow.moments for crossing in moment.crossings)
    if crossings:
        sections["crossings"] = heading("Crossings", 1)
    if domain.contexts:
        sections["contexts"] = heading("Contexts", 1)
    contexts = tuple(context_part(context, heading) for context in domain.context.values())
    if inputs.catalogue:
        sections["catalogue"] = heading("Event catalogue", 1)
    if deprecations:
        sections["deprecations"] = heading("Deprecated fields", 1)
    if terms.terms or terms.homonyms:
        sections["glossary"] = heading("Glossary", 1)
    return shapes.Document(
        format="moment.document/1", project=inputs.project, version=inputs.version, description=inputs.description,
        contents=tuple(heading.entries), sections=sections,
        map=context_map(tuple(domain.context.values()), relationships) if domain.contexts else "",
        relationships=relationships, flows=flows, crossings=crossings, contexts=contexts, catalogue=inputs.catalogue,
        deprecations=deprecations, glossary=terms,
    )  # fmt: skip


def _relationships(domain: Domain) -> Iterator[shapes.RelationshipPart]:
    """What crossings show, each kind between two contexts once; then what is declared."""
    shown: dict[tuple[str, str, str], None] = {}
    for flow in domain.flow.values():
        for placement in flow.placements:
            crossing = placement.crossing
            if crossing is not None:
                source = crossing.source or placement.lane.name
                shown[source, crossing.target or crossing.target_lane.name, crossing.kind] = None
    for source, target, kind in shown:
        yield shapes.RelationshipPart(source, target, kind, "crossing", "")
    for context in domain.context.values():
        for each in context.relationships:
            yield shapes.RelationshipPart(each.source.name, each.target.name, each.kind, "declared", each.contract)


def _deprecations(domain: Domain) -> Iterator[shapes.DeprecationPart]:
    for element, fields in _holders(domain):
        for field in fields:
            if field.deprecation is not None:
                yield shapes.DeprecationPart(
                    element, field.name, field.deprecation.reason, field.deprecation.replacement
                )


def _holders(domain: Domain) -> Iterator[tuple[str, tuple[Field, ...]]]:
    yield from ((command.id, command.inputs) for command in domain.command.values())
    yield from ((event.id, event.fields) for event in domain.event.values())
    yield from ((value.id, value.fields) for value in domain.value_object.values())
    yield from ((projection.id, projection.fields) for projection in domain.projection.values())
