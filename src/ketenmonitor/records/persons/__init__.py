"""Persons as two registers write them, in one form that can be compared."""
