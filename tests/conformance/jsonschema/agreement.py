"""The same payloads before the schema, the TypeScript guard and the Python reader of every event and contract."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from moment.behaviour.samples import samples
from moment.generate.naming import pascal
from moment.generate.python import names as python
from moment.generate.typescript import names as typescript
from moment.generate.typescript.contracts import contracts
from moment.model.domain import Domain
from tests.conformance.judged import SPECIFICATIONS, TOOLS, generated, opened, write

HERE = Path(__file__).parent
STRICT = {"strict": True, "target": "ES2022", "lib": ["ES2022"], "types": [], "module": "NodeNext", "moduleResolution": "NodeNext"}  # fmt: skip
READ = """
import importlib, json, sys
sys.path.insert(0, "generated/python")
for case in json.load(open("cases.json", encoding="utf-8")):
    class_ = getattr(importlib.import_module(case["reader"]), case["class_"])
    print(json.dumps(not list(class_.violations(case["value"]))))
"""

OTHERS: tuple[Any, ...] = (
    None, 7, -1.5, True, "", "text", [], ["a", 1, None], {}, {"a": 1}, "2031-02-29", "2032-02-29", "2031-13-01",
    "2031-04-05T06:07:08Z", "2031-04-05T06:07:08.123456789-00:30", "2031-04-05T06:07:08", "2031-04-05T24:00:00Z",
    "C0A80000-0000-4000-8000-00000000000f", "c0a800000000400080000000000000f0",
)  # fmt: skip


class Subject(NamedTuple):
    """A payload that holds, its schema, and where its guard and its reader stand."""

    schema: Any
    module: str
    guard: str
    reader: str
    class_: str
    payload: Mapping[str, Any]


class Verdicts(NamedTuple):
    """Whether each accepts ``value``."""

    subject: str
    value: Any
    guard: bool
    schema: bool
    reader: bool


def compared(names: tuple[str, ...], folder: Path) -> list[Verdicts]:
    """Every subject of the specifications, its payload whole and changed in one place."""
    cases = [
        {**subject._asdict(), "value": value}
        for name in names
        for subject in _written(name, folder)
        for value in mutations(subject.payload)
    ]
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}')
    options = {"compilerOptions": {**STRICT, "outDir": "js", "rootDir": "ts"}, "include": ["ts/**/*.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(options))
    _run(folder, "node", str(TOOLS / "typescript-latest/bin/tsc"), "-p", ".")
    judged = _run(folder, "node", str(HERE / "agree.mjs"), "cases.json", str(TOOLS / "x.js"))
    read = _run(folder, sys.executable, "-c", READ)
    return [
        Verdicts(case["class_"], case["value"], guard, schema, reader)
        for case, (guard, schema), reader in zip(cases, judged, read, strict=True)
    ]


def mutations(payload: Mapping[str, Any]) -> Iterator[Any]:
    """The payload, something else, it with one thing more, without each field, and with each field as something else."""
    yield payload
    yield from OTHERS
    yield {**payload, "unheard-of": None}
    yield from _changed(payload, OTHERS)


def _changed(payload: Mapping[str, Any], others: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
    for name, value in payload.items():
        yield {each: inner for each, inner in payload.items() if each != name}
        yield from ({**payload, name: other} for other in others)
        yield from ({**payload, name: inner} for inner in _inner(value))


def _inner(value: Any) -> Iterator[Any]:
    """``value`` with one thing changed somewhere below it."""
    if isinstance(value, dict):
        yield from _changed(value, OTHERS[:4])
    elif isinstance(value, list) and value:
        yield from ([*value, other] for other in OTHERS[:8])
        yield from ([inner, *value[1:]] for inner in _inner(value[0]))


def _written(name: str, folder: Path) -> Iterator[Subject]:
    """Writes guards, readers and schemas of a specification, and yields what they can be compared on."""
    texts = SPECIFICATIONS[name]
    package = f"p_{name.replace('-', '_')}"
    settings = f'[generate.typescript]\nout = "ts/{name}"\n[generate.python]\npackage = "{package}"'
    artifacts = generated(texts, "typescript", "python", "jsonschema", settings=settings)
    write(artifacts, folder)
    schemas = {
        schema["x-moment"]["source"].partition("#")[2]: schema
        for schema in (json.loads(each.text) for each in artifacts if each.target == "jsonschema")
    }
    with TemporaryDirectory() as project:
        domain = opened(texts, Path(project)).domain()
    payloads = sampled(domain)
    for identity, payload in payloads.items():
        event = domain.event[identity]
        module = f"{folder}/js/{name}/{typescript.guards_module(event.context)}.js"
        reader = f"{package}.{python.CONTEXTS}.{python.context_module(event.context)}"
        class_ = pascal(event.name)
        yield Subject(schemas[identity], module, f"{class_}Guard", reader, class_, payload)
    for flow in domain.flows:
        for contract in contracts(flow):
            known = payloads.get(contract.crossing.event or "")
            if known is not None:
                module = f"{folder}/js/{name}/{typescript.flow_module(flow.name)}.js"
                reader = f"{package}.{python.FLOWS}.{python.flow_module(flow.name)}"
                class_ = contract.type_name
                yield Subject(schemas[contract.crossing.id], module, f"{class_}Guard", reader, class_, known)


def sampled(domain: Domain) -> dict[str, Mapping[str, Any]]:
    """From an event's identity to a payload that its guard accepts."""
    found: dict[str, Mapping[str, Any]] = {}
    for sample in samples(domain):
        for name, payload in sample.payloads.items():
            for event in domain.events_named.get(name, ()):
                if {field.name for field in event.fields} >= payload.keys():
                    found.setdefault(event.id, _shortened(payload))
    return found


def _shortened(value: Any) -> Any:
    """With one item in each list: types that contain themselves make long payloads."""
    if isinstance(value, Mapping):
        return {name: _shortened(inner) for name, inner in value.items()}
    return [_shortened(inner) for inner in value[:1]] if isinstance(value, list) else value


def _run(folder: Path, *command: str) -> list[Any]:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return [json.loads(line) for line in done.stdout.split("\n") if line]
