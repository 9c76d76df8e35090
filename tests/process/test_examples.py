"""The examples: clean ones pass every command, broken ones show what they were written to show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from moment.behaviour.difference import WORST_FIRST
from moment.behaviour.verdicts import GOOD
from tests.conftest import Golden
from tests.process.commands import Ran, run, transcript

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
STARTER = ROOT / "src" / "moment" / "resources" / "order.moment"
PROJECTS = ("hospital", "library")
BROKEN = {
    "classification": {"MOM120", "MOM420"},
    "contracts": {"MOM402", "MOM403", "MOM404", "MOM407", "MOM416"},
    "flows": {"MOM302", "MOM305", "MOM307", "MOM309", "MOM310"},
    "names": {"MOM103", "MOM110", "MOM112", "MOM113", "MOM116", "MOM118"},
    "processes": {"MOM511", "MOM520"},
    "strategy": {"MOM603"},
    "syntax": {"MOM002", "MOM003", "MOM004", "MOM007"},
    "types": {"MOM201", "MOM202", "MOM203"},
}
VERDICTS: dict[str, tuple[int, set[str]]] = {
    "completed": (0, set()), "ended": (0, set()), "compensated": (0, set()), "stalled": (1, {"MOM322"}),
    "contract-violation": (1, {"MOM402"}), "illegal-transition": (1, {"MOM521"}), "unhandled-refusal": (0, {"MOM324"}),
    "unanticipated": (1, {"MOM323", "MOM413"}), "double-effect": (0, {"MOM415", "MOM524"}),
    "unfinished-saga": (1, {"MOM518"}), "policy-loop": (1, {"MOM501", "MOM503"}), "retry-exhausted": (1, {"MOM325"}),
    "incomplete": (0, set()),
}  # fmt: skip
"""By verdict: the exit code of its example, and what the check of it finds at any severity."""


def project(name: str) -> str:
    return f"examples/{name}"


def found(ran: Ran) -> list[tuple[str, str]]:
    """Severity and code of each finding of a JSON report that nobody has allowed."""
    diagnostics = json.loads(ran.out)["diagnostics"]
    return [(finding["severity"], finding["code"]) for finding in diagnostics if finding["suppressed"] is None]


def sources(name: str) -> list[Path]:
    return sorted((EXAMPLES / name).rglob("?*.moment"))


def test_there_are_projects_and_broken_files() -> None:
    assert {folder.name for folder in EXAMPLES.iterdir()} == {*PROJECTS, "behaviour", "broken"}
    assert {path.stem for path in sources("broken")} == {*BROKEN, "behaviour"}


@pytest.mark.parametrize("name", PROJECTS)
def test_projects_are_clean_at_every_severity(name: str) -> None:
    ran = run(ROOT, "check", "--project", project(name), "--json", "--fail-on", "info")
    assert (ran.exit, found(ran)) == (0, [])


@pytest.mark.parametrize("name", PROJECTS)
def test_projects_survive_two_faults(name: str) -> None:
    ran = run(ROOT, "simulate", "--project", project(name), "--out", "-", "--max-faults", "2", "--strict")
    lines = [line.strip() for line in ran.out.splitlines() if line.strip().startswith("faults ")]
    flows = sum(path.read_text(encoding="utf-8").count("\nflow ") for path in sources(name))
    flows += sum(path.read_text(encoding="utf-8").startswith("flow ") for path in sources(name))
    assert (ran.exit, lines) == (0, ["faults       survives any 2 faults"] * flows)


@pytest.mark.parametrize("name", PROJECTS)
def test_no_part_of_a_flow_is_left_out(name: str) -> None:
    """Coverage is whole for moments, arms, placements, crossings, policies, services and saga states."""
    ran = run(ROOT, "simulate", "--project", project(name), "--out", "-", "--max-faults", "2")
    counts = re.findall(r"(moments|arms|placements|crossings|policies|services|saga states) (\d+)/(\d+)", ran.out)
    assert len(counts) >= 5
    assert [count for count in counts if count[1] != count[2]] == []


def test_the_large_example_is_large() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sources("hospital")]
    written = "\n".join(texts)
    assert sum(text.count("\n") for text in texts) >= 500
    assert len(re.findall(r"^context ", written, re.MULTILINE)) >= 6
    flows = written.split('\nflow "')[1:] + [text for text in texts if text.startswith("flow ")]
    assert sum("[branch]" in flow for flow in flows) >= 4
    for construct in (
        "saga ", "undo ", "timeout ", "policy ", "projection ", "service ", "[deprecated ", "via AnticorruptionLayer",
        "@classification(PHI)", "@retention(", "@encryption(", "term ", "enum ", "idempotent by ", "returns-to ",
        "(×", "[optional]", "[terminal]", "string?", " or ",
    ):  # fmt: skip
        assert construct in written


def test_every_example_is_formatted() -> None:
    files = [path for name in PROJECTS for path in sources(name)] + [STARTER]
    files += [path for path in sources("broken") if path.stem != "syntax"] + sources("behaviour")
    ran = run(ROOT, "fmt", "--check", "--isolated", *(str(path.relative_to(ROOT)) for path in files))
    assert (len(files) >= 33, ran.exit, ran.out) == (True, 0, "")


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_show_the_errors_of_their_family(name: str) -> None:
    ran = run(ROOT, "check", "--isolated", f"examples/broken/{name}.moment", "--json")
    errors = {code for severity, code in found(ran) if severity == "error"}
    assert (ran.exit, errors) == (1, BROKEN[name])


def test_the_broken_behaviour_shows_when_it_runs() -> None:
    path = "examples/broken/behaviour.moment"
    ran = run(ROOT, "simulate", "--isolated", path, "--out", "-")
    codes = set(re.findall(r"^(error|warning)\[(MOM\d+)\]", ran.out, re.MULTILINE))
    assert (ran.exit, codes) == (1, {("error", "MOM322"), ("warning", "MOM415")})


def test_every_broken_file_says_how_to_see_it() -> None:
    for path in sources("broken"):
        head = path.read_text(encoding="utf-8").splitlines()[0]
        command = "simulate" if path.stem == "behaviour" else "check"
        wanted = f"// Run: moment {command} --isolated {path.relative_to(ROOT).as_posix()}"
        assert head.removesuffix(" --out -") == wanted


def named_command(path: Path) -> list[str]:
    """The arguments of the command in the first line of an example, which runs it and nothing else."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    start = f"// Run: moment simulate --isolated {path.relative_to(ROOT).as_posix()} --out -"
    assert first.startswith(start)
    return first.removeprefix("// Run: moment ").split()


