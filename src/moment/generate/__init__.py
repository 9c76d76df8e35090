"""Files written from the model: names, targets, and the plan that says what happens to each file.

``TARGETS`` is the registry: a target's name and where its value stands. Nothing is loaded before it is asked for.
"""

TARGETS: dict[str, str] = {
    "typescript": "moment.generate.typescript.target:TARGET",
    "vitest": "moment.generate.vitest.target:TARGET",
}
