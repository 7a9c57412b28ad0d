"""What we write to people about teams, by what it is about."""
