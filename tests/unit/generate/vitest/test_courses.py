"""Which course a test asks of a bound flow, and what it expects of the passage."""

from __future__ import annotations

import re

from tests.unit.generate.vitest.models import rendered

MODEL = """
    context "Court"
      aggregate "Claim" identity claimId: UUID
        command File emits Filed
        command Judge emits Won or Lost
        command Appeal emits Appealed
        command Pay emits Paid
        command Close emits Closed
        event Filed claimId: UUID
        event Won claimId: UUID
        event Lost claimId: UUID
        event Appealed claimId: UUID
        event Paid claimId: UUID
        event Closed claimId: UUID
    flow "claim"
      lane court "Court"
      branch-lane dropped "Dropped"
      moment "Filing"
        court: File
        court: Filed
      moment "Judging" [branch]
        when won
          court: Judge
          court: Won
        when lost [dropped]
          court: Judge
          court: Lost
          dropped: Lost [terminal]
        when again
          court: Appeal
          court: Appealed returns-to "Filing"
      moment "Paying"
        court: Pay (×3) [optional]
        court: Paid
        court: Close
        court: Closed (× rates)
"""


def courses(text: str) -> dict[str, tuple[str, str]]:
    """From a title to the course that it takes and the passage that it expects."""
    pattern = r"it\('([^\n]*)', async.*?conduct\(\{ (.*?) \}\);\n\s*expectPassage\(passage, \{\n(.*?)\n\s*\}\);"
    found = re.findall(pattern, rendered(text)["generated/vitest/flows/claim.spec.ts"].text, flags=re.DOTALL)
    return {title: (course, " ".join(expected.split())) for title, course, expected in found}


def test_courses_say_what_is_chosen_left_out_and_repeated() -> None:
    assert courses(MODEL) == {
        "should follow won": (
            "choices: { judging: ['won'] }, without: [], times: { rates: 1 }",
            "happens: ['Filed', 'Won'], never: ['Lost', 'Appealed'],",
        ),
        "should follow lost": (
            "choices: { judging: ['lost'] }, without: [], times: { rates: 1 }",
            "happens: ['Filed', 'Lost'], never: ['Won', 'Appealed'],",
        ),
        "should end as Dropped on Lost": (
            "choices: { judging: ['lost'] }, without: [], times: { rates: 1 }",
            "happens: ['Filed', 'Lost'], outcome: 'Dropped',",
        ),
        "should follow again": (
            "choices: { judging: ['again'] }, without: [], times: { rates: 1 }",
            "happens: ['Filed', 'Appealed'], never: ['Won', 'Lost'],",
        ),
        "should return to Filing after Appealed": (
            "choices: { judging: ['again', 'won'] }, without: [], times: { rates: 1 }",
            "happens: ['Filed', 'Appealed', 'Filed'],",
        ),
        "should go on without Pay": (
            "choices: { judging: ['won'] }, without: ['Pay'], times: { rates: 1 }",
            "happens: ['Filed', 'Won'], never: ['Paid'],",
        ),
        "should execute Pay 3 times": (
            "choices: { judging: ['won'] }, without: [], times: { rates: 1 }",
            "happens: ['Filed', 'Won', 'Paid', 'Paid', 'Paid'], times: { Paid: 3 },",
        ),
        "should record Closed rates times": (
            "choices: { judging: ['won'] }, without: [], times: { rates: 2 }",
            "happens: ['Filed', 'Won', 'Paid', 'Closed', 'Closed'], times: { Closed: 2 },",
        ),
    }


def test_a_return_without_an_arm_takes_every_choice_twice() -> None:
    text = MODEL.replace("court: Closed (× rates)", 'court: Closed returns-to "Judging"')
    assert courses(text)["should return to Judging after Closed"] == (
        "choices: { judging: ['won', 'won'] }, without: [], times: {}",
        "happens: ['Filed', 'Won', 'Paid', 'Closed', 'Won', 'Paid', 'Closed'],",
    )


def test_arms_of_one_condition_are_told_apart() -> None:
    text = MODEL.replace("when lost [dropped]", "when won [dropped]")
    assert (
        courses(text)["should follow won-2"][0] == "choices: { judging: ['won-2'] }, without: [], times: { rates: 1 }"
    )
