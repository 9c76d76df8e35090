"""Generated TypeScript judged by two compilers, its guards run by node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from moment.generate.artifact import Inputs
from moment.generate.collisions import collisions
from moment.generate.target import load
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.text.source import Source
from tests.conformance.typescript.models import specification
from tests.hostile import by_chance, hostile

HERE = Path(__file__).parent
OWN = HERE / "typescript"
TOOLS = HERE / "node/node_modules"
EXAMPLES = HERE.parent.parent / "examples"
SPECIFICATIONS = {
    "every": (HERE / "every.moment",),
    "library": tuple(sorted((EXAMPLES / "library").rglob("?*.moment"))),
    "hospital": tuple(sorted((EXAMPLES / "hospital").rglob("?*.moment"))),
    **{path.stem: (path,) for path in sorted((HERE / "vitest/specs").glob("*.moment"))},
}
MADE = range(60)
HOSTILE = range(30)
COMPILERS = {"5.4": "typescript/bin/tsc", "newest": "typescript-latest/bin/tsc"}
STRICT = {
    "strict": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "exactOptionalPropertyTypes": True,
    "verbatimModuleSyntax": True,
    "noUncheckedIndexedAccess": True,
    "target": "ES2022",
    "lib": ["ES2022"],
    "types": [],
    "noEmit": True,
}
ONLY_NEWEST = {"declaration": True, "isolatedDeclarations": True, "erasableSyntaxOnly": True}
AS_NODE = {"module": "NodeNext", "moduleResolution": "NodeNext"}
AS_BUNDLER = {"module": "ESNext", "moduleResolution": "Bundler", "allowImportingTsExtensions": True}


def domain_of(texts: Mapping[str, str]) -> Domain:
    return build([parse(Source(path, text)) for path, text in texts.items()])


def read(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def render(domain: Domain, **settings: Any) -> dict[str, str]:
    """The texts of the target by path."""
    target = load("typescript")
    inputs = Inputs("shop", "1.0.0", ("a.moment",), {"typescript": "generated"}, "bindings")
    artifacts = target.render(domain, target.settings(**settings), inputs)
    return {artifact.path: artifact.text for artifact in artifacts}


def write(folder: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``node``: each specification as by default and throwing, and models made by chance. ``bundler``: other imports."""
    folder = tmp_path_factory.mktemp("typescript").resolve()
    (folder / "package.json").write_text('{"type": "module"}')
    for name, paths in SPECIFICATIONS.items():
        domain = domain_of(read(paths))
        write(folder / "node" / name, render(domain))
        write(folder / "node" / f"{name}-throwing", render(domain, refusals="throw"))
        write(folder / "bundler" / f"{name}-source", render(domain, extension=".ts"))
        write(folder / "bundler" / f"{name}-bare", render(domain, extension=""))
    made = {seed: domain_of({"a.moment": specification(seed)}) for seed in MADE}
    plain = {seed: domain for seed, domain in made.items() if not list(collisions(domain, ["typescript"]))}
    assert len(plain) >= 40
    for seed, domain in plain.items():
        write(folder / "node" / f"made-{seed}", render(domain))
    write(folder / "node/hostile", render(domain_of({"a.moment": hostile()})))
    awkward = {seed: domain_of({"a.moment": by_chance(seed)}) for seed in HOSTILE}
    tame = {seed: domain for seed, domain in awkward.items() if not list(collisions(domain, ["typescript"]))}
    assert len(tame) >= 15
    for seed, domain in tame.items():
        write(folder / "node" / f"hostile-{seed}", render(domain))
    (folder / "node/every/wrong.ts").write_text((OWN / "wrong.ts").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def compile_with(compiler: str, root: Path, folder: str, options: Mapping[str, Any]) -> str:
    """What the compiler says about all of ``folder``; empty when it has nothing to say."""
    project = root / f"{folder}-{compiler}.json"
    settings = {**STRICT, **options, **(ONLY_NEWEST if compiler == "newest" else {})}
    project.write_text(json.dumps({"compilerOptions": settings, "include": [f"{folder}/**/*.ts"]}))
    command = ["node", str(TOOLS / COMPILERS[compiler]), "--project", str(project)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_the_compiler_accepts_everything(compiler: str, root: Path) -> None:
    assert len(list((root / "node").rglob("*.ts"))) >= 500
    assert compile_with(compiler, root, "node", AS_NODE) == ""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_other_import_extensions_resolve(compiler: str, root: Path) -> None:
    assert compile_with(compiler, root, "bundler", AS_BUNDLER) == ""


def test_there_is_something_to_compile() -> None:
    assert len(SPECIFICATIONS) >= 6
    assert all(SPECIFICATIONS.values())


def test_flat_and_indented_text_give_the_same_files() -> None:
    text = (HERE / "vitest/specs/order.moment").read_text(encoding="utf-8")
    flat = "\n".join(line.lstrip() for line in text.splitlines()) + "\n"
    assert flat != text
    assert render(domain_of({"order.moment": flat})) == render(domain_of({"order.moment": text}))


LINE = {
    "sku": "A",
    "price": 1.5,
    "parts": [],
    "record": {"value": "v", "guard": {"array": {"length": 1}, "promise": []}},
}
PLACED = {
    "order-id": "C0A80000-0000-4000-8000-00000000000f",
    "lines": [LINE, {**LINE, "inner": {**LINE, "parts": [LINE]}}],
    "remark": "",
    "status": "in-doubt",
    "day": "2032-02-29",
    "at": "2031-04-05T06:07:08.9+02:00",
    "total": -0.5,
    "urgent": False,
    "weight": 3,
    "toString": "text",
    "hasOwnProperty": 1,
    "class": "c",
    "description": "d",
    "constructor": "k",
    "größe": 1,
}


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in PLACED.items() if name not in names}


GUARDED: list[tuple[str, Any, list[tuple[str, str, str]]]] = [
    ("OrderPlacedGuard", PLACED, []),
    ("OrderPlacedGuard", {**PLACED, "note": "n", "tags": ["a"], "more": {}}, []),
    ("OrderPlacedGuard", None, [("", "OrderPlaced", "null")]),
    ("OrderPlacedGuard", [], [("", "OrderPlaced", "array")]),
    ("OrderPlacedGuard", "x" * 50, [("", "OrderPlaced", f'"{"x" * 40}…"')]),
    ("OrderPlacedGuard", without("toString", "constructor", "hasOwnProperty"), [
        ("toString", "string", "nothing"), ("hasOwnProperty", "number", "nothing"), ("constructor", "string", "nothing"),
    ]),
    ("OrderPlacedGuard", {**PLACED, "note": None}, [("note", "string", "null")]),
    ("OrderPlacedGuard", {**PLACED, "lines": [{**LINE, "price": "1"}, 7]}, [
        ("lines[0].price", "Money", '"1"'), ("lines[1]", "Line", "7"),
    ]),
    ("OrderPlacedGuard", {**PLACED, "lines": [{**LINE, "inner": {**LINE, "parts": [{}]}}]}, [
        ("lines[0].inner.parts[0].sku", "string", "nothing"),
        ("lines[0].inner.parts[0].price", "Money", "nothing"),
        ("lines[0].inner.parts[0].parts", "Line[]", "nothing"),
        ("lines[0].inner.parts[0].record", "Record", "nothing"),
    ]),
    ("OrderPlacedGuard", {**PLACED, "lines": {}}, [("lines", "Line[]", "object")]),
    ("OrderPlacedGuard", {**PLACED, "status": "doubt"}, [("status", "Status", '"doubt"')]),
    ("OrderPlacedGuard", {**PLACED, "order-id": "c0a80000"}, [("order-id", "UUID", '"c0a80000"')]),
    ("OrderPlacedGuard", {**PLACED, "urgent": 0, "weight": True}, [
        ("urgent", "boolean", "0"), ("weight", "number", "true"),
    ]),
    *(
        ("OrderPlacedGuard", {**PLACED, "day": day}, [("day", "Date", f'"{day}"')])
        for day in ("2031-02-29", "2100-02-29", "2031-13-01", "2031-04-31", "2031-4-5", "0000-01-01", "2031-04-00")
    ),
    *(
        ("OrderPlacedGuard", {**PLACED, "at": at}, [("at", "DateTime", f'"{at}"')])
        for at in ("2031-04-05T06:07:08", "2031-04-05 06:07:08Z", "2031-04-05T24:00:00Z", "2031-02-30T00:00:00Z",
                   "2031-04-05T06:07:60Z", "2031-04-05T06:07:08+24:00", "2031-04-05")
    ),
    *(
        ("OrderPlacedGuard", {**PLACED, "at": at}, [])
        for at in ("2031-04-05T06:07:08Z", "2031-04-05T06:07:08.123456789-00:30", "2000-02-29T23:59:59+23:59")
    ),
    ("ConstructorInputGuard", {}, []),
    ("StatusGuard", "class", []),
    ("OpenOrdersRowGuard", {"order-id": 1, "lines": [], "flag": "null", "item": {}}, [
        ("order-id", "UUID", "1"), ("item.quantity", "number", "nothing"),
    ]),
]  # fmt: skip


def test_guards_accept_and_refuse(root: Path) -> None:
    """Compiled by tsc, run by node; paths, what was expected and what was there are compared."""
    built = root / "built"
    project = root / "built.json"
    options = {
        **STRICT,
        **AS_NODE,
        "noEmit": False,
        "outDir": str(built),
        "rootDir": str(root / "node/every/generated"),
    }
    project.write_text(json.dumps({"compilerOptions": options, "include": ["node/every/generated/**/*.ts"]}))
    compiler = ["node", str(TOOLS / COMPILERS["newest"]), "--project", str(project)]
    subprocess.run(compiler, cwd=root, check=True, timeout=120)
    module = next(path for path in built.glob("contexts/*/guards.js") if path.parent.name.startswith("caf"))
    cases = [{"module": str(module), "guard": guard, "value": value} for guard, value, _ in GUARDED]
    (root / "cases.json").write_text(json.dumps(cases))
    command = ["node", str(OWN / "guards.mjs"), str(root / "cases.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, encoding="utf-8")
    found = [
        [(each["path"], each["expected"], each["actual"]) for each in json.loads(line)]
        for line in done.stdout.splitlines()
    ]
    assert found == [violations for _, _, violations in GUARDED]
