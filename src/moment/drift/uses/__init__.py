"""Uses of elements in the bodies of an implementation, one module a language."""
