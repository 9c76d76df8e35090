"""The Python target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """``package`` is the name of the package; empty stands for ``<project>_domain``."""

    package: str = ""


class Python:
    name = "python"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """A package below ``inputs.out["python"]``; none for an empty model."""
        from moment.generate.python.render import render

        return render(domain, settings.package, inputs)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """The names and paths that rendering ``domain`` will take."""
        from moment.generate.python.claims import claims

        return claims(domain)


TARGET = Python()
