"""From the model to files: artifacts, the plan that places them, one folder a target."""
