"""Motions, how they fare, and what a paper declares settled."""
