"""What a person tells us about themselves, with the messages that follow."""
