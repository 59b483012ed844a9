"""The hit/no-hit check for professionals: identifiers typed in, never in an address and never kept."""
