"""Read from everywhere, change nothing: the front page, your page, staff Today."""
