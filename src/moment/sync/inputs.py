"""What the engine is asked with: which folders, which specification, which state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moment.sync.opening import Named
from moment.sync.types import DriftReport


@dataclass(frozen=True, slots=True)
class DiffInput:
    """Two folders of code."""

    generated_dir: Named
    implementation_dir: Named


@dataclass(frozen=True, slots=True)
class DetectDriftInput:
    """A specification, by one of its files, its folder, or a folder that was generated from it, and its code.

    Without ``state_dir`` the bases are those of the project.
    """

    implementation_dir: Named
    generated_dir: Named | None = None
    spec_path: Named | None = None
    state_dir: Named | None = None


@dataclass(frozen=True, slots=True)
class GenerateProposalsInput:
    """A report, or what one is made from; with both, the proposals are those about the points of the report."""

    report: DriftReport | None = None
    implementation_dir: Named | None = None
    generated_dir: Named | None = None
    spec_path: Named | None = None
    state_dir: Named | None = None


@dataclass(frozen=True, slots=True)
class DetectConsumptionInput:
    """A folder of code, and the events to look for: those of a specification, or names.

    ``known_events`` are names of exported types (``OrderPlaced``), or a mapping from these to what they are reported as.
    """

    source_dir: Named
    spec_path: Named | None = None
    known_events: tuple[str, ...] | Mapping[str, str] = ()
