"""Which pages are made from the code: their paths and their text."""

from __future__ import annotations

from pathlib import Path

from moment.cli.formats import FORMATS, file_name, schema

ROOT = Path(__file__).parent.parent


def pages() -> dict[str, str]:
    """Path, relative to the repository, and text of every generated page."""
    return {f"docs/schemas/{file_name(name)}": schema(name) for name in FORMATS}


def main() -> None:
    for path, text in pages().items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
