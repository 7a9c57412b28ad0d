"""Doors of staff: deciding claims, payroll, and what an hour is worth."""
