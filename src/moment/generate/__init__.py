"""Files written from the model: names, targets, and the plan that says what happens to each file.

``TARGETS`` is the registry: a target's name and where its value stands. Nothing is loaded before it is asked for.
"""

TARGETS: dict[str, str] = {
    "typescript": "moment.generate.typescript.target:TARGET",
    "vitest": "moment.generate.vitest.target:TARGET",
    "gherkin": "moment.generate.gherkin.target:TARGET",
    "markdown": "moment.generate.markdown.target:TARGET",
    "asyncapi": "moment.generate.asyncapi.target:TARGET",
    "jsonschema": "moment.generate.jsonschema.target:TARGET",
    "python": "moment.generate.python.target:TARGET",
    "pytest": "moment.generate.pytest.target:TARGET",
    "facet": "moment.generate.facet.target:TARGET",
    "cucumber-json": "moment.generate.cucumber_json.target:TARGET",
    "derive": "moment.generate.derive.target:TARGET",
}
