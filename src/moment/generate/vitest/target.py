"""The vitest target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """``extension`` is what import paths end in; it has to be that of ``[generate.typescript]``."""

    extension: Literal[".js", ".ts", ""] = ".js"


class Vitest:
    name = "vitest"
    settings: type = Settings
    brings: tuple[str, ...] = ("typescript",)
    needs: frozenset[str] = frozenset(("cases", "samples"))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """Test files below ``inputs.out["vitest"]`` and the scaffold of bindings; none for an empty model."""
        from moment.generate.vitest.render import render

        return render(domain, settings.extension, inputs)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """The paths and names that rendering ``domain`` will take."""
        from moment.generate.vitest.claims import claims

        return claims(domain)


TARGET = Vitest()
