"""The generated Python judged by mypy, ruff and the interpreter; its readers agree with the guards of TypeScript."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from moment.behaviour.samples import samples
from moment.generate.naming import pascal
from moment.generate.python import names
from moment.model.domain import Domain
from tests.conformance.judged import SPECIFICATIONS, TOOLS, collides, generated, made, opened, write
from tests.hostile import TEXTS, WORDS, by_chance, hostile

HERE = Path(__file__).parent
READABLE = ("order", "order-to-parcel", "library", "hospital", "borrowing")
COMPARED = ("order-to-parcel", "hospital", "every", "hostile")
LEAST_MADE = 30
STRICT = {"strict": True, "target": "ES2022", "lib": ["ES2022"], "types": [], "module": "NodeNext", "moduleResolution": "NodeNext"}  # fmt: skip
READ = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
for case in json.load(open(sys.argv[2], encoding="utf-8")):
    class_ = getattr(importlib.import_module(case["module"]), case["name"])
    found = [[each.path, each.expected, each.actual] for each in class_.violations(case["value"])]
    if not found:
        value = class_.read(case["value"])
        assert class_.read(json.loads(json.dumps(value.wire()))) == value, case
    print(json.dumps(found))
"""


def package(name: str) -> str:
    return f"p_{name.replace('-', '_')}"


def write_package(name: str, texts: Mapping[str, str], folder: Path) -> None:
    write(generated(texts, "python", settings=f'[generate.python]\npackage = "{package(name)}"'), folder)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every specification, and models made by chance, as a package of its own below ``generated/python``."""
    folder = tmp_path_factory.mktemp("python").resolve()
    by_name = {
        **SPECIFICATIONS,
        **{f"made{seed}": made(seed) for seed in range(25)},
        **{f"hostile{seed}": {"a.moment": by_chance(seed)} for seed in range(20)},
    }
    plain = {name: texts for name, texts in by_name.items() if not collides(texts, "python")}
    assert SPECIFICATIONS.keys() <= plain.keys()
    assert len(plain) >= len(SPECIFICATIONS) + LEAST_MADE
    for name, texts in plain.items():
        write_package(name, texts, folder)
    return folder


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=root, capture_output=True, text=True, check=False, timeout=300
    )


def test_mypy_strict_accepts_everything(root: Path) -> None:
    assert len(list((root / "generated/python").rglob("*.py"))) >= 300
    judge = run(root, "-m", "mypy", "--strict", "--cache-dir", str(root / "cache"), "generated/python")
    assert (judge.returncode, judge.stdout.splitlines()[-1].startswith("Success")) == (0, True), judge.stdout


def test_mypy_sees_a_wrong_use(root: Path) -> None:
    wrong = root / "wrong.py"
    wrong.write_text(
        "from p_order_to_parcel.contexts.sales import OrderSubmitted, SubmitOrderRefusal\n"
        'OrderSubmitted(order_id="no", lines=(), remark="", submitted_at=None)\n'
        'refusal: SubmitOrderRefusal\nreason = refusal.reason == "never said"\n',
        encoding="utf-8",
    )
    judge = run(
        root / "generated/python",
        "-m",
        "mypy",
        "--strict",
        "--strict-equality",
        "--cache-dir",
        str(root / "cache"),
        str(wrong),
    )
    codes = [line.rpartition("[")[2] for line in judge.stdout.splitlines() if "error" in line and "wrong.py" in line]
    assert codes == ["arg-type]", "arg-type]", "comparison-overlap]"], judge.stdout


def test_ruff_accepts_everything(root: Path) -> None:
    everything = run(
        root, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "E4,E7,E9,F", "generated/python"
    )
    assert everything.returncode == 0, everything.stdout
    readable = [f"generated/python/{package(name)}" for name in READABLE]
    defaults = run(root, "-m", "ruff", "check", "--isolated", "--no-cache", *readable)
    assert defaults.returncode == 0, defaults.stdout


def test_every_module_can_be_imported_first(root: Path) -> None:
    """Contexts that refer to each other are cycles; it must not matter where a program enters them."""
    files = sorted((root / "generated/python").rglob("*.py"))
    modules = [".".join(path.relative_to(root / "generated/python").with_suffix("").parts) for path in files]
    script = (
        "import importlib, sys\nsys.path.insert(0, 'generated/python')\n"
        f"for name in {[module.removesuffix('.__init__') for module in modules]!r}:\n"
        "    for known in [each for each in sys.modules if each.startswith('p_')]: del sys.modules[known]\n"
        "    importlib.import_module(name)\n"
    )
    done = run(root, "-c", script)
    assert done.returncode == 0, done.stderr


def payloads(domain: Domain) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Context, class, guard and wire value of every sampled event and input."""
    for sample in samples(domain):
        for name, value in sample.payloads.items():
            for event in domain.events_named.get(name, ()):
                if {field.name for field in event.fields} >= value.keys():
                    yield event.context, pascal(name), pascal(name), value
            for command in domain.commands_named.get(name, ()):
                if {field.name for field in command.inputs} >= value.keys():
                    yield command.context, names.input_type(name), names.input_type(name), value