def test_every_verdict_has_an_example() -> None:
    written = (
        (ROOT / "docs" / "behaviour.md").read_text(encoding="utf-8").partition("## Verdicts")[2].partition("## ")[0]
    )
    assert {path.stem for path in sources("behaviour")} == set(VERDICTS)
    assert [verdict for verdict in VERDICTS if f"`{verdict}`" not in written] == []
    bad = {*WORST_FIRST, *GOOD, "incomplete"}
    assert set(VERDICTS) == bad


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_example_shows_its_verdict(verdict: str, golden: Golden) -> None:
    path = EXAMPLES / "behaviour" / f"{verdict}.moment"
    code, allowed = VERDICTS[verdict]
    checked = run(ROOT, "check", "--isolated", str(path.relative_to(ROOT)), "--json", "--fail-on", "info")
    ran = run(ROOT, *named_command(path))
    assert ({rule for _, rule in found(checked)}, ran.exit) == (allowed, code)
    report = next(text for text in ran.out.split("\n\n") if not text.startswith("scope"))
    assert re.search(rf"^  ({verdict} |(outcomes|with faults) .*\b{verdict}\b)", report, re.MULTILINE)
    golden.file(f"cli/behaviour-{verdict}.txt", transcript(ROOT, " ".join(named_command(path))))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_example_is_short_and_says_what_it_shows(verdict: str) -> None:
    path = EXAMPLES / "behaviour" / f"{verdict}.moment"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 40
    assert lines[1].startswith("// ")


def test_the_examples_of_verdicts_are_listed() -> None:
    text = (EXAMPLES / "behaviour" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \| \[\1\]\(\1\.moment\) \|", text, re.MULTILINE) == list(VERDICTS)


def test_the_starter_is_clean_and_survives_two_faults(tmp_path: Path) -> None:
    assert run(tmp_path, "init", "shop", "--yes").exit == 0
    shop = tmp_path / "shop"
    checked = run(shop, "check", "--json", "--fail-on", "info")
    assert (checked.exit, found(checked)) == (0, [])
    ran = run(shop, "simulate", "--max-faults", "2", "--strict")
    coverage = next(line for line in ran.out.splitlines() if line.strip().startswith("coverage"))
    assert (ran.exit, "survives any 2 faults" in ran.out, "never" in coverage) == (0, True, False)


def test_the_starter_is_short() -> None:
    lines = [line for line in STARTER.read_text(encoding="utf-8").splitlines() if line]
    assert 50 <= len(lines) <= 70
