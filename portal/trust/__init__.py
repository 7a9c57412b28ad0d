"""How the Trust is made up: directorates, services and places, and who answers for each."""
