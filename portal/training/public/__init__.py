"""For everyone: training to come, booking it, and answering for a booking."""
