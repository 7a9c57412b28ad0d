"""Openings, expressions of interest and their answers, members of project teams."""
