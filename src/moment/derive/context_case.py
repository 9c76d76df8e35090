"""What every case outside of flows has in common."""

from __future__ import annotations

from moment.model.results import Case, CaseKind, Example
from moment.text.span import Place


def context_case(
    kind: CaseKind,
    label: str,
    title: str,
    *,
    context: str,
    block: str,
    subject: str,
    when: str,
    place: Place,
    given: tuple[str, ...] = (),
    then: tuple[str, ...] = (),
    detail: str | None = None,
    example: Example | None = None,
    covers: tuple[str, ...] = (),
) -> Case:
    """A case of the aggregate or context called ``block``; it covers its subject and all of ``covers``."""
    return Case(
        id=f"{block}/{kind}:{label}",
        kind=kind,
        title=title,
        context=context,
        flow=None,
        moment=None,
        arm=None,
        subject=subject,
        detail=detail,
        given=given,
        when=when,
        then=then,
        contract=None,
        example=example,
        covers=tuple(dict.fromkeys((subject, *covers))),
        place=place,
    )
