"""The JSON Schemas judged by the meta-schema and by payloads; ajv agrees with the guards of TypeScript."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from moment.behaviour.samples import samples
from moment.behaviour.simulation import simulate
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source
from tests.conformance.judged import SPECIFICATIONS, TOOLS, collides, generated, made, write
from tests.hostile import by_chance

HERE = Path(__file__).parent
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
            each for each in identities if not re.fullmatch(r"urn:moment:[\w.-]+:[\w.-]+:[\w.-]+", each, re.ASCII)
        ] == []
        for schema in found.values():
            Draft202012Validator.check_schema(schema)
            assert [error for error in _references(schema) if error not in schema.get("$defs", {})] == []
            count += 1
    assert count >= 400


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
    found = {
        schema["x-moment"]["source"].partition("#")[2]: schema
        for path, schema in schemas(SPECIFICATIONS[name]).items()
        if path.startswith("contexts/")
    }
    domain = domain_of(SPECIFICATIONS[name])
    payloads = list(simulated(SPECIFICATIONS[name]))
    for context, event, payload in payloads:
        [identity] = [each.id for each in domain.events_named[event] if each.context == context]
        assert complaints(found[identity], payload) == []
    assert payloads


@pytest.mark.parametrize("name", ["order-to-parcel", "library", "hospital", "order"])
def test_what_crosses_holds_against_its_contract(name: str) -> None:
    contracts = [schema for path, schema in schemas(SPECIFICATIONS[name]).items() if path.startswith("flows/")]
    by_event = {schema["title"].partition("To")[0]: schema for schema in contracts}
    crossed = [(event, payload) for _, event, payload in simulated(SPECIFICATIONS[name]) if event in by_event]
    assert crossed
    for event, payload in crossed:
        assert complaints(by_event[event], payload) == []
        for field in by_event[event]["required"]:
            assert len(complaints(by_event[event], {key: each for key, each in payload.items() if key != field})) == 1


OTHERS: tuple[Any, ...] = (
    None, 7, -1.5, True, "", "text", [], ["a", 1, None], {}, {"a": 1}, "2031-02-29", "2032-02-29", "2031-13-01",
    "2031-04-05T06:07:08Z", "2031-04-05T06:07:08.123456789-00:30", "2031-04-05T06:07:08",
    "C0A80000-0000-4000-8000-00000000000f", "c0a800000000400080000000000000f0",
)  # fmt: skip
COMPARED = ("order-to-parcel", "hospital", "hostile")


def test_ajv_and_the_guards_agree(tmp_path: Path) -> None:
    """On every sampled event, whole, without each field, and with each field as something else."""
    from moment.generate.naming import pascal
    from moment.generate.typescript import names

    strict = {"strict": True, "target": "ES2022", "lib": ["ES2022"], "types": [], "module": "NodeNext", "moduleResolution": "NodeNext"}  # fmt: skip
    found: list[dict[str, Any]] = []
    for name in COMPARED:
        texts = SPECIFICATIONS[name]
        write(generated(texts, "typescript", settings=f'[generate.typescript]\nout = "ts/{name}"'), tmp_path)
        domain, by_source = (
            domain_of(texts),
            {s["x-moment"]["source"].partition("#")[2]: s for s in schemas(texts).values()},
        )
        for identity, payload in _sampled(domain).items():
            event = domain.event[identity]
            module = f"{tmp_path}/js/{name}/{names.guards_module(event.context)}.js"
            guard = f"{pascal(event.name)}Guard"
            found += [
                {"module": module, "guard": guard, "schema": by_source[identity], "value": value}
                for value in _mutations(payload)
            ]
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": {**strict, "outDir": "js", "rootDir": "ts"}, "include": ["ts/**/*.ts"]})
    )
    subprocess.run(["node", str(TOOLS / "typescript-latest/bin/tsc"), "-p", "."], cwd=tmp_path, check=True, timeout=120)
    (tmp_path / "cases.json").write_text(json.dumps(found), encoding="utf-8")
    command = ["node", str(HERE / "asyncapi/agree.mjs"), str(tmp_path / "cases.json"), str(TOOLS / "x.js")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    verdicts = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert len(verdicts) == len(found) >= 2_000
    assert [
        (case["guard"], case["value"], told) for case, told in zip(found, verdicts, strict=True) if told[0] != told[1]
    ][:3] == []
    assert 300 < sum(guard for guard, _ in verdicts) < len(verdicts) - 300


def _sampled(domain: Domain) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for sample in samples(domain):
        for name, payload in sample.payloads.items():
            for event in domain.events_named.get(name, ()):
                if {field.name for field in event.fields} >= payload.keys():
                    found.setdefault(event.id, payload)
    return found


def _mutations(value: Mapping[str, Any]) -> Iterator[Any]:
    yield value
    for name in value:
        yield {each: inner for each, inner in value.items() if each != name}
        for other in OTHERS:
            yield {**value, name: other}
