"""The gherkin target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moment.generate.artifact import Artifact, Inputs
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""

    steps: Literal["cucumber-js", "none"] = "cucumber-js"


class Gherkin:
    name = "gherkin"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset(("cases", "happy"))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        return ()


TARGET = Gherkin()
