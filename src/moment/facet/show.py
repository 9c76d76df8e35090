"""A simulation in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from moment.behaviour.bundle import document
from moment.behaviour.simulation import Simulation
from moment.facet.bundle import text_of
from moment.facet.export import Content, exported
from moment.text.source import Source


class Shown(NamedTuple):
    """What a notebook draws: the page in a frame, which knows nothing of the notebook."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return "Facet, to be seen in a notebook; `.html` is the fragment"


def show(simulation: Simulation, *, project: str = "simulation", sources: Mapping[str, Source] | None = None) -> Shown:
    """The page of ``simulation``; with the ``sources`` of its domain places are lines, and the text is shown.

    ``FacetError`` when this installation was made without the page.
    """
    found = document(simulation, project=project, sources=sources or {}, with_text=True, with_tables=True)
    return Shown(exported(Content(project, text_of(found)), embed=True))
