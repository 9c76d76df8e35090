"""The derive target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from dataclasses import dataclass

from moment.generate.artifact import Artifact, Inputs
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


class Derive:
    name = "derive"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset(("documents",))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        return ()


TARGET = Derive()
