"""Which file a relative module names, among the files that are known."""

from __future__ import annotations

import posixpath

SUFFIXES = {".ts": ".js", ".tsx": ".js", ".mts": ".mjs", ".cts": ".cjs"}
"""The suffix of a source, and the one of what it is compiled to."""


def without_suffix(path: str) -> tuple[str, str]:
    """``src/order`` and ``.ts``; no suffix when ``path`` is no TypeScript file."""
    stem, suffix = posixpath.splitext(path)
    return (stem, suffix) if suffix in SUFFIXES else (path, "")


def could_name(path: str, module: str, source: str) -> bool:
    """Whether ``module``, written in the file at ``path``, names ``source``: a file, or a module as it is written."""
    if not module.startswith("."):
        return module == source
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
    stem, suffix = posixpath.splitext(target)
    target = stem if suffix in SUFFIXES or suffix in SUFFIXES.values() else target
    return without_suffix(source)[0] in (target, f"{target}/index")
