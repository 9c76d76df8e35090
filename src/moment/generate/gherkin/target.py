"""The gherkin target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """``steps`` are the step definitions that are written beside the features."""

    steps: Literal["cucumber-js", "none"] = "cucumber-js"


class Gherkin:
    name = "gherkin"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset(("cases", "happy"))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """Features and steps below ``inputs.out["gherkin"]``, and the scaffold of bindings; none for an empty model."""
        from moment.generate.gherkin.render import render

        return render(domain, inputs, with_steps=settings.steps != "none")

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """The paths that rendering ``domain`` will take."""
        from moment.generate.gherkin.claims import claims

        return claims(domain)


TARGET = Gherkin()
