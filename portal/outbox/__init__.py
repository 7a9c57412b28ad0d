"""What we write to people: one row in its cause's transaction, sent by the worker."""
