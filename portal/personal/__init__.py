"""What a person tells us once: what they need, how to reach them safely, whom they trust, when to be quiet."""
