"""``python -m benchmarks``: every figure."""

from __future__ import annotations

from benchmarks import behaviour, generate, language, start

language.main()
generate.main()
print("behaviour")
behaviour.main()
print("start-up")
start.main()
