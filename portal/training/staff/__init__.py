"""For staff: sessions and courses, who booked, and who came."""
