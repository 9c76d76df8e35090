"""What the user got wrong, as values, and one renderer a file.

``RENDERERS`` maps a format's name to the module and function that write it, ``render(diagnostics, sources,
summary) -> str``; the shell imports the one it needs. The two for people, ``full`` and ``concise``, also have
``findings`` (the same text without the closing line), and ``full`` takes ``color=True``.
"""

from __future__ import annotations

RENDERERS: dict[str, tuple[str, str]] = {
    "full": ("moment.diagnostics.full", "render"),
    "concise": ("moment.diagnostics.concise", "render"),
    "json": ("moment.diagnostics.json", "render"),
    "sarif": ("moment.diagnostics.sarif", "render"),
    "github": ("moment.diagnostics.github", "render"),
    "junit": ("moment.diagnostics.junit", "render"),
}
