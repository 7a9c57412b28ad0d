"""Plain pages: get help now, words explained, accessibility, privacy."""
