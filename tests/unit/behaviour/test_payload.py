"""Values of fields: readable, deterministic, of any depth, and carried from cause to effect."""

from __future__ import annotations

from typing import Any

from moment.behaviour.payload import Memory, Numbering, Plans
from moment.behaviour.samples import samples
from moment.behaviour.templates import Templates, Variation, timestamp
from moment.model.domain import Domain
from tests.unit.behaviour.models import domain_of

MODEL = """
context "Post"
  aggregate "Letter"
    identity letterId: UUID
    command Send
      input letterId: UUID
      emits Sent
    event Sent
      letterId: UUID
      authorName: string
      sentAt: DateTime
      day: Date
      kind: Kind
      thread: Note
      pages: Page[]
      price: Money
      remark: string?
      isRegistered: boolean
  value-object Note
    text: string
    answer: Note?
    copies: Note[]
  value-object Page
    number: number
    paper: Paper
  value-object Paper
    colour: string
  enum Kind = plain | registered | express

flow "letter"
  lane post "Post"
  moment "Sending"
    post: Send
    post: Sent (×2)
"""


def payload(domain: Domain, *, seed: int = 1, variation: Variation | None = None) -> dict[str, Any]:
    plans = Plans(Templates(domain, seed=seed), Numbering())
    plan = plans.event(domain.event["Post/Letter/Sent"], ())
    return Memory(plans.shapes, variation or Variation()).make(plan, timestamp(7))


def test_every_kind_of_field_has_a_value() -> None:
    found = payload(domain_of(MODEL))
    assert list(found) == [
        "letterId", "authorName", "sentAt", "day", "kind", "thread", "pages", "price", "remark", "isRegistered",
    ]  # fmt: skip
    assert found["authorName"] in ("Ada Lovelace", "Grace Hopper", "Alan Turing")
    assert (found["sentAt"], found["day"]) == ("2026-01-15T10:00:07.000Z", "2026-01-15")
    assert (found["kind"], found["isRegistered"]) == ("plain", True)
    assert [sorted(page) for page in found["pages"]] == [["number", "paper"], ["number", "paper"]]
    assert found["pages"][0]["paper"]["colour"] != found["pages"][1]["paper"]["colour"]


def test_a_cycle_of_value_objects_stops_at_depth_three() -> None:
    thread = payload(domain_of(MODEL))["thread"]
    assert sorted(thread["answer"]["answer"]) == ["copies", "text"]
    assert thread["answer"]["answer"]["copies"] == []
    assert len(thread["copies"]) == 2


def test_a_variant_takes_the_next_value_and_leaves_out_what_may_be_absent() -> None:
    found = payload(domain_of(MODEL), variation=Variation(1, sparse=True))
    assert found["kind"] == "registered"
    assert "remark" not in found
    assert "answer" not in found["thread"]


def test_the_same_seed_gives_the_same_values() -> None:
    assert payload(domain_of(MODEL)) == payload(domain_of(MODEL))
    assert payload(domain_of(MODEL), seed=2)["letterId"] != payload(domain_of(MODEL))["letterId"]


def test_a_sample_carries_what_the_command_was_given() -> None:
    (sample,) = samples(domain_of(MODEL))
    assert (sample.key, sample.moment, sample.arm, sample.history) == ("letter/sending", "sending", None, ())
    assert sample.payloads["Send"]["letterId"] == sample.payloads["Sent"]["letterId"]


def test_the_clock_starts_on_a_fixed_day() -> None:
    assert [timestamp(seconds) for seconds in (0, 61)] == ["2026-01-15T10:00:00.000Z", "2026-01-15T10:01:01.000Z"]
