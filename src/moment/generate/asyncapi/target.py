"""The asyncapi target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """``events`` are those that cross in a flow, or all."""

    version: Literal["3.0.0", "3.1.0"] = "3.0.0"
    events: Literal["crossing", "all"] = "crossing"


class AsyncApi:
    name = "asyncapi"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """One document below ``inputs.out["asyncapi"]``; none for an empty model."""
        from moment.generate.asyncapi.document import document
        from moment.generate.asyncapi.yaml import render
        from moment.generate.header import with_header
        from moment.generate.naming import stem

        if not domain.contexts and not domain.flows:
            return ()
        whole = document(domain, inputs, version=settings.version, everything=settings.events == "all")
        text = with_header(render(whole), target=self.name, sources=inputs.sources, syntax="#")
        path = f"{inputs.out[self.name]}/{stem(f'{inputs.project} api')}.yaml"
        return (Artifact(path, self.name, "generated", text, inputs.sources),)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """The keys that rendering ``domain`` will take."""
        from moment.generate.asyncapi.claims import claims

        return claims(domain, everything=settings.events == "all")


TARGET = AsyncApi()
