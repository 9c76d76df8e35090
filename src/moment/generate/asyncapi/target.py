"""The asyncapi target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from moment.generate.artifact import Artifact, Inputs
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""

    version: Literal["3.0.0", "3.1.0"] = "3.0.0"
    events: Literal["crossing", "all"] = "crossing"


class AsyncApi:
    name = "asyncapi"
    settings: type = Settings
    brings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        return ()


TARGET = AsyncApi()
