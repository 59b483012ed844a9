"""The page of the reference names everything that the OpenAPI document has."""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.web.api import VERSION
from ketenmonitor.web.api.document import document_of
from ketenmonitor.web.api.routes import ROUTES
from ketenmonitor.web.settings import WebSettings

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "api.md"


def test_every_address_parameter_and_version_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for path, operations in document_of(ROUTES, WebSettings())["paths"].items():
        assert f"| `/v1{path}` |" in page
        for operation in operations.values():
            for one in operation.get("parameters", []):
                assert f"`{one['name']}`" in page or one["in"] == "path", one["name"]
    assert f"This is version {VERSION}" in page
    assert f"| {VERSION} |" in page
