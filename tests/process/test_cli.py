"""Every command as a person sees it: whole transcripts, and what must hold for all of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from moment.cli.app import COMMANDS, app
from tests.conftest import Golden
from tests.process.commands import run, transcript

NAMES = tuple(name for _, commands in COMMANDS.values() for name, _ in commands)
BELOW = (
    "facet serve",
    "facet export",
    "sync push",
    "sync snapshot",
    "sync compare",
    "sync rollback",
    "sift publish",
    "sift status",
    "sift watch",
    "auth login",
    "auth status",
    "auth logout",
)
GOOD = """\
context "Sales" [Core]

  aggregate "Order"
    identity orderId: UUID

    command PlaceOrder
      input customerId: UUID
      emits OrderPlaced

    event OrderPlaced
      orderId: UUID
      customerId: UUID

context "Dispatch" [Supporting]

  aggregate "Parcel"
    identity parcelId: UUID

    command PackParcel
      input orderId: UUID
      emits ParcelPacked

    event ParcelPacked
      parcelId: UUID
      orderId: UUID

flow "order-to-parcel"
  description "An order becomes a parcel"

  lane sales "Sales" [Core]
  lane dispatch "Dispatch" [Supporting]

  moment "Placing"
    sales: PlaceOrder
    sales: OrderPlaced crosses-to dispatch via CustomerSupplier
      delivery exactly-once
      contract
        orderId: UUID [required]

  moment "Packing"
    dispatch: PackParcel
      triggered-by OrderPlaced
    dispatch: ParcelPacked
"""
BAD = GOOD.replace("      orderId: UUID\n      customerId", "      orderNumber: UUID\n      customerId")
STALLING = """\
context "Booking"
  aggregate "Room"
    identity roomId: UUID
    states Free -> Taken on RoomBooked -> Left on RoomLeft -> Clean on RoomCleaned

    command BookRoom
      input guests: number
      emits RoomBooked

    command LeaveRoom
      emits RoomLeft

    command CleanRoom
      precondition isEmpty: "The room is empty" in Left
      emits RoomCleaned

    event RoomBooked
      roomId: UUID
      guests: number
      price: Money

    event RoomLeft
      roomId: UUID

    event RoomCleaned
      roomId: UUID

flow "stay"
  lane booking "Booking"

  moment "Arrival"
    booking: BookRoom
    booking: RoomBooked

  moment "Cleaning"
    booking: CleanRoom
    booking: RoomCleaned

flow "departure"
  lane booking "Booking"

  moment "Arrival"
    booking: BookRoom
    booking: RoomBooked

  moment "Departure"
    booking: LeaveRoom
    booking: RoomLeft
