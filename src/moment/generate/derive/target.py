"""The derive target: what follows from the model, as one JSON file each."""

from __future__ import annotations

from collections.abc import Iterator
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
        """A file for every document; none for an empty model."""
        return tuple(self._files(inputs)) if domain.contexts or domain.flows else ()

    def _files(self, inputs: Inputs) -> Iterator[Artifact]:
        from moment.generate.header import json_with_header

        for name, members in inputs.documents.items():
            text = json_with_header(members, target=self.name, sources=inputs.sources)
            yield Artifact(f"{inputs.out[self.name]}/{name}", self.name, "generated", text, inputs.sources)


TARGET = Derive()
