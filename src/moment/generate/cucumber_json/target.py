"""The cucumber-json target as the rest of the program sees it; its renderers are loaded by the first rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moment.generate.artifact import Artifact, Inputs
from moment.generate.collisions import Claim
from moment.model.domain import Domain


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


class CucumberJson:
    name = "cucumber-json"
    settings: type = Settings
    brings: tuple[str, ...] = ("gherkin",)
    needs: frozenset[str] = frozenset(("cases", "happy"))

    def render(self, domain: Domain, settings: Settings, inputs: Inputs) -> tuple[Artifact, ...]:
        """``cucumber.json`` about the features of the gherkin target, everything pending; none for an empty model."""
        from moment.generate.cucumber_json.document import render

        if not domain.contexts and not domain.flows:
            return ()
        text = render(domain, inputs.cases, inputs.happy, folder=inputs.out["gherkin"])
        path = f"{inputs.out[self.name]}/cucumber.json"
        return (Artifact(path, self.name, "generated", text, inputs.sources),)

    def claims(self, domain: Domain, settings: Settings) -> Iterator[Claim]:
        """What stands in the report are the names of the gherkin target, which has claims of its own."""
        return iter(())


TARGET = CucumberJson()
