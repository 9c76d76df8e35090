"""The texts of a project brought to say other elements: each declaration where it stands, new ones in new files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from moment.drift.patch.moment import Change, Remove, Rename, Rewrite, patched
from moment.drift.patch.result import Patched, Refused
from moment.language import syntax
from moment.language.parser import parse
from moment.model.build import build
from moment.model.domain import Domain
from moment.project.elements import KINDS, Elements, Key, siblings
from moment.sift.arranging import arranged
from moment.sift.describe import elements_of
from moment.sift.render import Tree, formatted, paths_of, whole_text
from moment.text.source import Source

NewFile = Callable[[str], str]
"""Where a new file of import layout goes."""


def adopted(
    texts: Mapping[str, str],
    renames: Iterable[tuple[str, str, str]],
    wanted: Callable[[Elements], Elements],
    upstream: Elements,
    place: NewFile,
) -> dict[str, str] | Refused:
    """All texts after ``renames`` (identity, new name, kind) were made and their elements became what ``wanted`` makes
    of them; new ones stand behind the sibling that they follow in ``upstream``. All of it, or why not."""
    now = renamed_texts(texts, [Rename(*each) for each in renames])
    if isinstance(now, Refused):
        return now
    local = elements_of(parse(Source(path, text)) for path, text in now.items())
    written, refused = written_texts(now, local, arranged(wanted(local), upstream, local), place)
    return refused[0] if refused else written


def domain_of(elements: Elements) -> Domain:
    """The model that elements come to, in a text that nobody wrote."""
    return build((parse(Source("elements.moment", whole_text(elements))),))


def renamed_texts(texts: Mapping[str, str], changes: Iterable[Rename]) -> Mapping[str, str] | Refused:
    """``texts`` with new names, and all that uses them."""
    wanted = tuple(changes)
    found = patched(texts, wanted) if wanted else Patched({}, ())
    return found if isinstance(found, Refused) else {**texts, **found.texts}


def written_texts(
    texts: Mapping[str, str], local: Elements, wanted: Elements, place: NewFile
) -> tuple[dict[str, str], list[Refused]]:
    """The texts after every context and flow that differs was brought to what is wanted."""
    tree, before = Tree(wanted), Tree(local)
    written = dict(texts)
    refused: list[Refused] = []
    tops = [key for key in local if siblings(key, local[key]) == ("",)]
    found_in: Mapping[Key, str] = {}
    for key in tops:
        now = "".join(f"{line}\n" for line in before.lines(key))
        then = "".join(f"{line}\n" for line in tree.lines(key)) if key in wanted else None
        if now == then:
            continue
        found_in = found_in or homes(texts)
        kind = KINDS[key.word]
        change: Change = Remove(key.identity, kind) if then is None else Rewrite(key.identity, then, kind)
        found = patched({found_in[key]: written[found_in[key]]}, [change])
        if isinstance(found, Refused):
            refused.append(found)
        else:
            written.update(found.texts)
    new = [key for key in tree.tops() if key not in local]
    for key, path in paths_of(new).items():
        written[_free(place(path), key, written)] = formatted(path, tree.text([key]))
    return written, refused


def homes(texts: Mapping[str, str]) -> dict[Key, str]:
    """The file in which each context and each flow stands."""
    found: dict[Key, str] = {}
    for path in sorted(texts):
        for item in parse(Source(path, texts[path])).tree.items:
            if isinstance(item, syntax.Context | syntax.Flow):
                word = "BoundedContext" if isinstance(item, syntax.Context) else "Flow"
                found.setdefault(Key(word, (item.name.text,)), path)
    return found


def _free(path: str, key: Key, taken: Mapping[str, str]) -> str:
    """``path``, or one told apart by four hex digits of the name where another file stands."""
    if path not in taken:
        return path
    return f"{path.removesuffix('.moment')}-{sha256(key.name.encode()).hexdigest()[:4]}.moment"
