"""The rules about state, each brought about in real files: one transcript."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from moment.diagnostics.concise import findings
from moment.diagnostics.model import Diagnostic
from moment.project.lock import lock
from moment.project.log import Log, Stream
from moment.project.record import compose, encode
from moment.project.recovery import pending, recover
from moment.project.store import Store, Writer
from moment.project.transaction import Change, Entry, perform
from moment.sync import SiftEventStreamReader, SyncState
from tests.conftest import Golden
from tests.process.commands import transcript
from tests.process.test_cli import GOOD
from tests.unit.sift.streams import folded, line, written

SYNC = Stream("sync", "log/sync.jsonl", frozenset({"Done"}))
DONE = {"type": "Done"}


def opened(root: Path) -> Store:
    root.mkdir(exist_ok=True)
    return Store(root / ".moment", actor="ann", now=lambda: datetime(2026, 1, 15, 10, tzinfo=UTC), wait=0)


def logged(root: Path, *lines: bytes) -> Log:
    target = opened(root)
    target.path(SYNC).parent.mkdir(parents=True)
    target.path(SYNC).write_bytes(b"".join(lines))
    return target.read(SYNC)


def told(title: str, *found: object) -> str:
    shown = [finding for finding in found if isinstance(finding, Diagnostic)]
    assert len(shown) == len(found)
    lines = findings(shown, {}) + "".join(f"  hint: {finding.hint}\n" for finding in shown)
    lines = re.sub(r"process \d+ \(.*\)", "process 4711 (moment sync push)", lines)
    return f"# {title}\n{lines}"


def test_logs(tmp_path: Path, golden: Golden) -> None:
    one, two = (
        encode(compose("sync", seq=1, prev=(), at=at, actor="ann", tx="", events=(DONE,))) for at in ("one", "two")
    )
    later = encode(compose("sync", seq=2, prev=(), at="", actor="ann", tx="", events=({"type": "Later"},)))
    (tmp_path / "held" / ".moment").mkdir(parents=True)
    with lock(tmp_path / "held" / ".moment" / "lock", wait=0):
        held = opened(tmp_path / "held").append(SYNC, lambda log: [DONE])
    written = [
        told("torn", *logged(tmp_path / "torn", one, two[:40]).findings),
        told("damaged", *logged(tmp_path / "damaged", one, b"{}\n", two).findings),
        told("forked", *logged(tmp_path / "forked", one, two).findings),
        told("newer", *logged(tmp_path / "newer", one, later).findings),
        told("held", held),
        told("decided", SyncState(opened(tmp_path / "decided")).accept("prp-3f9a01c2d4e5")),
    ]
    golden.file("cli/state.txt", "\n".join(written))


def test_streams(golden: Golden) -> None:
    context = line(name="a")
    bad = line(name="b", payload={"contextName": "two\nlines"})
    circle = [line("TermDefined", name, causationEventIds=[cause], payload={"contextName": "Sales", "term": name, "definition": ""}) for name, cause in (("c", "d"), ("d", "c"))]  # fmt: skip
    lines: dict[str, list[object]] = {
        "invalid": [context, "null", bad],
        "wrong source": [context, line(name="b", productSource="billing")],
        "unknown type": [context, line("EventDeifned", "b")],
        "id reused": [context, line(name="a", payload={"contextName": "Other"})],
        "cycle": [context, *circle],
        "undefined owner": [line("TermDefined", payload={"contextName": "Sales", "term": "a", "definition": ""})],
        "newer": [context, line(name="b", version="2.0")],
    }
    told_all = [told(title, *folded({".domain/orders.jsonl": written(*said)}).errors) for title, said in lines.items()]
    golden.file("cli/streams.txt", "\n".join(told_all))


def test_upstream(tmp_path: Path, golden: Golden) -> None:
    """Published, changed on both sides, imported: the real command."""
    shop = tmp_path / "shop"
    (shop / "specs").mkdir(parents=True)
    (shop / "moment.toml").write_text('name = "shop"\nsources = ["specs/**/*.moment"]\n')
    file = shop / "specs" / "shop.moment"
    file.write_text(GOOD)
    said = [transcript(shop, "import --from-sift", "sift status", "sift publish --to elsewhere")]
    said.append(transcript(shop, "sift publish --dry-run", "sift publish", "sift publish", "import --from-sift"))
    file.write_text(GOOD.replace("OrderPlaced", "Bought").replace("customerId: UUID", "customerId: string"))
    said.append(transcript(shop, "sift publish"))
    file.write_text("// ours\n" + GOOD.replace("orderId: UUID\n      customerId", "order: UUID\n      customerId"))
    commands = ("import --from-sift --dry-run", "import --from-sift", "import --from-sift --prefer upstream", "check")
    said.append(transcript(shop, *commands, "import --from-sift --json"))
    said.append(transcript(shop, "sift status --json"))
    golden.file("cli/upstream.txt", re.sub(r"· [0-9a-f]{12}", "· N", "\n".join(said)))
    assert file.read_text().startswith("// ours\n")
    assert [path.name for path in (shop / ".moment" / "log").iterdir()] == ["reconciliation.jsonl"]


def test_others_are_told(tmp_path: Path, golden: Golden) -> None:
    """Each command that can tells others once what it found or did."""
    shop = tmp_path / "shop"
    (shop / "specs").mkdir(parents=True)
    (shop / "moment.toml").write_text('name = "shop"\nsources = ["specs/**/*.moment"]\n')
    (shop / "specs" / "shop.moment").write_text(GOOD)
    commands = ("check --publish", "derive topology --publish", "generate typescript --publish", "drift --publish")
    said = "".join(re.sub(r"(?m)^(?!\$|!|exit).*\n", "", transcript(shop, command)) for command in commands)
    (file,) = (shop / ".complai" / "events" / "moment").iterdir()
    events = [json.loads(each) for each in file.read_text().splitlines()]
    assert len({each["eventId"] for each in events}) == len(events) == 4
    assert len({each["payload"]["specificationHash"] for each in events}) == 1
    assert file.stem == events[0]["timestamp"][:10]
    told_all = "".join(f"{each['eventType']} {json.dumps(_short(each['payload']))}\n" for each in events)
    golden.file("cli/told.txt", re.sub(r"\d{4}-\d\d-\d\d", "DATE", f"{said}\n{told_all}"))
    (shop / "moment.toml").write_text('name = "shop"\n[events]\npublish = true\n')
    transcript(shop, "check")
    assert len(file.read_text().splitlines()) == 5
    found = SiftEventStreamReader().read({"projectDir": shop, "since": events[0]["timestamp"]})
    assert (len(found.events), found.errors) == (5, ())


def _short(payload: dict[str, object]) -> dict[str, object]:
    """The payload with the first of what is listed, and without the hash."""
    kept = {name: value for name, value in payload.items() if name != "specificationHash"}
    return {name: value[:1] if isinstance(value, list) else value for name, value in kept.items()}


def test_transactions(tmp_path: Path, golden: Golden) -> None:
    (tmp_path / "a.ts").write_text("a\n")
    (tmp_path / "b.ts").write_text("b\n")
    store = opened(tmp_path)
    changes = [Change("a.ts", b"a\n", b"A\n"), Change("b.ts", b"b\n", b"B\n")]
    entries = [Entry(SYNC, (DONE,))]
    with store.writing() as writer:
        assert isinstance(writer, Writer)
        refused = perform(writer, [Change("a.ts", b"other\n", b"A\n")], entries)
        outside = perform(writer, [Change("../a.ts", None, b"A\n")], entries)
        done = perform(writer, changes, entries)
        assert not isinstance(done, Diagnostic)
        kept = store.folder / "local" / "undo" / done.id
        kept.rename(store.folder / "local" / "apply" / done.id)
        store.path(SYNC).unlink()  # as if it had been killed before the record
        (tmp_path / "b.ts").write_text("edited\n")
        named = pending(store)
        stopped = recover(writer)
    written = [
        told("changed before", refused),
        told("outside", outside),
        told("left behind", *named),
        told("edited meanwhile", stopped),
    ]
    golden.file("cli/transactions.txt", "\n".join(written))
    assert (tmp_path / "b.ts").read_text() == "edited\n"
