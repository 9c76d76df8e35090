"""The pytest target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """``package`` is that of ``[generate.python]``; empty stands for ``<project>_domain``."""

    package: str = ""


class Pytest:
    name = "pytest"
    settings: type = Settings
    brings: tuple[str, ...] = ("python",)
    needs: frozenset[str] = frozenset(("cases", "samples"))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """Test files below ``inputs.out["pytest"]`` and the scaffold of bindings; none for an empty model."""
        from moment.generate.pytest.render import render

        return render(domain, settings.package, inputs)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """The paths and names that rendering ``domain`` will take."""
        from moment.generate.pytest.claims import claims

        return claims(domain)


TARGET = Pytest()
