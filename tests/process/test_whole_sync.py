"""A small TypeScript project from its first generation to the last rollback, judged by the compiler at every step."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from moment.sync import LocalGitArtifactStore
from tests.conformance.judged import TOOLS
from tests.process.commands import Ran, run
from tests.process.whole_project import FILES
from tests.repositories import GIT, commit, git

NODE, COMPILER = shutil.which("node"), TOOLS / "typescript-latest/bin/tsc"
pytestmark = pytest.mark.skipif(
    GIT is None or NODE is None or not COMPILER.is_file(), reason="git, Node or the compiler is not here"
)

CHANNEL = {
    "eventId": "evt-channel", "eventType": "EventFieldAdded", "version": "1.0.0", "productSource": "sift",
    "sessionId": "s", "causationEventIds": [], "correlationId": "c", "timestamp": "2999-01-01T00:00:00Z",
    "payload": {
        "contextName": "Ordering", "aggregateName": "Order", "eventName": "OrderPlaced", "fieldName": "channel",
        "type": "string?",
    },
}  # fmt: skip
"""Said upstream after everything else."""


class Shop:
    """The project in its folder, and what is done to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def moment(self, *arguments: str, exit: int = 0) -> Ran:
        ran = run(self.folder, *arguments)
        assert ran.exit == exit, (arguments, ran)
        return ran

    def edit(self, path: str, *changes: tuple[str, str]) -> None:
        text = self.text(path)
        for old, new in changes:
            assert text.count(old) == 1, (path, old)
            text = text.replace(old, new)
        (self.folder / path).write_text(text, encoding="utf-8")

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def drift(self) -> dict[str, tuple[str, int]]:
        """Direction and category of every point, by element and member."""
        document = json.loads(run(self.folder, "drift", "--json").out)
        assert document["unread"] == []
        return {
            f"{each['element']}.{each['member']}": (each["direction"], each["category"]) for each in document["points"]
        }

    def judge(self) -> None:
        """The compiler accepts all of the code."""
        done = subprocess.run(
            [str(NODE), str(COMPILER), "-p", "."], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (0, "")

    def code(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for folder in ("src", "generated")
            for path in sorted((self.folder / folder).rglob("*.ts"))
        }


def test_a_project_from_the_first_day_to_the_last(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.folder.mkdir()
    git(shop.folder, "init", "-q", "-b", "main")
    other = tmp_path / "other.git"
    other.mkdir()
    git(other, "init", "-q", "--bare", "-b", "main")

    # generated and implemented: one context by hand, one on what was generated
    commit(shop.folder, FILES, "a shop")
    shop.moment("generate")
    shop.judge()
    assert shop.drift() == {}
    shop.moment("sync", "propose")
    commit(shop.folder, {}, "generated")
    git(shop.folder, "remote", "add", "origin", str(other))
    git(shop.folder, "push", "-q", "origin", "main")
    LocalGitArtifactStore(shop.folder).snapshot(["src"], label="agreed")
    agreed, specified = shop.code(), shop.text("shop.moment")

    # both sides move
    shop.edit(
        "shop.moment",
        ("      customerId: UUID\n      total: Money\n", "      customerId: UUID\n      total: Money\n      placedAt: DateTime?\n"),
        ("      parcelId: UUID\n      orderId: UUID\n", "      parcelId: UUID\n      orderId: UUID\n      label: string?\n"),
    )  # fmt: skip
    shop.edit(
        "src/ordering/order.ts",
        ("  readonly note?: string;\n", "  readonly note?: string;\n  readonly urgent?: boolean;\n"),
    )
    assert shop.drift() == {
        "Ordering/Order/OrderPlaced.placedAt": ("spec-ahead", 1),
        "Ordering/Order/PlaceOrder.urgent": ("impl-ahead", 1),
        "Fulfillment/Parcel/ParcelPacked.label": ("spec-ahead", 1),
    }
    shop.moment("drift", exit=1)
    shop.moment("sync", "propose")
    assert shop.moment("sync", "accept", "--all").out.endswith("3 proposals accepted\n")
    shop.moment("generate")
    assert "input customerId: UUID, note: string?, urgent: boolean?\n" in shop.text("shop.moment")
    assert "  readonly placedAt?: string;\n}" in shop.text("src/ordering/events.ts")
    assert "readonly label?: string;" in shop.text("generated/typescript/contexts/fulfillment/parcel.types.ts")
    assert shop.drift() == {}
    shop.judge()

    # a rename that hurts another context is only proposed, then softened
    shop.edit(
        "shop.moment",
        ("      total: Money\n      placedAt", "      grandTotal: Money\n      placedAt"),
        ("        total: Money\n", "        grandTotal: Money\n"),
    )
    assert shop.drift() == {"Ordering/Order/OrderPlaced.total": ("spec-ahead", 3)}
    before = shop.code()
    assert shop.moment("sync", "push", exit=1).out.splitlines()[-1].startswith("BREAKING  0 of 2 applied")
    assert shop.code() == before
    soft = json.loads(shop.moment("sync", "push", "--yes", "--json", exit=1).out)
    assert (soft["outcome"], [each["applied"] for each in soft["actions"]]) == ("BREAKING", [True, False])
    assert "readonly grandTotal?: number;" in shop.text("src/ordering/events.ts")
    shop.judge()
    shop.moment("sync", "undo")
    assert shop.code() == before

    # then made as a whole: declaration, builder and the reader in the other context
    [hard] = [each["proposalId"] for each in soft["actions"] if each["category"] == 3]
    shop.moment("sync", "accept", hard)
    assert "return event.grandTotal > 0;" in shop.text("src/fulfillment/parcel.ts")
    assert "grandTotal: 0 };" in shop.text("src/ordering/order.ts")
    shop.moment("generate")
    assert shop.drift() == {}
    shop.judge()

    # what is new upstream is taken over, and the code follows
    shop.moment("sift", "publish")
    shop.moment("import", "--from-sift")
    (shop.folder / ".domain/discovery.jsonl").write_text(json.dumps(CHANNEL) + "\n", encoding="utf-8")
    shop.moment("reconcile", "--local", exit=1)
    shop.moment("reconcile", "--local", "--apply")
    assert "      channel: string?\n" in shop.text("shop.moment")
    shop.moment("reconcile", "--local")
    assert shop.drift() == {"Ordering/Order/OrderPlaced.channel": ("spec-ahead", 1)}

    # sent for review
    pushed = shop.moment("sync", "push", "--remote", "origin", "--branch", "review")
    assert pushed.out.startswith("APPLIED  1 of 1 applied · snapshot ")
    assert "  readonly channel?: string;\n" in shop.text("src/ordering/events.ts")
    shop.judge()
    shop.moment("generate")
    shop.moment("status")
    assert (
        git(other, "fsck", "--strict", "--no-dangling") == git(shop.folder, "fsck", "--strict", "--no-dangling") == ""
    )
    for path in ("shop.moment", "src/ordering/events.ts", "src/fulfillment/parcel.ts"):
        assert git(other, "show", f"review:{path}") == shop.text(path).rstrip("\n")
    assert "refs/moment/snapshots" in git(other, "for-each-ref", "--format=%(refname)")
    assert git(shop.folder, "rev-parse", "HEAD") == git(other, "rev-parse", "main")

    # and all of it taken back
    shop.moment("sync", "rollback", "agreed")
    assert (shop.code(), shop.text("shop.moment")) == (agreed, specified)
    shop.judge()
    shop.moment("generate", "--check")
    assert shop.drift() == {}
