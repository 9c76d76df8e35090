"""The TypeScript target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.generate.typescript import claims
from moment.generate.typescript.settings import Settings
from moment.model.domain import Domain


class TypeScript:
    name = "typescript"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """Every module of ``domain`` below ``inputs.out["typescript"]``; none for an empty model."""
        from moment.generate.typescript.render import render

        return render(domain, settings, inputs)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """The names and paths that rendering ``domain`` will take."""
        return claims.claims(domain)


TARGET = TypeScript()
