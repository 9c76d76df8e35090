"""An export says that it is ours, and whether anybody changed it."""

from __future__ import annotations

import pytest

from moment.behaviour.seal import NOTE, has_seal, is_sealed, sealed
from moment.generate.header import header_of

TEXT = sealed(f'{{"comment": "{NOTE}", "said": "{NOTE}"}}\nmore\n')


def test_what_was_sealed_is_known_and_only_its_first_note_changes() -> None:
    assert is_sealed(TEXT)
    assert has_seal(TEXT)
    assert TEXT.count(NOTE) == 1
    assert TEXT.endswith(f'"said": "{NOTE}"}}\nmore\n')


@pytest.mark.parametrize("changed", [TEXT + "x", TEXT.replace("more", "less"), TEXT.replace("said", "told"), TEXT[:-6]])
def test_any_change_is_seen(changed: str) -> None:
    assert not is_sealed(changed)
    assert has_seal(changed)


def test_another_text_has_none_and_an_empty_one_holds_nothing_to_lose() -> None:
    assert not is_sealed("moment:hash 0123456789abcdef")
    assert not has_seal("moment:hash 0123456789abcdef")
    assert is_sealed("")
    assert sealed("no note") == "no note"


def test_an_export_is_not_taken_for_what_generate_wrote() -> None:
    assert header_of(TEXT) is None
