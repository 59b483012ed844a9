"""A key service: evaluates blinded identifiers with a key per recipient, purpose and period, and learns nothing of them."""

__all__: list[str] = []
