"""Releases before everybody sees them, for publishers: made, looked at, audited, approved by a second person, published."""
