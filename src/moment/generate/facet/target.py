"""The facet target: the scenarios of ``moment simulate`` as one more generated file."""

from __future__ import annotations

from dataclasses import dataclass

from moment.generate.artifact import Artifact, Inputs
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set: what is run stands in ``[simulate]``."""


class Facet:
    name = "facet"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset(("facet",))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """``facet.json``, the same bytes as ``moment simulate`` writes; none for a model without flows."""
        if not domain.flows:
            return ()
        return (Artifact(f"{inputs.out[self.name]}/facet.json", self.name, "generated", inputs.facet, inputs.sources),)


TARGET = Facet()
