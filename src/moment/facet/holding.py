"""Which flows an error holds back: those in which it lies, and those that use what it lies in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from moment.diagnostics.model import Diagnostic
from moment.model.domain import Domain, Flow
from moment.project.discover import CONFIG_NAME
from moment.project.resting import reachable
from moment.text.span import Place


class Uses(NamedTuple):
    """Where a flow stands, and the contexts that its runs can reach, each with its file."""

    path: str
    contexts: Mapping[str, str]


def uses(flow: Flow, domain: Domain) -> Uses:
    return Uses(flow.place.path, {name: domain.context[name].place.path for name in sorted(reachable(flow, domain))})


def troubled(domain: Domain, errors: Iterable[Diagnostic], seen: Mapping[str, Uses]) -> dict[str, tuple[str, ...]]:
    """Name of a flow to the files whose errors hold it back.

    ``seen`` are the flows as they last were whole: one that is not there now is held back by an error in its file,
    as is one that used a context which has gone from a file with an error.
    """
    now = {flow.name: uses(flow, domain) for flow in domain.flows}
    found: dict[str, set[str]] = {}
    for error in errors:
        for name in {*now, *seen}:
            if _is_held(name, error.place, domain, now.get(name), seen.get(name)):
                found.setdefault(name, set()).add(error.place.path)
    return {name: tuple(sorted(paths)) for name, paths in found.items()}


def _is_held(name: str, place: Place, domain: Domain, now: Uses | None, before: Uses | None) -> bool:
    if place.path == CONFIG_NAME:
        return True
    if now is None:
        return before is not None and before.path == place.path
    if _covers(domain.flow[name].extent, place):
        return True
    used = {**(before.contexts if before is not None else {}), **now.contexts}
    for context, path in used.items():
        known = domain.context.get(context)
        if known is None and path == place.path:
            return True
        if known is not None and _covers(known.extent, place):
            return True
    return False


def _covers(extent: Place, place: Place) -> bool:
    return extent.path == place.path and extent.start <= place.start <= extent.end
