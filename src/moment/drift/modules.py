"""Which file an import names: relative paths, ``paths`` of tsconfig.json, packages of Python. Pure path arithmetic."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts")
_COMPILED = {".js": (".ts", ".tsx", ".d.ts"), ".jsx": (".tsx",), ".mjs": (".mts", ".d.mts"), ".cjs": (".cts", ".d.cts")}
_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


class PathMapping(NamedTuple):
    """``compilerOptions`` of one tsconfig.json: everything below ``folder`` may import by ``patterns``.

    ``base`` is ``baseUrl`` relative to the project, or ``None``. ``says`` is false when it has no ``paths`` of its own.
    ``builds_on`` are the files that it extends, the last of which wins, and ``refers_to`` those that stand for parts of it.
    """

    folder: str
    base: str | None
    patterns: tuple[tuple[str, tuple[str, ...]], ...]
    says: bool = True
    builds_on: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()


def path_mapping(path: str, text: str) -> PathMapping | None:
    """What the tsconfig.json at ``path`` says of imports by itself; ``None`` when it cannot be read."""
    folder = posixpath.dirname(path)
    plain = _TRAILING.sub(lambda found: found[1] or "", _COMMENT.sub(lambda found: found[1] or "", text))
    try:
        settings = json.loads(plain.removeprefix("\ufeff"))
        options = settings.get("compilerOptions", {})
        base, paths = options.get("baseUrl"), options.get("paths")
        patterns = {str(key): tuple(map(str, value)) for key, value in (paths or {}).items()}
        extends, references = settings.get("extends", []), settings.get("references", [])
        named = [each.get("path") for each in references]
    except (ValueError, AttributeError, TypeError):
        return None
    base_path = _joined(folder, base) if isinstance(base, str) else None
    start = folder if base_path is None else base_path
    return PathMapping(
        folder,
        base_path,
        tuple((key, tuple(_joined(start, each) for each in value)) for key, value in patterns.items()),
        paths is not None,
        tuple(_configuration(folder, each) for each in _texts(extends) if each.startswith(".")),
        tuple(_referred(folder, each) for each in _texts(named)),
    )


def _texts(value: object) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _configuration(folder: str, name: str) -> str:
    return _joined(folder, name if name.endswith(".json") else f"{name}.json")


def _referred(folder: str, name: str) -> str:
    return _joined(folder, name if name.endswith(".json") else f"{name}/tsconfig.json")


def whole(path: str, known: Mapping[str, PathMapping], inside: tuple[str, ...] = ()) -> PathMapping:
    """The mapping at ``path`` of ``known`` with what it takes over from those it builds on, however many."""
    found = known[path]
    for name in reversed(found.builds_on):
        if name not in known or name in (*inside, path):
            continue
        base = whole(name, known, (*inside, path))
        found = found._replace(base=base.base if found.base is None else found.base)
        if not found.says and base.says:
            found = found._replace(patterns=base.patterns, says=True)
    return found


def candidates(path: str, module: str, mappings: tuple[PathMapping, ...] = ()) -> tuple[str, ...]:
    """The files that ``module``, imported by the file at ``path``, may be, likeliest first; none for a package."""
    if path.endswith((".py", ".pyi")):
        return _python(path, module)
    if module.startswith(("./", "../")) or module in (".", ".."):
        return _typescript(_joined(posixpath.dirname(path), module))
    owners = sorted((each for each in mappings if _is_below(path, each.folder)), key=lambda each: -len(each.folder))
    found: dict[str, None] = {}
    for mapping in owners:
        for start in _mapped(module, mapping):
            found.update(dict.fromkeys(_typescript(start)))
        if mapping.base is not None:
            found.update(dict.fromkeys(_typescript(_joined(mapping.base, module))))
    return tuple(found)


def is_ours(module: str, mappings: tuple[PathMapping, ...] = ()) -> bool:
    """Whether ``module`` claims to be a file of the project, so that its absence is a mistake."""
    if module.startswith("."):
        return True
    return any(
        _wildcard(pattern, module) is not None for each in mappings for pattern, _ in each.patterns if pattern != "*"
    )


def _mapped(module: str, mapping: PathMapping) -> tuple[str, ...]:
    best: tuple[int, tuple[str, ...]] = (-1, ())
    for pattern, targets in mapping.patterns:
        filling = _wildcard(pattern, module)
        weight = len(pattern.partition("*")[0])
        if filling is not None and weight > best[0]:
            best = weight, tuple(each.replace("*", filling, 1) for each in targets)
    return best[1]


def _wildcard(pattern: str, module: str) -> str | None:
    head, star, tail = pattern.partition("*")
    if not star:
        return "" if pattern == module else None
    if len(module) >= len(head) + len(tail) and module.startswith(head) and module.endswith(tail):
        return module[len(head) : len(module) - len(tail)]
    return None


def _typescript(start: str) -> tuple[str, ...]:
    if start.endswith(_ENDINGS):
        return (start,)
    stem, ending = posixpath.splitext(start)
    if ending in _COMPILED:
        return (*(stem + each for each in _COMPILED[ending]), *_plain(start))
    return _plain(start)


def _plain(start: str) -> tuple[str, ...]:
    index = f"{start}/index" if start else "index"
    return (*(start + each for each in _ENDINGS), *(index + each for each in _ENDINGS))


def _python(path: str, module: str) -> tuple[str, ...]:
    dots = len(module) - len(module.lstrip("."))
    rest = module.lstrip(".").replace(".", "/")
    folder = posixpath.dirname(path)
    if dots:
        for _ in range(dots - 1):
            folder = posixpath.dirname(folder)
        return _files(posixpath.join(folder, rest) if rest else folder)
    found: dict[str, None] = {}
    while True:
        found.update(dict.fromkeys(_files(posixpath.join(folder, rest))))
        if not folder:
            return tuple(reversed(_grouped(tuple(found))))
        folder = posixpath.dirname(folder)


def _grouped(found: tuple[str, ...]) -> tuple[str, ...]:
    """Absolute imports start at the outermost folder: the order is turned round, and each pair with it."""
    pairs = [found[at : at + 2] for at in range(0, len(found), 2)]
    return tuple(each for pair in pairs for each in reversed(pair))


def _files(start: str) -> tuple[str, ...]:
    return (f"{start}.py", f"{start}/__init__.py") if start else ("__init__.py",)


def _joined(folder: str, module: str) -> str:
    joined = posixpath.normpath(posixpath.join(folder, module))
    return "" if joined == "." else joined


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
