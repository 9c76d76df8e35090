"""Where one word of a name ends and the next begins, the same for slugs, file names and generated identifiers."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, normalize


@lru_cache(maxsize=1 << 14)
def words(text: str) -> tuple[str, ...]:
    """The words of ``text`` (NFKC) in order, in their own case: ``HTTPServer v2`` is ``HTTP``, ``Server``, ``v2``.

    Splits at anything that is no letter or digit, between a small and a capital letter, and before the last
    capital of a run that small letters follow. A combining mark belongs to its letter. Empty when ``text`` holds
    no letter or digit.
    """
    if not text.isascii():
        text = normalize("NFKC", text)
    found: list[str] = []
    word = ""
    for index, character in enumerate(text):
        if not _is_part(character, word):
            if word:
                found.append(word)
            word = ""
            continue
        if word and character.isupper() and (word[-1].islower() or _ends_run(word, text, index)):
            found.append(word)
            word = ""
        word += character
    if word:
        found.append(word)
    return tuple(found)


def kebab(text: str) -> str:
    """``Order submission`` and ``OrderSubmission`` as ``order-submission``; empty when ``text`` has no words."""
    return "-".join(words(text)).lower()


def _is_part(character: str, word: str) -> bool:
    if character.isalnum():
        return True
    return bool(word) and not character.isascii() and category(character).startswith("M")


def _ends_run(word: str, text: str, index: int) -> bool:
    """Whether the capital at ``index`` closes a run and opens a word: the ``S`` of ``HTTPServer``."""
    return word[-1].isupper() and text[index + 1 : index + 2].islower()
