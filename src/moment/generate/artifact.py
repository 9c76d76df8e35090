"""One file that a target wants to exist, and what a target is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from moment.model.domain import Domain
from moment.model.results import Case, Sample


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
    of all specifications.
    """

    project: str
    version: str
    sources: tuple[str, ...]
    out: dict[str, str]
    bindings: str
    cases: tuple[Case, ...] = ()
    samples: tuple[Sample, ...] = ()


class Target(Protocol):
    """A generator. ``settings`` is a frozen dataclass whose fields are the keys of ``[generate.<name>]``."""

    name: str
    settings: type
    brings: tuple[str, ...]
    needs: frozenset[str]

    def render(self, domain: Domain, settings: Any, inputs: Inputs) -> tuple[Artifact, ...]: ...
