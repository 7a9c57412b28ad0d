"""What people and staff fill in about claims."""