"""
BROKEN = GOOD.replace("    command PackParcel", "    comand PackParcel")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project called shop with one good specification."""
    project = tmp_path / "shop"
    (project / "specs").mkdir(parents=True)
    (project / "specs" / "shop.moment").write_text(GOOD, encoding="utf-8")
    (project / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    return project


def write(folder: Path, text: str) -> None:
    (folder / "specs" / "shop.moment").write_text(text, encoding="utf-8")


def test_check(folder: Path, golden: Golden) -> None:
    good = transcript(folder, "check", "check --format concise", "check --statistics")
    write(folder, BAD)
    bad = transcript(
        folder, "check", "check --format concise", "check -q --format github", "check --select MOM4 --statistics",
        "check --ignore contract-field-missing", "check --fail-on warning --severity error -q --format concise",
        "check --fix-all --diff --yes", "check --json", "check --format sarif", "check --format junit",
    )  # fmt: skip
    golden.file("cli/check.txt", good + "\n" + bad)


def test_check_runs_every_flow(folder: Path, golden: Golden) -> None:
    write(folder, STALLING)
    text = transcript(
        folder, "check --set check.seconds=0", "check", "check", "check --no-behaviour", "check --set check.behaviour=false",
        "check --select stall -q --format concise", "check --fail-on warning --ignore MOM3 --format concise",
    )  # fmt: skip
    golden.file("cli/check-behaviour.txt", text)


def test_a_check_says_which_flows_it_had_no_time_for(folder: Path) -> None:
    """Nine contexts at once have 20,000 states, which nobody explores in a thousandth of a second."""
    text = "".join(
        f'context "C{n}"\n  aggregate "A{n}"\n    identity id{n}: UUID\n    command Do{n} emits Done{n}\n'
        f"    command End{n} emits Ended{n}\n    event Done{n} id{n}: UUID\n    event Ended{n} id{n}: UUID\n"
        for n in range(9)
    )
    text += 'flow "all"\n' + "".join(f'  lane l{n} "C{n}"\n' for n in range(9)) + '  moment "All"\n'
    text += "".join(f"    l{n}: Do{n}\n    l{n}: End{n} triggered-by Do{n}\n" for n in range(9))
    write(folder, text)
    ran = run(folder, "check", "--set", "check.seconds=0.001", "--select", "MOM9", "--json")
    found = [(each["code"], each["message"]) for each in json.loads(ran.out)["diagnostics"]]
    assert (ran.exit, found) == (0, [("MOM909", "flow `all` was not explored to its ends")])


def test_a_check_allows_what_runs_find(folder: Path) -> None:
    write(folder, STALLING)
    ran = run(folder, "check", "--add-allow", "MOM322", "--reason", "the cleaning comes with the next release")
    assert (ran.exit, "1 suppressed" in ran.out, "1 suppressed" in run(folder, "check").out) == (0, True, True)
    assert "MOM013" not in run(folder, "check", "--no-behaviour", "--json").out


def test_fix_writes_what_it_showed(folder: Path, golden: Golden) -> None:
    write(folder, BROKEN)
    golden.file("cli/fix.txt", transcript(folder, "check", "check --fix --diff", "check --fix", "check --fix-all"))
    assert (folder / "specs" / "shop.moment").read_text(encoding="utf-8") == GOOD


def test_allow_suppresses_with_a_reason(folder: Path) -> None:
    write(folder, BAD)
    ran = run(folder, "check", "--add-allow", "MOM402", "--reason", "the old reader goes next week")
    assert (ran.exit, "1 suppressed" in ran.out) == (0, True)
    again = run(folder, "check", "--json")
    assert json.loads(again.out)["summary"]["suppressed"] == 1


def test_parse(folder: Path, golden: Golden) -> None:
    golden.file("cli/parse.txt", transcript(folder, "parse", "parse --tree", "parse --tokens", "parse --json"))


def test_fmt(folder: Path, golden: Golden) -> None:
    flat = "\n".join(line.strip() for line in GOOD.splitlines() if line.strip()) + "\n"
    write(folder, flat)
    text = transcript(folder, "fmt --check", "fmt --check --format github", "fmt --diff", "fmt", "fmt --check")
    golden.file("cli/fmt.txt", text)
    assert (folder / "specs" / "shop.moment").read_text(encoding="utf-8") == GOOD
    assert run(folder, "fmt", "-", stdin=flat).out == GOOD


def test_fmt_leaves_broken_text_alone(folder: Path) -> None:
    write(folder, BROKEN)
    ran = run(folder, "fmt")
    assert (ran.exit, (folder / "specs" / "shop.moment").read_text(encoding="utf-8")) == (1, BROKEN)


def test_fmt_keeps_line_ends_and_mark(folder: Path) -> None:
    crooked = b"\xef\xbb\xbf" + GOOD.replace("  emits", "   emits").replace("\n", "\r\n").encode()
    (folder / "specs" / "shop.moment").write_bytes(crooked)
    assert run(folder, "fmt").exit == 0
    assert (folder / "specs" / "shop.moment").read_bytes() == b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()


def test_find(folder: Path, golden: Golden) -> None:
    golden.file(
        "cli/find.txt",
        transcript(
            folder, "find placed", "find orderId --kind field --context Dispatch", "find */PackParcel",
            "find placed --json", "find plaecd", "find x --kind evnt",
        ),
    )  # fmt: skip


def test_explain(folder: Path, golden: Golden) -> None:
    golden.file(
        "cli/explain.txt",
        transcript(
            folder, "explain MOM301", "explain saga", "explain OrderPlaced", "explain --list --area 3 --severity error",
            "explain MOM999", "explain",
        ),
    )  # fmt: skip


def test_generate(folder: Path, golden: Golden) -> None:
    first = transcript(
        folder,
        "generate --check",
        "generate --check --format github",
        "generate --dry-run",
        "generate",
        "generate --check",
        "generate",
    )
    types = folder / "generated" / "typescript" / "index.ts"
    types.write_text(types.read_text(encoding="utf-8") + "// mine\n", encoding="utf-8")
    edited = transcript(folder, "generate", "generate --check", "generate --force", "generate --check --format github")
    write(folder, BAD)
    golden.file("cli/generate.txt", "\n".join((first, edited, transcript(folder, "generate", "generate typscript"))))


def test_a_failed_generation_writes_nothing(folder: Path) -> None:
    write(folder, BAD)
    before = sorted(path for path in folder.rglob("*"))
    assert run(folder, "generate").exit == 1
    assert sorted(path for path in folder.rglob("*")) == before


def test_derive(folder: Path, golden: Golden) -> None:
    names = ("topology", "catalogue", "impact", "sagas", "policies", "glossary", "glossary --json")
    asked = (
        "impact OrderPlaced", "impact OrderPlaced --field orderId --depth 1", "impact PackParcel --upstream",
        "lineage Sales.OrderPlaced.orderId", "--out derived", "--out derived",
    )  # fmt: skip
    wrong = (
        "policys", "impact OrderPlacd", "impact OrderPlaced --field orderIt", "lineage", "sagas x", "--upstream",
        "lineage orderId",
    )  # fmt: skip
    lines = [f"derive {each}" for each in (*names, *asked, *wrong)]
    good = transcript(folder, "derive", *lines)
    written = sorted(path.name for path in (folder / "derived").rglob("*.json"))
    assert written == sorted((*(f"{name.split()[0]}.json" for name in names[:6]), "ledger.json"))
    write(folder, BAD)
    golden.file("cli/derive.txt", good + "\n" + transcript(folder, "derive", "derive --out derived"))


def test_test(folder: Path, golden: Golden) -> None:
    """With reports in the place of runners."""
    step, other = "order-to-parcel/placing/step:PlaceOrder", "order-to-parcel/packing/step:PackParcel"
    crossing = "order-to-parcel/placing/crossing:OrderPlaced>Dispatch"
    passed = [{"case": each, "outcome": "passed", "reason": ""} for each in (step, crossing)]
    unbound = {"case": other, "outcome": "skipped", "reason": "not bound: Dispatch.Parcel (bindings/vitest.ts)"}
    failed = {"case": other, "outcome": "failed", "reason": "assert 1 == 2"}
    for name, told in (("good", [*passed, unbound]), ("bad", [*passed, failed]), ("torn", passed)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, told)) + "\n", encoding="utf-8")
    (folder / "nothing.json").write_text("{}", encoding="utf-8")
    lines = [
        "test", "test --results good.jsonl", "test --results good.jsonl --fail-on-unbound -q", "test --results bad.jsonl", "test --results bad.jsonl --format github", "test --results bad.jsonl --format github",
        "test --results torn.jsonl --format github", "test --results bad.jsonl --format junit", "test --results bad.jsonl --json",
        "test --results nothing.json", "test --results gone.json", "test --flow order-to-parcl", "test --kind saga-start",
    ]  # fmt: skip
    golden.file("cli/test.txt", transcript(folder, *lines))


