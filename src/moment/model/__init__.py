"""The resolved model: every file of a project merged, every name looked up."""
