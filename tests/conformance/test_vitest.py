"""The vitest files judged by vitest and tsc: unbound, bound to what is right, bound to what is wrong."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, NamedTuple, get_args

import pytest

from moment.behaviour.samples import samples
from moment.derive import cases
from moment.generate.artifact import Inputs
from moment.generate.target import select
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.model.results import CaseKind
from moment.text.source import Source
from tests.conformance.vitest.mutants import MUTANTS
from tests.hostile import by_chance, hostile

HERE = Path(__file__).parent
OWN = HERE / "vitest"
TOOLS = HERE / "node/node_modules"
_FILES = {
    "order": OWN / "specs/order.moment",
    "order-to-parcel": OWN / "specs/order-to-parcel.moment",
    "borrowing": OWN / "specs/borrowing.moment",
    "every": HERE / "every.moment",
    "odd": OWN / "specs/odd.moment",
}
SPECIFICATIONS = {
    **{name: path.read_text(encoding="utf-8") for name, path in _FILES.items()},
    "hostile": hostile(),
    **{f"hostile-{seed}": by_chance(seed) for seed in (2, 3, 5, 6)},
}
IMPLEMENTED = ("order-to-parcel", "borrowing")
STRICT = {
    "strict": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "exactOptionalPropertyTypes": True,
    "verbatimModuleSyntax": True,
    "noUncheckedIndexedAccess": True,
    "lib": ["ES2022"],
    "types": [],
    "target": "ES2022",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "skipLibCheck": True,
    "noEmit": True,
}
NEWEST = {**STRICT, "declaration": True, "isolatedDeclarations": True, "erasableSyntaxOnly": True}


class Result(NamedTuple):
    title: str
    status: str
    reason: str | None


def domain_of(name: str) -> Domain:
    return build([parse(Source(f"{name}.moment", SPECIFICATIONS[name]))])


def write(folder: Path, name: str, bindings: str | None = None, **typescript: Any) -> None:
    """Everything that ``moment generate vitest`` makes of a specification, into ``folder``.

    ``typescript`` are settings of that target, ``bindings`` what stands in place of the scaffold.
    """
    domain = domain_of(name)
    out = {"typescript": "generated/typescript", "vitest": "generated/vitest"}
    inputs = Inputs(name, "1.0.0", (f"{name}.moment",), out, "bindings", cases(domain), samples(domain))
    for target in select(("vitest",)):
        settings = target.settings(**typescript) if target.name == "typescript" else target.settings()
        for artifact in target.render(domain, settings, inputs):
            path = folder / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            scaffolded = artifact.kind == "scaffold" and bindings is not None
            path.write_text(bindings if scaffolded and bindings else artifact.text, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder per variant: every specification unbound, the implemented ones bound, every mutant."""
    folder = tmp_path_factory.mktemp("scaffolds").resolve()
    (folder / "node_modules").symlink_to(TOOLS, target_is_directory=True)
    (folder / "package.json").write_text('{"type": "module"}')
    for name in SPECIFICATIONS:
        write(folder / "unbound" / name, name)
    for name in IMPLEMENTED:
        write(folder / "bound" / name, name, implementation(name))
        write(folder / "throwing" / name, name, throwing(implementation(name)), refusals="throw")
    for mutant in MUTANTS:
        wrong = mutant.apply(implementation(mutant.implementation))
        write(folder / "mutants" / mutant.name, mutant.implementation, wrong)
    return folder


def implementation(name: str) -> str:
    return (OWN / f"{name}.ts").read_text(encoding="utf-8")


def throwing(text: str) -> str:
    """The same implementation when refusals are thrown and not returned."""
    return re.sub(r" \| \w+\.\w+Refusal\b", "", text).replace("return refused(", "throw refused(")