def test_simulate(folder: Path, golden: Golden) -> None:
    good = transcript(
        folder, "simulate", "simulate --faults none --out -", "simulate --faults duplicate=2 --max-faults 2 --out -"
    )
    write(folder, BAD)
    bad = transcript(folder, "simulate --out -", "simulate --flow order-to-parcl", "simulate --faults loose")
    write(folder, BROKEN)
    golden.file("cli/simulate.txt", "\n".join((good, bad, transcript(folder, "simulate"))))


def test_init(tmp_path: Path, golden: Golden) -> None:
    text = transcript(tmp_path, "init shop --yes --ci github", "init shop --yes", "init other --target typescrpt --yes")
    golden.file("cli/init.txt", text)
    made = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert made == [
        "shop/.github/workflows/moment.yml", "shop/.moment/.gitattributes", "shop/.moment/.gitignore",
        "shop/moment.toml", "shop/specs/shop.moment",
    ]  # fmt: skip
    assert run(tmp_path / "shop", "check", "--strict").exit == 0


def test_usage_errors(folder: Path, golden: Golden) -> None:
    golden.file(
        "cli/usage.txt",
        transcript(
            folder, "", "chek", "validate", "specs/shop.moment", "check --fial-on error", "check --format xml",
            "check --json --fial-on error", "check --diff", "check missing.moment", "check --project nowhere",
            "check --set nonsense", "check --set check.fail-on=never", "generate --check --dry-run", "find", "init a -d b",
            "--version", "completion tcsh", "facet", "facet expot",
        ),
    )  # fmt: skip


