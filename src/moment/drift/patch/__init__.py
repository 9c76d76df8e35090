"""Writes an edit into a text that a person wrote: everything else stays byte for byte, or the edit is refused."""
