"""Which pages are made from the code: their paths and their text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moment.cli.formats import FORMATS, file_name, schema
from moment.project.config import Config, keys

ROOT = Path(__file__).parent.parent
CONFIGURATION = """\
# moment.toml

Every key is optional; an empty file makes its folder a project. A flag comes before `--set KEY=VALUE`, that before
moment.toml, and moment.toml before the default. A key that does not exist, a value of another type and a rule that does
not exist are MOM903, each at its place, all of them at once.

| key | type | default | meaning |
|---|---|---|---|
ROWS

## Severities

`[rules]` goes from a code, a rule's name or an area to `info`, `warning`, `error` or `off`. A code or name comes before
its area. An error may be lowered, never switched off here: that needs a suppression with its reason, at its place
(`// moment: allow MOM402 the old reader goes in May`).

```toml
[rules]
event-not-in-past-tense = "off"
MOM6 = "info"
paths = [{ files = ["legacy/**"], set = { large-aggregate = "off" } }]
```

`paths` says the same for some files only; of several entries that match a path the last one counts.
"""


def pages() -> dict[str, str]:
    """Path, relative to the repository, and text of every generated page."""
    found = {f"docs/schemas/{file_name(name)}": schema(name) for name in FORMATS}
    return {**found, "docs/configuration.md": configuration()}


def configuration() -> str:
    """The keys of moment.toml as a page, from the dataclasses that hold them."""
    rows = [
        f"| `{name}` | {_type(default)} | `{_toml(default)}` | {_meaning(metadata)} |"
        for name, (default, metadata) in keys(Config).items()
    ]
    return CONFIGURATION.replace("ROWS", "\n".join(rows))


def _type(value: Any) -> str:
    names = {bool: "true or false", int: "whole number", float: "number", str: "string", tuple: "list of strings"}
    return names.get(type(value), "table")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else "{}" if isinstance(value, Mapping) else str(value)


def _meaning(metadata: Mapping[str, Any]) -> str:
    text = str(metadata["doc"])
    if metadata["choices"]:
        text += ": " + ", ".join(f'`"{choice}"`' for choice in metadata["choices"])
    return f"{text}. Example: `{metadata['example']}`" if metadata["example"] else text


def main() -> None:
    for path, text in pages().items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
