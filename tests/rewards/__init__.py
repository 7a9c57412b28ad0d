"""Claims, as people and staff meet them."""
