"""Persons that do not exist, as two registers would have them, with which rows belong together."""
