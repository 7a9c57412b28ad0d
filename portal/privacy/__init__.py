"""A copy of everything about a person, forgetting a person, and how long each thing is kept."""
