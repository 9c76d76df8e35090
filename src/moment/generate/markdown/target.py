"""The markdown target as the rest of the program sees it; jinja2 and the renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """``templates`` is the folder of the user's templates; they come with the inputs."""

    templates: str = ""


class Markdown:
    name = "markdown"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset(("catalogue", "glossary", "templates"))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """One document below ``inputs.out["markdown"]``; none for an empty model."""
        if not domain.contexts and not domain.flows:
            return ()
        from moment.generate.markdown.render import render

        return render(domain, inputs)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """A document takes any name as it is written."""
        return iter(())


TARGET = Markdown()
