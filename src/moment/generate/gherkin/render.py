"""Every file of the gherkin target: features, step definitions, and the scaffold of what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import relpath

from moment.generate.artifact import Artifact, Inputs
from moment.generate.gherkin.compose import Composer
from moment.generate.gherkin.features import Feature
from moment.generate.gherkin.steps import render as render_steps
from moment.generate.gherkin.steps import scaffold
from moment.generate.gherkin.writer import Written, write
from moment.generate.header import scaffold_header, with_header
from moment.model.domain import Domain

NAME = "gherkin"
STEPS = "steps/moment.steps"
BINDINGS = "steps"
HEADER_LINES = 2


def render(domain: Domain, inputs: Inputs, *, with_steps: bool) -> tuple[Artifact, ...]:
    composer = Composer(domain, inputs.cases, inputs.happy)
    features = composer.features()
    artifacts = [_feature(feature, written, inputs) for feature, written in texts(features)]
    if with_steps and features:
        artifacts.extend(_steps(composer, inputs))
    return tuple(sorted(artifacts, key=lambda artifact: artifact.path))


def texts(features: tuple[Feature, ...]) -> Iterator[tuple[Feature, Written]]:
    """Each feature with its text and the lines of its parts, as they are in the file."""
    return ((feature, write(feature, above=HEADER_LINES)) for feature in features)


def _feature(feature: Feature, written: Written, inputs: Inputs) -> Artifact:
    text = with_header(written.text, target=NAME, sources=feature.sources, syntax="#")
    return Artifact(f"{inputs.out[NAME]}/{feature.path}", NAME, "generated", text, feature.sources)


def _steps(composer: Composer, inputs: Inputs) -> Iterator[Artifact]:
    module, bindings = f"{inputs.out[NAME]}/{STEPS}", f"{inputs.bindings}/{BINDINGS}"
    body = render_steps(composer.scenes.phrases, composer.scenes.names, _import(module, bindings))
    text = with_header(body, target=NAME, sources=inputs.sources)
    yield Artifact(f"{module}.ts", NAME, "generated", text, inputs.sources)
    text = scaffold_header(target=NAME) + scaffold(_import(bindings, module))
    yield Artifact(f"{bindings}.ts", NAME, "scaffold", text, inputs.sources)


def _import(importer: str, module: str) -> str:
    path = relpath(module, importer.rpartition("/")[0] or ".")
    return f"{path if path.startswith('.') else f'./{path}'}.js"
