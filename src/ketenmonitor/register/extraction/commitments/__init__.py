"""Commitments: clauses, who undertakes what, weighed by tables that can be read."""