OTHERS: tuple[Any, ...] = (
    None, 7, -1.5, 2.0, 1e21, True, "", "text", "x" * 50, "🚚" * 30, [], ["a", 1, None], {}, {"a": 1},
    "2031-02-29", "2032-02-29", "2031-04-05T06:07:08Z", "2031-04-05T06:07:08.123456789-00:30", "2031-04-05T24:00:00Z",
    "C0A80000-0000-4000-8000-00000000000f", "c0a800000000400080000000000000f0",
)  # fmt: skip


def mutations(value: Mapping[str, Any]) -> Iterator[Any]:
    """The value itself, without each field, and with each field as something else."""
    yield value
    yield {**value, "unheard-of": 1}
    for name in value:
        yield {each: inner for each, inner in value.items() if each != name}
        for other in OTHERS:
            yield {**value, name: other}
    yield from OTHERS


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in COMPARED:
        with_domain = opened_domain(name)
        seen: set[tuple[str, str]] = set()
        for context, class_, guard, value in payloads(with_domain):
            if (context, class_) in seen:
                continue
            seen.add((context, class_))
            module = f"{package(name)}.{names.CONTEXTS}.{names.context_module(context)}"
            found += [
                {
                    "spec": name,
                    "context": context,
                    "module": module,
                    "name": class_,
                    "guard": f"{guard}Guard",
                    "value": each,
                }
                for each in mutations(value)
            ]
    return found


def opened_domain(name: str) -> Domain:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return opened(SPECIFICATIONS[name], Path(folder)).domain()


def test_readers_and_guards_find_the_same(root: Path) -> None:
    """Path, expectation and what was there, for thousands of payloads; what is right comes back from the wire."""
    from moment.generate.typescript import names as typescript

    found = cases()
    assert len(found) >= 5_000
    for name in COMPARED:
        artifacts = generated(SPECIFICATIONS[name], "typescript", settings=f'[generate.typescript]\nout = "ts/{name}"')
        write(artifacts, root)
    (root / "package.json").write_text('{"type": "module"}')
    project = root / "tsconfig.json"
    project.write_text(
        json.dumps({"compilerOptions": {**STRICT, "outDir": "js", "rootDir": "ts"}, "include": ["ts/**/*.ts"]})
    )
    compiler = ["node", str(TOOLS / "typescript-latest/bin/tsc"), "--project", str(project)]
    subprocess.run(compiler, cwd=root, check=True, timeout=120)
    guards = [
        {
            "module": f"{root}/js/{c['spec']}/{typescript.guards_module(c['context'])}.js",
            "guard": c["guard"],
            "value": c["value"],
        }
        for c in found
    ]
    (root / "cases.json").write_text(json.dumps(found), encoding="utf-8")
    (root / "guards.json").write_text(json.dumps(guards), encoding="utf-8")
    node = ["node", str(HERE / "typescript/guards.mjs"), "guards.json"]
    done = subprocess.run(node, cwd=root, capture_output=True, text=True, check=True, timeout=120, encoding="utf-8")
    read = run(root, "-c", READ, "generated/python", "cases.json")
    assert read.returncode == 0, read.stderr
    expected = [
        [[v["path"], v["expected"], v["actual"]] for v in json.loads(line)] for line in done.stdout.split("\n") if line
    ]
    actual = [json.loads(line) for line in read.stdout.split("\n") if line]
    differing = [(c, e, a) for c, e, a in zip(found, expected, actual, strict=True) if e != a]
    assert differing[:3] == []
    assert 1_000 < sum(not each for each in actual) < len(actual) - 1_000


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.one_of(st.sampled_from(TEXTS), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1, max_size=20)), min_size=8, max_size=20),
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=20, unique=True),
)  # fmt: skip
def test_hostile_names_are_refused_or_compile(texts: list[str], words: list[str]) -> None:
    specification = {"a.moment": hostile([f"a{text}" for text in texts], words)}
    assume(not collides(specification, "python"))
    for artifact in generated(specification, "python"):
        ast.parse(artifact.text)
