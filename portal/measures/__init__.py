"""Big I: what it is, and how far involvement has come."""
