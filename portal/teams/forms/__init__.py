"""What people and staff fill in, by what it is about."""
