"""What we write to people about how to reach and help them."""
