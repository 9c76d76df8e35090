"""Snapshots in the user's repository, and the ways to other repositories; dulwich is loaded when it is first needed."""
