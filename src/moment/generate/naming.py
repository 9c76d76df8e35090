"""How a name of the specification is spelled in generated code, file paths and addresses."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

from moment.model.words import kebab, words

MAXIMUM_STEM_BYTES = 80

WINDOWS_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)

_TYPESCRIPT_WORDS = """
    arguments async await break case catch class const constructor continue debugger default delete do else enum eval
    export extends false finally for function if implements import in instanceof interface let new null package
    private protected prototype public return static super switch this throw true try typeof undefined var void while
    with yield
"""
TYPESCRIPT_RESERVED = frozenset(_TYPESCRIPT_WORDS.split())

_PYTHON_WORDS = """
    and as assert async await break class continue def del elif else except finally for from global if import in is
    lambda nonlocal not or pass raise return try while with yield
    read wire violations tag
"""
PYTHON_RESERVED = frozenset(_PYTHON_WORDS.split())


def pascal(name: str) -> str:
    """``line-item`` as ``LineItem``; a name that is a PascalCase identifier already stays; empty without letters."""
    text = _normal(name)
    if text.isalnum() and text.isidentifier() and not text[0].islower():
        return text
    return _identifier("".join(_capitalised(word) for word in _words(text)))


def camel(name: str) -> str:
    """``SubmitOrder`` as ``submitOrder``, ``HTTPServer`` as ``httpServer``; empty without letters or digits."""
    first, *others = _words(name) or ("",)
    return _identifier(first.lower() + "".join(_capitalised(word) for word in others))


def snake(name: str) -> str:
    """``SubmitOrder`` as ``submit_order``; empty without letters or digits."""
    return _identifier("_".join(_words(name)).lower())


def stem(name: str, *, reserved: frozenset[str] = frozenset()) -> str:
    """The kebab-case file or folder name of ``name``, without extension; empty without letters or digits.

    Over 80 bytes it is cut and ends in 8 hex digits of its hash. Device names of Windows and ``reserved`` stems get
    ``_``.
    """
    text = kebab(name)
    if text in WINDOWS_DEVICES or text in reserved:
        return text + "_"
    encoded = text.encode()
    if len(encoded) <= MAXIMUM_STEM_BYTES:
        return text
    ending = "-" + sha256(encoded).hexdigest()[:8]
    return encoded[: MAXIMUM_STEM_BYTES - len(ending)].decode(errors="ignore") + ending


def member(name: str) -> str:
    """The camelCase name of a TypeScript method, constant or flow; reserved words get ``_``."""
    text = camel(name)
    return text + "_" if text in TYPESCRIPT_RESERVED else text


def attribute(name: str) -> str:
    """The snake_case name of a Python attribute or module; keywords, dunder names and our own methods get ``_``."""
    text = snake(name)
    is_dunder = name.startswith("__") and name.endswith("__")
    return text + "_" if is_dunder or text in PYTHON_RESERVED else text


def ascii_only(name: str) -> str:
    """``name`` with every character outside ASCII as ``_uXXXX`` (six digits beyond the basic plane)."""
    return name if name.isascii() else "".join(c if c.isascii() else f"_u{ord(c):04X}" for c in _normal(name))


def kebab_or_blank(name: str) -> str:
    """``Order submission`` as ``order-submission``; ``-`` when ``name`` has no letter or digit."""
    return kebab(name) or "-"


@lru_cache(maxsize=1 << 14)
def is_property_name(name: str) -> bool:
    """Whether a TypeScript property may be written without quotes."""
    return name.replace("$", "_").isidentifier()


def is_usable(name: str) -> bool:
    """Whether an identifier and a file can be named after ``name``."""
    return bool(pascal(name))


def folded(path: str) -> str:
    """What two paths have in common when a file system that ignores case or normalisation confuses them."""
    return _normal(normalize("NFKC", path).casefold())


def _normal(text: str) -> str:
    return text if text.isascii() else normalize("NFKC", text)


def _capitalised(word: str) -> str:
    return word[0].upper() + word[1:]


def _words(text: str) -> tuple[str, ...]:
    """The words of ``text`` without characters that no identifier may hold."""
    found = words(text)
    if text.isascii():
        return found
    cleaned = ("".join(character for character in word if f"_{character}".isidentifier()) for word in found)
    return tuple(word for word in cleaned if word)


def _identifier(text: str) -> str:
    """``text`` with ``_`` before a leading digit."""
    return text if not text or text.isidentifier() else f"_{text}"
