"""How long it takes to protect small additive tables, and to attack a lattice of perturbed ones, on made-up counts.

Begin at `__main__`. `tables` makes up tables by two and three dimensions, `cube` a lattice of counts with noise.
"""
