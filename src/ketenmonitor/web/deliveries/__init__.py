"""What a partner delivered, and what became of it, for the engineers of that partner."""
