"""What an administrator looks after: chains, partners, roles, keys and the machine. Nothing of a case, and no secret."""
