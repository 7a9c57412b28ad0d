"""Who are we reaching? Counts of optional answers, kept apart from everyone who gave them."""
