"""The interface for programs, below /v1: what pages show, as JSON and CSV, by the NLGov REST API Design Rules 2.2.1.

- `PREFIX`, `VERSION`: where it is, and which version of it this is; what changed stands in docs/reference/api.md.
- `is_api`: whether an address is one of this interface.

`released` serves what was published and knows nothing else; `figures` serves what analysts ask. What a route may answer is
said where it is written, and `document` makes the OpenAPI document of that. Resources have Dutch names; fields have the
English names that they have in every file of a release and in what commands print.
"""

VERSION = "1.3.0"
PREFIX = "/v1"

__all__ = ["PREFIX", "VERSION", "is_api"]


def is_api(path: str) -> bool:
    """Whether an address is one of the interface for programs."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")