def test_help(folder: Path, golden: Golden) -> None:
    golden.file("cli/help.txt", transcript(folder, "--help", *(f"{name} --help" for name in (*NAMES, *BELOW))))


def test_every_flag_is_used_in_a_transcript() -> None:
    said = "".join(
        path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "golden" / "cli").glob("*.txt")
    )
    missing = []
    for name in NAMES:
        command = app.get_command(click.Context(app), name)
        assert command is not None
        for parameter in command.params:
            longest = max(parameter.opts, key=len)
            if longest.startswith("--") and longest not in said:
                missing.append(f"{name} {longest}")
    assert missing == []


@pytest.mark.parametrize("format", ["json", "sarif", "github", "junit"])
def test_machine_formats_are_one_document_whatever_happens(folder: Path, format: str) -> None:
    for text in (GOOD, BAD, BROKEN, "", "\0\0"):
        write(folder, text)
        ran = run(folder, "check", "--format", format)
        assert ran.exit in (0, 1, 2)
        if format in ("json", "sarif"):
            json.loads(ran.out)
        if format == "junit":
            assert ran.out.count("<testsuites") == 1


def test_a_closed_pipe_is_silent(folder: Path) -> None:
    write(folder, BAD)
    command = f"{sys.executable} -m moment parse --tokens | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_colours(folder: Path) -> None:
    write(folder, BAD)
    assert "\x1b[" not in run(folder, "check").out
    assert "\x1b[" in run(folder, "check", "--color", "always").out
    assert "\x1b[" in run(folder, "check", FORCE_COLOR="1").out
    assert "\x1b[" not in run(folder, "check", FORCE_COLOR="1", NO_COLOR="1").out


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("missing.moment", None, "MOM902"), ("specs", None, ""), ("binary.moment", bytes(range(256)) * 20, "MOM902"),
     ("broken.moment", b"context \xff\xfe \"A\"\n", "MOM009")],
)  # fmt: skip
def test_bad_files_are_findings(folder: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    ran = run(folder, "check", "--isolated", name, "--format", "concise")
    assert ran.exit == (1 if code else 0)
    assert code in ran.out
    assert "Traceback" not in ran.err


def test_a_huge_file_is_a_finding(folder: Path) -> None:
    (folder / "huge.moment").write_bytes(b"// " + b"x" * (16 * 1024 * 1024))
    ran = run(folder, "check", "--isolated", "huge.moment", "--format", "concise")
    assert (ran.exit, "MOM010" in ran.out) == (1, True)


def test_two_contexts_of_one_name_in_two_files(folder: Path) -> None:
    (folder / "specs" / "again.moment").write_text('context "Sales"\n', encoding="utf-8")
    ran = run(folder, "check")
    assert ran.exit == 1
    assert "specs/again.moment" in ran.out
    assert "::: specs" in ran.out


def test_an_output_folder_that_cannot_be_written(folder: Path) -> None:
    (folder / "generated").write_text("in the way", encoding="utf-8")
    ran = run(folder, "generate")
    assert ran.exit == 2
    assert "MOM905" in ran.out
    assert (folder / "generated").read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("out", ["../elsewhere", "/absolute", ".git", "specs", "."])
def test_output_folders_are_safe(folder: Path, out: str) -> None:
    ran = run(folder, "generate", "--set", f'generate.out="{out}"')
    assert ran.exit == 2
    assert ran.out.startswith("error[MOM90")


def test_facet_json_of_somebody_else_is_kept(folder: Path) -> None:
    (folder / "facet.json").write_text("{}", encoding="utf-8")
    assert run(folder, "simulate").exit == 2
    assert (folder / "facet.json").read_text(encoding="utf-8") == "{}"


def test_several_projects_report_together(folder: Path) -> None:
    other = folder.parent / "second"
    other.mkdir()
    (other / "moment.toml").write_text('name = "second"\n', encoding="utf-8")
    (other / "a.moment").write_text(BAD, encoding="utf-8")
    ran = run(folder.parent, "check", "--project", "shop", "--project", "second", "--format", "concise")
    assert ran.exit == 1
    assert "second/a.moment:" in ran.out
    assert run(folder.parent, "parse", "--project", "shop", "--project", "second").exit == 2
