"""Overviews of motions and commitments as tables: what, where, how it stands."""
