"""The TypeScript target: types, interfaces, guards and contracts without any dependency."""
