"""One file that a target wants to exist, and what a target is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from moment.diagnostics.model import Diagnostic
from moment.model.domain import Domain
from moment.model.results import Case, HappyRun, Sample

if TYPE_CHECKING:
    from moment.model.catalogue import CatalogueEvent
    from moment.model.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Artifact:
    """``path`` is POSIX and relative to the project, ``text`` final with its header, ``sources`` spec paths."""

    path: str
    target: str
    kind: Literal["generated", "scaffold"]
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What targets need from their neighbours; empty unless a selected target names it in ``needs``.

    ``out`` goes from a target's name to its folder, ``bindings`` is the folder of scaffolds, ``sources`` the paths
    of all specifications. ``documents`` goes from a file name of ``moment derive`` to its whole text, ``facet`` is
    the whole text of ``facet.json``, ``templates`` goes from a file name to the text of a user's own template, with
    the path that a finding about it names.
    """

    project: str
    version: str
    sources: tuple[str, ...]
    out: dict[str, str]
    bindings: str
    cases: tuple[Case, ...] = ()
    samples: tuple[Sample, ...] = ()
    description: str = ""
    happy: tuple[HappyRun, ...] = ()
    catalogue: tuple[CatalogueEvent, ...] = ()
    glossary: Glossary | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    facet: str = ""
    templates: Mapping[str, Template] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """A user's template; ``path`` is POSIX and relative to the project."""

    path: str
    text: str


class RenderError(Exception):
    """A target cannot render for a reason that its user can mend, told by ``finding``."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Target(Protocol):
    """A generator. ``settings`` is a frozen dataclass whose fields are the keys of ``[generate.<name>]``.

    ``needs`` are names of members of ``Inputs``. A target may also have ``claims(domain, settings)``, which yields
    what it will call things (see ``collisions``).
    """

    name: str
    settings: type
    brings: tuple[str, ...]
    needs: frozenset[str]

    def render(self, domain: Domain, settings: Any, inputs: Inputs) -> tuple[Artifact, ...]:
        """Everything the target wants to exist; ``RenderError`` when a user's template fails."""
        ...
