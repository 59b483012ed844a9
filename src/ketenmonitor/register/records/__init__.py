"""The register itself: items of all papers, in SQLite or PostgreSQL, with what persons decided about them."""
