"""The features judged by Gherkin's own parser, the steps by cucumber-js and the TypeScript compiler."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from moment.behaviour.samples import happy_runs
from moment.derive import cases
from moment.generate.gherkin.compose import Composer
from moment.generate.gherkin.features import Feature, case_tags
from tests.conformance.judged import SPECIFICATIONS, TOOLS, collides, generated, made, write
from tests.conformance.test_jsonschema import domain_of
from tests.hostile import TEXTS, WORDS, by_chance, hostile

HERE = Path(__file__).parent
LEAST_MADE = 25
BOUND = """
import type { Bindings } from '../generated/gherkin/steps/moment.steps.js';

const said: string[] = [];
const note = (...words: readonly unknown[]): void => void said.push(JSON.stringify(words));
export const bindings: Bindings = {
  preconditionHolds: (text, rows) => note(text, rows),
  preconditionFails: (text, rows) => note(text, rows),
  hasEmitted: (context, event) => note(context, event),
  wasReceived: (event) => note(event),
  aggregateIsIn: (aggregate, state) => note(aggregate, state),
  sagaIsIn: (saga, state) => note(saga, state),
  executes(context, command, causes, rows) {
    note(context, command, causes, rows);
    if (command === 'PackParcel' && causes.join() !== 'OrderSubmitted') throw new Error(`caused by ${causes.join()}`);
  },
  happens: (event, context) => note(event, context),
  receives: (context, event) => note(context, event),
  timeoutPasses: (saga, text) => note(saga, text),
  emits: async (context, event, times) => note(context, event, times),
  crosses: (event, context, relationship) => note(event, context, relationship),
  contractContains(rows) {
    if (rows.length !== 3 || rows[2]?.[2] !== 'optional') throw new Error(JSON.stringify(rows));
  },
  isRejected: () => note(),
  reasonIs: (text) => note(text),
  isViolated: (invariant) => note(invariant),
  aggregateMovesTo: (aggregate, state) => note(aggregate, state),
  sagaMovesTo: (saga, state) => note(saga, state),
  sagaUndoes: (saga, rows) => note(saga, rows),
  sagaCompensates: (saga, rows) => note(saga, rows),
  policyAnswers: (policy, command) => note(policy, command),
};
"""
STRICT = {
    "strict": True, "noUnusedLocals": True, "noUnusedParameters": True, "exactOptionalPropertyTypes": True,
    "verbatimModuleSyntax": True, "noUncheckedIndexedAccess": True, "target": "ES2022", "lib": ["ES2022"], "types": ["node"],
    "module": "NodeNext", "moduleResolution": "NodeNext", "skipLibCheck": True, "noEmit": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> dict[str, Mapping[str, str]]:
    by_name: dict[str, Mapping[str, str]] = {
        **{f"made{seed}": made(seed) for seed in range(20)},
        **{f"hostile{seed}": {"a.moment": by_chance(seed)} for seed in range(20)},
    }
    plain = {name: each for name, each in by_name.items() if not collides(each, "gherkin")}
    assert len(plain) >= LEAST_MADE
    return {**SPECIFICATIONS, **plain}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, Mapping[str, str]]) -> Path:
    """A folder for every specification, and one with everything bound."""
    folder = tmp_path_factory.mktemp("gherkin").resolve()
    (folder / "node_modules").symlink_to(TOOLS, target_is_directory=True)
    (folder / "package.json").write_text('{"type": "module"}')
    for name, each in texts.items():
        write(generated(each, "gherkin"), folder / name)
    for name in ("unbound", "bound"):
        write(generated(SPECIFICATIONS["order-to-parcel"], "gherkin"), folder / name)
    (folder / "bound/bindings/steps.ts").write_text(BOUND, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(root: Path, texts: dict[str, Mapping[str, str]]) -> dict[str, Any]:
    """What cucumber-js said: dry for every specification, wet for one unbound and one bound."""
    wanted = {
        **{name: {"folder": str(root / name), "dryRun": True} for name in texts},
        "unbound": {"folder": str(root / "unbound"), "dryRun": False},
        "bound": {"folder": str(root / "bound"), "dryRun": False},
    }
    (root / "list.json").write_text(json.dumps(list(wanted.values())))
    script = root / "run.mjs"
    script.write_text((HERE / "gherkin/run.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    command = ["node", "--import", "tsx", "run.mjs", "list.json"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=300, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    lines = [json.loads(line) for line in done.stdout.split("\n") if line.startswith("{")]
    return dict(zip(wanted, lines, strict=True))


def parsed(text: str) -> Any:
    return Parser().parse(text)["feature"]


def composed(texts: Mapping[str, str]) -> tuple[Feature, ...]:
    domain = domain_of(texts)
    return Composer(domain, cases(domain), happy_runs(domain)).features()


def as_values(feature: Any) -> Any:
    """What the parser read, in the shape of our own values."""
    rules = []
    for child in feature["children"]:
        rule = child["rule"]
        background: list[Any] = []
        scenarios = []
        for inner in rule["children"]:
            if "background" in inner:
                background = _steps(inner["background"])
            else:
                scenario = inner["scenario"]
                scenarios.append((scenario["name"], _tags(scenario), _steps(scenario)))
        rules.append((rule["name"], _tags(rule), background, scenarios))
    return feature["name"], _tags(feature), rules


def _tags(part: Any) -> list[str]:
    return [tag["name"] for tag in part["tags"]]


def _steps(part: Any) -> list[Any]:
    return [
        (
            step["keyword"].strip(),
            step["text"],
            [[cell["value"] for cell in row["cells"]] for row in step.get("dataTable", {}).get("rows", ())],
        )
        for step in part["steps"]
    ]


def ours(feature: Feature) -> Any:
    from moment.generate.escaping import one_line, printable

    def steps(found: Any) -> list[Any]:
        return [
            (
                step.keyword,
                step.text.strip(),
                [
                    ["".join(c if c.isprintable() or c == "\n" else printable(c) for c in cell.strip()) for cell in row]
                    for row in step.table
                ],
            )
            for step in found
        ]

    return (
        one_line(feature.name), list(feature.tags),
        [
            (one_line(rule.name), list(rule.tags), steps(rule.background),
             [(one_line(each.name), list(each.tags), steps(each.steps)) for each in rule.scenarios])
            for rule in feature.rules
        ],
    )  # fmt: skip


def test_the_parser_reads_what_was_meant(texts: dict[str, Mapping[str, str]]) -> None:
    count = 0
    for name, each in texts.items():
        files = {a.path.removeprefix("generated/gherkin/"): a.text for a in generated(each, "gherkin")}
        for feature in composed(each):
            assert as_values(parsed(files[feature.path])) == ours(feature), f"{name} {feature.path}"
            count += 1
    assert count >= 120


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_every_case_is_the_tag_of_one_scenario(name: str) -> None:
    derived = case_tags([case.id for case in cases(domain_of(SPECIFICATIONS[name]))])
    features = [parsed(a.text) for a in generated(SPECIFICATIONS[name], "gherkin") if a.path.endswith(".feature")]
    tags = Counter(tag for feature in features for tag in _all_tags(feature) if tag.startswith("@case:"))
    assert tags == Counter(derived.values())


def _all_tags(feature: Any) -> Iterator[str]:
    for child in feature["children"]:
        for inner in child["rule"]["children"]:
            if "scenario" in inner:
                yield from _tags(inner["scenario"])


def test_no_step_is_undefined_ambiguous_or_unused(ran: dict[str, Any], texts: dict[str, Mapping[str, str]]) -> None:
    wrong = {
        name: {word: ran[name][word] for word in ("undefined", "ambiguous", "unused") if ran[name][word]}
        for name in texts
    }
    assert {name: found for name, found in wrong.items() if found} == {}
    for name in SPECIFICATIONS:
        assert ran[name]["scenarios"] == len(cases(domain_of(SPECIFICATIONS[name])))
    assert sum(ran[name]["steps"] for name in texts) >= 3_000


def test_unbound_everything_is_pending(ran: dict[str, Any]) -> None:
    told = ran["unbound"]
    assert (told["success"], set(told["statuses"])) == (False, {"PENDING", "SKIPPED"})
    assert told["statuses"]["PENDING"] == told["scenarios"]


def test_bound_everything_passes(ran: dict[str, Any]) -> None:
    assert (ran["bound"]["success"], set(ran["bound"]["statuses"])) == (True, {"PASSED"})


def test_the_command_of_the_page_runs_them(root: Path) -> None:
    command = ["node", "--import", "tsx", str(TOOLS / "@cucumber/cucumber/bin/cucumber.js"), "generated/gherkin/features",
               "--import", "generated/gherkin/steps/*.ts"]  # fmt: skip
    unbound = subprocess.run(
        command, cwd=root / "order-to-parcel", capture_output=True, text=True, check=False, timeout=60
    )
    bound = subprocess.run(command, cwd=root / "bound", capture_output=True, text=True, check=False, timeout=60)
    assert (unbound.returncode, bound.returncode) == (1, 0)
    assert "14 scenarios (14 pending)" in unbound.stdout
    assert "14 scenarios (14 passed)" in bound.stdout


def test_steps_and_bindings_compile(root: Path) -> None:
    (root / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": STRICT, "include": ["*/bindings/*.ts", "*/generated/**/*.ts"]})
    )
    for compiler in ("typescript", "typescript-latest"):
        command = ["node", str(TOOLS / compiler / "bin/tsc"), "-p", "tsconfig.json"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)
        assert (done.stdout, done.returncode) == ("", 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(st.sampled_from(TEXTS), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)),
        min_size=8, max_size=20,
    ),
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=20, unique=True),
)  # fmt: skip
def test_hostile_names_are_refused_or_parse(texts: list[str], words: list[str]) -> None:
    specification = {"a.moment": hostile([f"a{text}" for text in texts], words)}
    assume(not collides(specification, "gherkin"))
    for artifact in generated(specification, "gherkin"):
        if artifact.path.endswith(".feature"):
            assert parsed(artifact.text)["children"]
