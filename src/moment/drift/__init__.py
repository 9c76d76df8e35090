"""Whether a specification and its implementation say the same: shapes of types, their differences, whom they hurt."""
