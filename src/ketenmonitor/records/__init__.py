"""Records of persons without a common key: which belong together, and how sure that is."""

__all__: list[str] = []
