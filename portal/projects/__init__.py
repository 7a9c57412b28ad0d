"""QI projects: browsing them, one in plain English, and writing them."""
