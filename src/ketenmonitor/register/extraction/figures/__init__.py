"""Stated figures: number, unit, period and what they are about."""
