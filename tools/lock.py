"""Which lock files there are, and that they pin versions without saying where they come from."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements" / "dev.txt"
NODE = (ROOT / "tests" / "conformance" / "node", ROOT / "benchmarks" / "node", ROOT / "facet-app")


def main() -> None:
    freeze = [sys.executable, "-m", "pip", "freeze", "--exclude-editable"]
    listed = subprocess.run(freeze, check=True, capture_output=True, text=True).stdout.splitlines()
    REQUIREMENTS.write_text("".join(f"{line}\n" for line in sorted(listed, key=str.lower)), encoding="utf-8")
    for folder in NODE:
        subprocess.run(["npm", "install", "--package-lock-only", "--silent"], check=True, cwd=folder)
        lock = folder / "package-lock.json"
        lock.write_text(without_addresses(lock.read_text(encoding="utf-8")), encoding="utf-8")


def without_addresses(lock: str) -> str:
    """The npm lock file without what only says whom to pay and where to download."""
    content = json.loads(lock)
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
