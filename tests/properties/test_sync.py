"""Whatever moved on either side: what is accepted leaves no difference, readable code, and the way back."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moment.diagnostics.model import Diagnostic
from moment.drift.readers import python, typescript
from moment.sync.plans import Side
from tests.properties.models import MANNERS, Manner, changed, code, model, specification
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
    project = Together({"shop.moment": specification(base), **code(base, manner, split=split)})
    assert project.told() == []
    project.agree()
    project.write({"shop.moment": specification(there), **code(here, manner, split=split)})
    return project


def sides(random: Random, told: list[str]) -> Side | None:
    """Who wins: whoever is ahead, and where somebody has to say it, either of them."""
    either: tuple[Side, Side] = ("spec", "impl")
    return random.choice(either) if any(each.startswith("conflict") for each in told) else None


@pytest.mark.parametrize("manner", MANNERS)
@settings(max_examples=25, deadline=None, derandomize=True)
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
