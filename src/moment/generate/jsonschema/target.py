"""The jsonschema target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


class JsonSchema:
    name = "jsonschema"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """A schema for every event and every contract below ``inputs.out["jsonschema"]``."""
        from moment.generate.jsonschema.render import render

        return render(domain, inputs)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """The paths and keys that rendering ``domain`` will take."""
        from moment.generate.jsonschema.paths import claims

        return claims(domain)


TARGET = JsonSchema()
