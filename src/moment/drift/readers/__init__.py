"""Text of an implementation to declarations with places, one module a language."""
