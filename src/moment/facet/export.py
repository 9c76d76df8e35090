"""A page as one file: opens from a folder or a mail, and needs nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from moment.facet.messages import Page
from moment.facet.page import application, filled, fragment, sealed
from moment.facet.runs import MOST_EVENTS, Run


class Content(NamedTuple):
    """What is shown: texts of JSON, columnar runs."""

    title: str
    bundle: str | None
    runs: tuple[Run, ...] = ()
    against: str | None = None


def exported(content: Content, *, embed: bool = False) -> str:
    """One file of HTML, or with ``embed`` a fragment; the same bytes for the same input."""
    page = Page(live=None, editor=None, notices=notices(content.runs), embedded=embed)
    text = filled(application(), page, bundle=content.bundle, against=content.against, runs=content.runs)
    return fragment(text, title=f"Facet: {content.title}") if embed else sealed(text)


def notices(runs: Sequence[Run]) -> list[str]:
    return [
        f"{run.name} has more than {MOST_EVENTS:,} steps: payloads are left out. `--payloads` takes them in."
        for run in runs
        if run.left_out
    ]
