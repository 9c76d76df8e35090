"""The AsyncAPI documents judged by AsyncAPI's own parser; simulated events hold against their schemas."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from moment.generate.artifact import Inputs
from moment.generate.target import load
from tests.conformance.judged import ROOT, SPECIFICATIONS, TOOLS, collides, generated, made
from tests.conformance.test_jsonschema import FORMATS, domain_of, simulated
from tests.hostile import TEXTS, WORDS, by_chance, hostile

HERE = Path(__file__).parent
VARIANTS = {
    "": "",
    "-all": '[generate.asyncapi]\nevents = "all"',
    "-newer": '[generate.asyncapi]\nversion = "3.1.0"\nevents = "all"',
}
LEAST_MADE = 16
DOCUMENT = Draft7Validator(json.loads((TOOLS / "@asyncapi/specs/schemas/3.0.0.json").read_text(encoding="utf-8")))
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")
UNBEARABLE = ("hasOwnProperty:", "hasOwnProperties:")
"""The parser itself breaks down at a field of this name, whoever writes the document."""


def documents() -> dict[str, str]:
    """Every specification in every variant, and models made by chance, as text by name."""
    by_name: dict[str, Mapping[str, str]] = {
        **{f"made{seed}": made(seed) for seed in range(10)},
        **{f"hostile{seed}": {"a.moment": by_chance(seed)} for seed in range(10)},
    }
    plain = {name: texts for name, texts in by_name.items() if not collides(texts, "asyncapi")}
    assert len(plain) >= LEAST_MADE
    found = {name: _text(texts, VARIANTS["-all"]) for name, texts in plain.items()}
    for name, texts in SPECIFICATIONS.items():
        found.update({f"{name}{ending}": _text(texts, lines) for ending, lines in VARIANTS.items()})
    return found | {"awkward": awkward()}


def awkward() -> str:
    """A document of a project whose own name, version and description need quotes."""
    target = load("asyncapi")
    inputs = Inputs(
        "Größe: 注文 #1", "1.0", ("a.moment",), {"asyncapi": "out"}, "b", description="one: #\n\ttwo \u202e"
    )
    [artifact] = target.render(domain_of(SPECIFICATIONS["order-to-parcel"]), target.settings(), inputs)
    assert artifact.path == "out/größe-注文-1-api.yaml"
    return artifact.text


def _text(texts: Mapping[str, str], lines: str) -> str:
    [artifact] = generated(texts, "asyncapi", settings=lines)
    assert artifact.path == "generated/asyncapi/shop-api.yaml"
    return artifact.text


def judge(folder: Path, texts: Mapping[str, str]) -> dict[str, Any]:
    paths = {}
    for name, text in texts.items():
        paths[name] = folder / f"{name}.yaml"
        paths[name].write_text(text.replace(*UNBEARABLE), encoding="utf-8", newline="\n")
    (folder / "list.json").write_text(json.dumps([str(path) for path in paths.values()]))
    command = ["node", str(HERE / "asyncapi/parse.mjs"), str(folder / "list.json"), str(TOOLS / "x.js")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300, encoding="utf-8")
    lines = [json.loads(line) for line in done.stdout.split("\n") if line.startswith("{")]
    return dict(zip(paths, lines, strict=True))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return documents()


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> dict[str, Any]:
    return judge(tmp_path_factory.mktemp("asyncapi"), texts)


def test_the_parser_has_nothing_to_say(answers: dict[str, Any]) -> None:
    """Of 3.0.0 it always says that 3.1.0 exists, as an information."""
    assert len(answers) >= 3 * len(SPECIFICATIONS) + LEAST_MADE
    told = {
        name: [each for each in answer["told"] if name.endswith("-newer") or each["code"] != "asyncapi-latest-version"]
        for name, answer in answers.items()
    }
    assert {name: found for name, found in told.items() if found} == {}
    assert [name for name, answer in answers.items() if not answer["parsed"]] == []


def test_the_parser_sees_what_is_wrong(tmp_path: Path, texts: dict[str, str]) -> None:
    wrong = texts["order-to-parcel"].replace(
        "#/components/messages/Sales.OrderSubmitted", "#/components/messages/Nothing"
    )
    [answer] = judge(tmp_path, {"wrong": wrong}).values()
    assert {each["code"] for each in answer["told"]} >= {"invalid-ref"}


def test_each_side_of_a_crossing_has_its_operation(answers: dict[str, Any]) -> None:
    assert answers["order-to-parcel"]["operations"] == [
        ["salesSendsOrderSubmitted", "send"], ["dispatchReceivesOrderSubmitted", "receive"],
    ]  # fmt: skip
    assert len(answers["order-to-parcel-all"]["operations"]) == 4


def test_simulated_events_hold_against_their_schemas(texts: dict[str, str]) -> None:
    """Draft 7 is the dialect of AsyncAPI's own schemas."""
    count = 0
    for name, specification in SPECIFICATIONS.items():
        document = yaml.safe_load(texts[f"{name}-all"])
        for context, event, payload in simulated(specification):
            schema = {
                "$ref": f"#/components/schemas/{_key(document, context, event)}",
                "components": document["components"],
            }
            assert [
                error.message for error in Draft7Validator(schema, format_checker=FORMATS).iter_errors(payload)
            ] == []
            count += 1
    assert count >= 300


def _key(document: Any, context: str, event: str) -> str:
    """By the model path that the schema names as its source."""
    schemas = document["components"]["schemas"]
    [key] = [
        key for key, schema in schemas.items()
        if schema.get("x-moment", {}).get("source", "").partition("#")[2].startswith(f"{context}/")
        and schema["x-moment"]["source"].endswith(f"/{event}")
    ]  # fmt: skip
    return str(key)


def test_the_page_shows_what_is_written(texts: dict[str, str]) -> None:
    page = (ROOT / "docs/targets/asyncapi.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert example in texts["order-to-parcel"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(TEXTS), st.text(CHARACTERS, min_size=1, max_size=20)), min_size=8, max_size=20),
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=20, unique=True),
)
def test_hostile_names_are_refused_or_hold_against_the_schema(texts: list[str], words: list[str]) -> None:
    """AsyncAPI's own schema of a document, and every reference leads to something."""
    specification = {"a.moment": hostile([f"a{text}" for text in texts], words)}
    assume(not collides(specification, "asyncapi"))
    document = yaml.safe_load(_text(specification, VARIANTS["-all"]))
    assert [error.message for error in DOCUMENT.iter_errors(document)] == []
    for reference in _references(document):
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
