"""A shell asks with a session and is answered with a result, its findings and, when something is wrong, the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moment.project.record import canonical, sum_of
from moment.project.session import Session, load
from moment.sift.publish import lines
from moment.sync.reconciliation import ReconciliationState
from moment.upstream import ReconcileInput, import_upstream, reconcile
from moment.upstream.placing import new_file
from tests.unit.sift.streams import described
from tests.unit.sift.test_publish import published
from tests.unit.upstream.test_fields import START

MORE = START.replace("total: Money", "total: Money\n      placedAt: Date?")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "moment.toml").write_text('name = "shop"\n', encoding="utf-8")
    (tmp_path / "shop.moment").write_text(START, encoding="utf-8")
    (tmp_path / ".domain").mkdir()
    (tmp_path / ".domain/a.jsonl").write_bytes(lines(published(described(START))))
    assert import_upstream(session(tmp_path)).refusal is None
    return tmp_path


def session(root: Path) -> Session:
    return load(root)


def say(root: Path, text: str) -> None:
    events = published(described(START), described(text))
    (root / ".domain/a.jsonl").write_bytes(lines(events))


def test_a_plan_writes_nothing_and_an_application_says_its_name(shop: Path) -> None:
    say(shop, MORE)
    plan = reconcile(session(shop))
    assert (plan.result.outcome, plan.result.category, plan.result.saga_id, plan.is_done) == ("DRIFT", 1, "", False)
    assert [each.code for each in plan.result.diagnostics] == ["MOM850"]
    assert (shop / "shop.moment").read_text(encoding="utf-8") == START
    done = reconcile(session(shop), ReconcileInput(apply=True))
    assert (done.result.outcome, done.refusal, done.is_done) == ("APPLIED", None, True)
    assert (shop / "shop.moment").read_text(encoding="utf-8") == MORE
    assert done.result.saga_id in ReconciliationState().load(shop).folded().done
    assert (done.document().outcome, done.document().files) == ("APPLIED", ("shop.moment",))


def test_what_is_in_the_way_is_answered(shop: Path) -> None:
    missing = reconcile(session(shop), ReconcileInput(event=str(shop / "none.json")))
    assert (missing.result.outcome, [each.code for each in missing.result.diagnostics]) == ("ABORTED", ["MOM902"])
    log = shop / ".moment/log/reconciliation.jsonl"
    whole = log.read_bytes()
    newer = {**json.loads(whole.splitlines()[-1]), "v": 9}
    log.write_bytes(whole + canonical({**newer, "sum": sum_of(newer)}) + b"\n")
    say(shop, MORE)
    for answer in (reconcile(session(shop)).refusal, import_upstream(session(shop)).refusal):
        assert answer is not None
        assert answer.code == "MOM834"
    log.write_bytes(whole)
    (shop / "shop.moment").write_text(START.replace("event", "evnt"), encoding="utf-8")
    assert reconcile(session(shop)).result.message == "the specification has errors"


def test_an_import_over_a_session_is_whole(shop: Path) -> None:
    say(shop, MORE)
    dry = import_upstream(session(shop), dry_run=True)
    assert [(each.sign, each.element) for each in dry.steps] == [("~", "Sales/Order/OrderPlaced")]
    assert (shop / "shop.moment").read_text(encoding="utf-8") == START
    assert import_upstream(session(shop)).steps == dry.steps
    assert (shop / "shop.moment").read_text(encoding="utf-8") == MORE
    nothing = import_upstream(session(shop), str(shop / "elsewhere")).refusal
    assert nothing is not None
    assert nothing.code == "MOM847"
    assert new_file(session(shop), "contexts/a.moment") == "contexts/a.moment"
