"""A project and its upstream, by the real command: planned, applied in part, blocked, announced."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from moment.cli.formats import FORMATS
from tests.conftest import Golden
from tests.process.commands import run, transcript
from tests.process.test_cli import GOOD

MOVED = (
    GOOD.replace("      customerId: UUID\n", "      customerId: string\n      note: string?\n")
    .replace("context \"Dispatch\"", "  term \"Order\" \"What a customer asks for\"\n\ncontext \"Dispatch\"")
)  # fmt: skip
WITHOUT = GOOD.replace("    event OrderPlaced\n      orderId: UUID\n", "    event OrderPlaced\n")
HERE = GOOD.replace(
    "parcelId: UUID\n      orderId: UUID\n", "parcelId: UUID\n      orderId: UUID\n      weight: number\n"
)


class Shop:
    """A project whose upstream says what was published from a text."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "specs").mkdir(parents=True)
        (root / "moment.toml").write_text('name = "shop"\nsources = ["specs/**/*.moment"]\n')
        self.file = root / "specs" / "shop.moment"
        self.file.write_text(GOOD)

    def published(self, text: str) -> None:
        """Upstream says ``text``; the project says what it said."""
        before = self.file.read_text()
        self.file.write_text(text)
        assert run(self.root, "sift", "publish", "-q").exit == 0
        self.file.write_text(before)

    def agreed(self) -> None:
        self.published(GOOD)
        assert run(self.root, "import", "--from-sift").exit == 0


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


def everything(root: Path) -> dict[str, bytes]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and "cache" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_reconcile(shop: Shop, golden: Golden) -> None:
    said = [transcript(shop.root, "reconcile", "reconcile --local --category 2", "reconcile --local")]
    shop.agreed()
    shop.published(MOVED)
    shop.file.write_text("// ours\n" + HERE)
    said.append(transcript(shop.root, "reconcile --local", "reconcile --local --apply"))
    said.append(transcript(shop.root, "reconcile --local --apply --category 2", "reconcile --local", "check"))
    golden.file("cli/reconcile.txt", "\n".join(said))
    assert shop.file.read_text().startswith("// ours\n")


def test_what_somebody_needs_stays(shop: Shop, golden: Golden) -> None:
    shop.agreed()
    shop.published(WITHOUT)
    said = [transcript(shop.root, "reconcile --local", "reconcile --local --apply --category 2")]
    assert shop.file.read_text() == GOOD
    shop.file.write_text(GOOD.replace("      contract\n        orderId: UUID [required]\n", "").replace("    dispatch: PackParcel\n      triggered-by OrderPlaced\n", ""))  # fmt: skip
    said.append(transcript(shop.root, "reconcile --local --apply --category 2"))
    golden.file("cli/reconcile-breaking.txt", "\n".join(said))
    assert "event OrderPlaced\n      customerId: UUID\n" in shop.file.read_text()


def test_both_sides(shop: Shop, golden: Golden) -> None:
    shop.agreed()
    shop.published(MOVED)
    shop.file.write_text(GOOD.replace("      customerId: UUID\n", "      customerId: number\n"))
    commands = ("reconcile --local", "reconcile --local --prefer upstream --apply --category 2")
    ours = run(shop.root, "reconcile", "--local", "--prefer", "local", "--apply")
    assert (ours.exit, "customerId: number\n      note: string?" in shop.file.read_text()) == (0, True)
    assert run(shop.root, "reconcile", "--local").err == "NO_CHANGES: 1 only here\n"
    shop.published(MOVED.replace("customerId: string", "customerId: Money"))
    golden.file("cli/reconcile-conflict.txt", transcript(shop.root, *commands))
    assert "customerId: Money\n" in shop.file.read_text()


def test_an_announcement(shop: Shop, golden: Golden) -> None:
    shop.agreed()
    shop.published(MOVED)
    announced = {
        "twice.json": {"affectedElements": ["Sales/Order"]},
        "term.json": {"affectedElements": ["term Sales/Order"]},
        "removed.json": {"payload": {"affectedElements": [{"element": "OrderPlaced", "change": "removed"}]}},
        "renamed.json": {"affectedElements": [{"element": "PackParcel", "change": "renamed", "newName": "Pack"}]},
        "unknown.json": {"affectedElements": ["Sales/Order/OrderPlcaed"]},
        "empty.json": {"affectedElements": []},
    }
    for name, written in announced.items():
        (shop.root / name).write_text(json.dumps(written))
    (shop.root / "broken.json").write_text("{")
    before = everything(shop.root)
    names = ("term", "twice", "removed", "renamed", "unknown", "empty", "broken", "missing")
    said = transcript(shop.root, *(f"reconcile --event {name}.json" for name in names))
    golden.file("cli/reconcile-event.txt", said)
    assert everything(shop.root) == before
    assert run(shop.root, "reconcile", "--event", "unknown.json", "--json").exit == 1


