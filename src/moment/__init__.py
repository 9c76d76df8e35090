"""Moment: specify, check, run and generate an event-driven domain.

    session = moment.load("specs")
    for finding in session.diagnostics(): ...
    simulation = moment.simulate(session.domain())
    artifacts = moment.render(session, ["typescript"]).artifacts

Every name is imported from its home when it is first used; importing the package loads nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moment import facet
    from moment.behaviour.simulation import Simulation, simulate
    from moment.checks import check
    from moment.diagnostics.model import Diagnostic, Severity
    from moment.generate.artifact import Artifact
    from moment.language.formatter import format_text
    from moment.language.parser import Parsed, parse
    from moment.model.build import build
    from moment.model.domain import Domain
    from moment.project.production import produce_artifacts as render
    from moment.project.session import Session, load
    from moment.text.source import Source

_HOMES = {
    "Artifact": "moment.generate.artifact:Artifact",
    "Diagnostic": "moment.diagnostics.model:Diagnostic",
    "Domain": "moment.model.domain:Domain",
    "Parsed": "moment.language.parser:Parsed",
    "Session": "moment.project.session:Session",
    "Severity": "moment.diagnostics.model:Severity",
    "Simulation": "moment.behaviour.simulation:Simulation",
    "Source": "moment.text.source:Source",
    "build": "moment.model.build:build",
    "check": "moment.checks:check",
    "facet": "moment.facet",
    "format_text": "moment.language.formatter:format_text",
    "load": "moment.project.session:load",
    "parse": "moment.language.parser:parse",
    "render": "moment.project.production:produce_artifacts",
    "simulate": "moment.behaviour.simulation:simulate",
}

__all__ = [
    "Artifact", "Diagnostic", "Domain", "Parsed", "Session", "Severity", "Simulation", "Source", "build", "check",
    "facet", "format_text", "load", "parse", "render", "simulate",
]  # fmt: skip


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'moment' has no attribute {name!r}")
    from importlib import import_module

    module, _, attribute = home.partition(":")
    found = import_module(module)
    return getattr(found, attribute) if attribute else found
