"""Whatever moved on either side: what is accepted leaves no difference, readable code, and the way back."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.diagnostics.model import Diagnostic
from moment.drift.readers import python, typescript
from moment.sync.plans import Side
from tests.properties.models import MANNERS, Manner, Model, changed, code, model, specification
from tests.unit.sync.together import Together

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


def moved(random: Random, manner: Manner) -> Together:
    """A project whose sides agreed once and have moved since: one, the other, or both."""
    base, split = model(random), random.random() < 0.5
    there = here = base
    for _ in range(random.randint(1, 3)):
        if random.random() < 0.5:
            there = changed(random, there)
        else:
            here = changed(random, here)
    newline = random.choice(("\n", "\n", "\r\n"))

    def texts(one: Model, other: Model) -> dict[str, str]:
        found = {"shop.moment": specification(one), **code(other, manner, split=split)}
        return {path: text.replace("\n", newline) for path, text in found.items()}

    project = Together(texts(base, base))
    assert project.told() == []
    project.agree()
    project.write(texts(there, here))
    return project


def sides(random: Random, told: list[str]) -> Side | None:
    """Who wins: whoever is ahead, or one of them in everything, as somebody has to say where both have moved."""
    either: tuple[Side, Side] = ("spec", "impl")
    must_be_said = any(each.startswith("conflict") for each in told)
    return random.choice(either if must_be_said else (None, None, *either))


@pytest.mark.parametrize("manner", MANNERS)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(SEEDS)
def test_what_is_accepted_leaves_no_difference(manner: Manner, seed: int) -> None:
    random = Random(seed)
    project = moved(random, manner)
    before, told = project.texts(), project.told()
    if not told:
        return
    wins = sides(random, told)
    made = project.prepared(side=wins)
    if isinstance(made, Diagnostic):
        assert "nothing would be left of the list" in made.message  # both sides took values away, and now there is none
        return
    project.accept(side=wins)
    assert project.told() == []
    assert readable(project.texts())
    assert {newlines(text) for path, text in project.texts().items() if path != "moment.toml" and text} == {
        newlines(before["shop.moment"])
    }
    project.undo()
    assert project.texts() == before


def readable(texts: dict[str, str]) -> bool:
    found = [
        typescript.read(text.encode()) if path.endswith(".ts") else python.read(text.encode())
        for path, text in texts.items()
        if path.endswith((".ts", ".py"))
    ]
    return bool(found) and all(
        each.damage is None and not any(one.damage for one in each.declarations) for each in found
    )


def newlines(text: str) -> str:
    return "CRLF" if text.count("\r\n") == text.count("\n") else "LF" if "\r" not in text else "mixed"
