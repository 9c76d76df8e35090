"""``python -m benchmarks``: every figure."""

from __future__ import annotations

from benchmarks import generate, language, start

language.main()
generate.main()
print("start-up")
start.main()
