"""What a suppression covers: the next declaration, or its line."""

from __future__ import annotations

from tests.spec.checking import findings, session

TEXT = """\
context "A"
  aggregate "O"
    identity id: UUID
    {own}
    event Lost
      id: UUID{end}
    event Other
      id: UUID
"""


def codes(own: str = "", end: str = "") -> list[str]:
    return [finding.code for finding in findings({"a.moment": TEXT.format(own=own, end=end)})]


def test_without_one_both_are_found() -> None:
    assert codes() == ["MOM413", "MOM413"]


def test_on_a_line_of_its_own_it_covers_the_next_declaration() -> None:
    assert codes(own="// moment: allow MOM413 the log is enough") == ["MOM413"]
    assert codes(own="// moment: allow unconsumed-event, MOM204: the log is enough") == ["MOM013", "MOM413"]


def test_at_the_end_of_a_line_it_covers_that_line() -> None:
    assert codes(end="  // moment: allow MOM413 not here") == ["MOM413", "MOM013", "MOM413"]


def test_without_a_reason_it_covers_nothing() -> None:
    assert codes(own="// moment: allow MOM413") == ["MOM014", "MOM413", "MOM413"]


def test_the_reason_is_kept() -> None:
    text = TEXT.format(own="// moment: allow MOM413 the log is enough", end="")
    reasons = [finding.suppressed for finding in session({"a.moment": text}).diagnostics() if finding.suppressed]
    assert reasons == ["the log is enough"]
