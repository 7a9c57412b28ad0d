"""Stories: told, read by a person, published where the teller agreed."""
