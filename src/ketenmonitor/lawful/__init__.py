"""What may be done with data of persons, by whom and why."""

__all__: list[str] = []
