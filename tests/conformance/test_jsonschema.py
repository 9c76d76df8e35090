"""The JSON Schemas judged by the meta-schema and by payloads; ajv agrees with the guards of TypeScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from moment.behaviour.simulation import simulate
from moment.generate.naming import pascal
from moment.generate.typescript.contracts import contracts
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source
from tests.conformance.jsonschema.agreement import compared
from tests.conformance.judged import ROOT, SPECIFICATIONS, collides, generated, made
from tests.hostile import TEXTS, WORDS, by_chance, hostile

COMPARED = ("order-to-parcel", "library", "hospital", "every", "odd", "hostile")
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")
FORMATS = FormatChecker(["uuid", "date"])
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@FORMATS.checks("date-time")
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or _DATE_TIME.fullmatch(value) is not None


def domain_of(texts: Mapping[str, str]) -> Domain:
    return build([parse(Source(path, text)) for path, text in sorted(texts.items())])


def simulated(texts: Mapping[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Context, name and payload of every event of every scenario."""
    for scenario in simulate(domain_of(texts)).scenarios:
        for happened in scenario.trace.events:
            yield happened.event.context, happened.event.name, dict(happened.payload)


def schemas(texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        each.path.removeprefix("generated/jsonschema/"): json.loads(each.text)
        for each in generated(texts, "jsonschema")
    }


def complaints(schema: Any, payload: object) -> list[str]:
    return [error.message for error in Draft202012Validator(schema, format_checker=FORMATS).iter_errors(payload)]


def test_every_schema_is_one() -> None:
    by_name = {
        **SPECIFICATIONS,
        **{f"made{seed}": made(seed) for seed in range(30)},
        **{f"hostile{seed}": {"a.moment": by_chance(seed)} for seed in range(30)},
    }
    plain = {name: texts for name, texts in by_name.items() if not collides(texts, "jsonschema")}
    assert SPECIFICATIONS.keys() <= plain.keys()
    assert len(plain) >= len(SPECIFICATIONS) + 35
    count = 0
    for texts in plain.values():
        found = schemas(texts)
        identities = [schema["$id"] for schema in found.values()]
        assert len(set(identities)) == len(identities)
        assert [
            each
            for each in identities
            if not re.fullmatch(r"urn:moment:[\w.-]+:(flows:)?[\w.-]+:[\w.-]+", each, re.ASCII)
        ] == []
        for schema in found.values():
            Draft202012Validator.check_schema(schema)
            assert [error for error in _references(schema) if error not in schema.get("$defs", {})] == []
            count += 1
    assert count >= 400


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(TEXTS), st.text(CHARACTERS, min_size=1, max_size=20)), min_size=8, max_size=20),
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=20, unique=True),
)
def test_hostile_names_are_refused_or_make_schemas(texts: list[str], words: list[str]) -> None:
    specification = {"a.moment": hostile([f"a{text}" for text in texts], words)}
    assume(not collides(specification, "jsonschema"))
    found = schemas(specification)
    assert len(found) == 4
    for schema in found.values():
        Draft202012Validator.check_schema(schema)
        assert {*_references(schema)} <= schema.get("$defs", {}).keys()


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].removeprefix("#/$defs/")
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_simulated_events_are_valid(name: str) -> None:
    """Every event of every scenario against its own schema, and against each contract that it crosses under."""
    found = {
        schema["x-moment"]["source"].partition("#")[2]: schema for schema in schemas(SPECIFICATIONS[name]).values()
    }
    domain = domain_of(SPECIFICATIONS[name])
    crossing: dict[str, list[str]] = {}
    for flow in domain.flows:
        for contract in contracts(flow):
            crossing.setdefault(contract.crossing.event or "", []).append(contract.crossing.id)
    payloads = list(simulated(SPECIFICATIONS[name]))
    for context, event, payload in payloads:
        [identity] = [each.id for each in domain.events_named[event] if each.context == context]
        assert complaints(found[identity], payload) == []
        for judge in crossing.get(identity, ()):
            assert complaints(found[judge], payload) == []
    assert payloads


@pytest.mark.parametrize("name", ["order-to-parcel", "library", "hospital", "order"])
def test_a_contract_is_broken_by_each_field_it_requires(name: str) -> None:
    texts = SPECIFICATIONS[name]
    found = [schema for path, schema in schemas(texts).items() if path.startswith("flows/")]
    payloads = {event: payload for _, event, payload in simulated(texts)}
    judged = [(schema, payloads[event]) for schema in found if (event := crossed(schema)) in payloads]
    assert judged
    for schema, payload in judged:
        assert schema["required"]
        for field in schema["required"]:
            assert len(complaints(schema, {key: each for key, each in payload.items() if key != field})) == 1


def crossed(schema: Any) -> str:
    """The event of a contract: what its title says before the context that it crosses to."""
    return str(schema["title"]).rpartition(f"To{pascal(schema['x-moment']['to'])}")[0]


def test_the_page_shows_what_is_written() -> None:
    page = (ROOT / "docs/targets/jsonschema.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert [
        each.path for each in generated(SPECIFICATIONS["order-to-parcel"], "jsonschema") if example in each.text
    ] == ["generated/jsonschema/flows/order-to-parcel/order-submitted-to-dispatch.schema.json"]


def test_guard_schema_and_reader_agree(tmp_path: Path) -> None:
    """On every sampled event and contract, whole and changed in one place."""
    found = compared(COMPARED, tmp_path.resolve())
    assert len(found) >= 5_000
    assert len({each.subject for each in found}) >= 60
    assert [each for each in found if not each.guard == each.schema == each.reader][:3] == []
    assert 1_000 < sum(each.guard for each in found) < len(found) - 1_000