def test_the_document_keeps_to_its_schema(shop: Shop) -> None:
    from importlib import import_module

    module, name = FORMATS["moment.reconcile/1"]
    kind = getattr(import_module(module), name)
    shop.agreed()
    shop.published(MOVED)
    shop.file.write_text(HERE)
    plan = msgspec.json.decode(run(shop.root, "reconcile", "--local", "--json").out, type=kind)
    assert (plan.outcome, plan.category, plan.reconciliation_id, plan.files) == ("DRIFT", 2, None, ())
    done = run(shop.root, "reconcile", "--local", "--apply", "--category", "2", "--json")
    made = msgspec.json.decode(done.out, type=kind)
    assert (done.exit, made.outcome, made.files) == (0, "APPLIED", ("specs/shop.moment",))
    line = (shop.root / ".moment" / "log" / "reconciliation.jsonl").read_text().splitlines()[-1]
    types = [event["type"] for event in json.loads(line)["events"]]
    assert types[-2:] == ["ReconciliationStarted", "ReconciliationCompleted"]
    assert set(types[:-2]) == {"UpstreamImported"}
    (told,) = (shop.root / ".complai" / "events" / "moment").glob("*.jsonl")
    event = json.loads(told.read_text().splitlines()[-1])
    assert (event["eventType"], event["payload"]["reconciliationId"], event["payload"]["outcome"]) == (
        "ReconcileCompleted", made.reconciliation_id, "APPLIED",
    )  # fmt: skip
    assert re.fullmatch(r"rec-[0-9a-f]{12}", made.reconciliation_id or "")


def test_a_side_that_cannot_be_read_is_compared_with_nothing(shop: Shop) -> None:
    shop.agreed()
    shop.file.write_text(GOOD.replace("    command PackParcel", "    comand PackParcel"))
    ran = run(shop.root, "reconcile", "--local", "--apply", "--json")
    found = json.loads(ran.out)
    assert (ran.exit, found["outcome"], found["steps"]) == (1, "ABORTED", [])
    shop.file.write_text(GOOD)
    with (shop.root / ".domain" / "specification.jsonl").open("a") as file:
        file.write("null\n")
    shop.published(MOVED)
    ran = run(shop.root, "reconcile", "--local", "--apply", "--json")
    found = json.loads(ran.out)
    assert (ran.exit, found["outcome"], {each["category"] for each in found["steps"]}) == (1, "DRIFT", {2})
    assert shop.file.read_text() == GOOD


def test_a_plan_writes_nothing_and_is_the_same_again(shop: Shop) -> None:
    shop.agreed()
    shop.published(MOVED)
    before = everything(shop.root)
    one, two = (run(shop.root, "reconcile", "--local", "--json") for _ in range(2))
    assert (one.out, everything(shop.root)) == (two.out, before)


@pytest.mark.parametrize("command", ["reconcile --local", "sift status", "import --from-sift --dry-run"])
def test_findings_are_told_to_builds_with_their_lines(shop: Shop, command: str) -> None:
    shop.agreed()
    (stream,) = (shop.root / ".domain").glob("*.jsonl")
    lines = stream.read_text(encoding="utf-8").splitlines()
    stream.write_text("\n".join([*lines[:2], "null", *lines[2:]]) + "\n", encoding="utf-8")
    where = f".domain/{stream.name}"
    said = f"{where}:3:1: error[MOM840] line 3 of `{where}`: it is no object\n"
    assert run(shop.root, *command.split(), "--format", "concise").out == said
    done = run(shop.root, *command.split(), "--format", "sarif")
    (result,) = json.loads(done.out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (done.exit, result["ruleId"], place["artifactLocation"]["uri"]) == (1, "MOM840", where)
    assert (place["region"]["startLine"], place["region"]["endColumn"]) == (3, 5)
    assert f"file={where},line=3" in run(shop.root, *command.split(), "--format", "github").out
    assert 'failures="1"' in run(shop.root, *command.split(), "--format", "junit").out


def test_what_upstream_asks_is_told_to_builds(shop: Shop) -> None:
    shop.agreed()
    shop.published(MOVED)
    done = run(shop.root, "reconcile", "--local", "--format", "sarif")
    found = [(each["ruleId"], each["level"]) for each in json.loads(done.out)["runs"][0]["results"]]
    assert (done.exit, {code for code, _ in found}) == (1, {"MOM850"})
    assert len(found) == len(json.loads(run(shop.root, "reconcile", "--local", "--json").out)["steps"])
