"""Reads about whom we reach."""

from portal.reaching.queries.counts import Answered, Table, finished_quarters, tables_of
from portal.reaching.queries.words import QUESTIONS, quarter_words

__all__ = ["QUESTIONS", "Answered", "Table", "finished_quarters", "quarter_words", "tables_of"]
