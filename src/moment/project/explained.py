"""Which findings of runs only repeat what a reading of the text has already found: one mistake, one diagnostic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from moment.diagnostics.model import Diagnostic, Severity
from moment.model.domain import Domain

_READ_ALREADY = frozenset(("MOM402", "MOM403", "MOM404", "MOM407"))
"""Contracts and inputs are judged by reading, with what follows from what; a run meets their first effect."""
_STOPS = ("MOM320", "MOM321", "MOM322", "MOM323", "MOM325")
_EFFECTS: Mapping[str, tuple[str, ...]] = {
    "MOM206": ("MOM214",),
    "MOM501": ("MOM502",),
    "MOM503": ("MOM502",),
    "MOM510": ("MOM518",),
    "MOM511": ("MOM518",),
    "MOM512": ("MOM518",),
    "MOM513": ("MOM518",),
    "MOM520": (*_STOPS, "MOM521"),
    "MOM522": (*_STOPS, "MOM521"),
    "MOM523": _STOPS,
}
"""Findings of the text, and the findings of runs that they lead to when both are about one element."""
_STOPS_FLOW = "MOM308"
"""Like every error in a flow, this warning says why the flow that it stands in may stop, or leave out what reacts."""


def unexplained(runs: Iterable[Diagnostic], read: Iterable[Diagnostic], domain: Domain) -> Iterator[Diagnostic]:
    """Those findings of ``runs`` that no finding of ``read`` leads to, each once."""
    about: dict[str, set[str]] = {}
    for finding in read:
        for code in _EFFECTS.get(finding.code, ()):
            about.setdefault(code, set()).update(finding.elements)
        if finding.code == _STOPS_FLOW or (finding.severity is Severity.ERROR and finding.code[:4] == "MOM3"):
            for code in (*_STOPS, "MOM502"):
                about.setdefault(code, set()).update(_flows_at(finding, domain))
    seen: set[tuple[object, ...]] = set()
    for finding in runs:
        key = finding.code, finding.place, finding.message
        if key not in seen and finding.code not in _READ_ALREADY:
            seen.add(key)
            if about.get(finding.code, set()).isdisjoint(_subjects(finding, domain)):
                yield finding


def _flows_at(finding: Diagnostic, domain: Domain) -> Iterator[str]:
    for flow in domain.flows:
        if flow.extent.path == finding.place.path and flow.extent.start <= finding.place.start < flow.extent.end:
            yield flow.id


def _subjects(finding: Diagnostic, domain: Domain) -> Iterator[str]:
    """What a finding of a run is about: its elements, their flow, the event of a field, what a placement places."""
    for element in finding.elements:
        yield from (element, element.rpartition(".")[0])
        for flow in domain.flows:
            if not element.startswith(f"{flow.id}/"):
                continue
            yield flow.id
            for placement in flow.placements:
                if placement.id == element and placement.node.target is not None:
                    yield placement.node.target
                    yield placement.node.target.rpartition("/")[0]