@pytest.fixture(scope="module")
def results(root: Path) -> Mapping[str, list[Result]]:
    """From ``unbound/order`` to what vitest says about each of its tests."""
    report = root / "report.json"
    command = ["node", str(TOOLS / "vitest/vitest.mjs"), "run", "--no-isolate", "--reporter=json"]
    done = subprocess.run(
        [*command, f"--outputFile={report}", f"--reporter={OWN / 'reasons.mjs'}"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert report.exists(), done.stdout + done.stderr
    lines = (json.loads(line) for line in done.stdout.split("\n") if line.startswith('{"module"'))
    reasons = {(line["module"], line["name"].replace(" > ", " ")): line["note"] for line in lines}
    found: dict[str, list[Result]] = {}
    for module in json.loads(report.read_text(encoding="utf-8"))["testResults"]:
        variant = "/".join(PurePath(module["name"]).relative_to(root).parts[:2])
        assert module["assertionResults"], f"{module['name']}: {module['message']}"
        for test in module["assertionResults"]:
            found.setdefault(variant, []).append(_result(module, test, reasons))
    return found


def _result(module: Any, test: Any, reasons: Mapping[tuple[str, str], str | None]) -> Result:
    return Result(test["title"], test["status"], reasons.get((module["name"], test["fullName"])))


def statuses(results: list[Result]) -> Counter[str]:
    return Counter(result.status for result in results)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_unbound_contracts_pass_and_all_else_says_what_to_bind(name: str, results: Mapping[str, list[Result]]) -> None:
    derived = cases(domain_of(name))
    contracts = sum(case.kind == "crossing" for case in derived)
    found = results[f"unbound/{name}"]
    counts = statuses(found)
    assert (counts["passed"], counts["skipped"], counts["failed"]) == (contracts, len(derived) - contracts, 0)
    unexplained = [
        result
        for result in found
        if result.status == "skipped" and not (result.reason or "").startswith(("not bound: ", "not resolved: "))
    ]
    assert unexplained == []


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_every_case_is_one_test(name: str, results: Mapping[str, list[Result]]) -> None:
    titles = Counter(result.title for result in results[f"unbound/{name}"] if result.status != "todo")
    assert titles == Counter(case.title for case in cases(domain_of(name)))


@pytest.mark.parametrize("name", IMPLEMENTED)
@pytest.mark.parametrize("variant", ["bound", "throwing"])
def test_a_right_implementation_passes_everything(variant: str, name: str, results: Mapping[str, list[Result]]) -> None:
    found = [result for result in results[f"{variant}/{name}"] if result.status not in ("passed", "todo")]
    assert found == []


@pytest.mark.parametrize("mutant", [mutant.name for mutant in MUTANTS])
def test_a_wrong_implementation_fails(mutant: str, results: Mapping[str, list[Result]]) -> None:
    assert statuses(results[f"mutants/{mutant}"])["failed"] >= 1


def test_every_kind_of_case_catches_something(results: Mapping[str, list[Result]]) -> None:
    assert len(MUTANTS) >= 40
    kinds = {
        case.kind
        for mutant in MUTANTS
        for failed in [{r.title for r in results[f"mutants/{mutant.name}"] if r.status == "failed"}]
        for case in cases(domain_of(mutant.implementation))
        if case.title in failed
    }
    assert kinds == set(get_args(CaseKind))


@pytest.mark.parametrize(("compiler", "options"), [("typescript", STRICT), ("typescript-latest", NEWEST)])
def test_scaffolds_and_implementations_compile(root: Path, compiler: str, options: dict[str, Any]) -> None:
    configuration = root / f"tsconfig.{compiler}.json"
    configuration.write_text(json.dumps({"compilerOptions": options, "include": ["unbound", "bound", "throwing"]}))
    listing = ["node", str(TOOLS / compiler / "bin/tsc"), "--listFiles", "-p", str(configuration)]
    done = subprocess.run(listing, cwd=root, capture_output=True, text=True, timeout=300, check=False)
    lines = done.stdout.splitlines()
    assert [line for line in lines if "error TS" in line] == []
    assert done.returncode == 0
    assert sum(line.endswith(".spec.ts") for line in lines) >= 20
