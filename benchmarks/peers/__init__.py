"""This project beside its peers: the same log, the same questions, each in its own way."""
