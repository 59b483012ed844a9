"""The NLGov REST API Design Rules 2.2.1 that can be judged by an OpenAPI document or an answer, each by its official id.

Comes in: a document, or the head of an answer. Goes out: what breaks a rule, as sentences. The rules:
https://gitdocumentatie.logius.nl/publicatie/api/adr/2.2.1/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Rule = Callable[[Document], Iterator[str]]
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}
PROBLEM = "application/problem+json"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|\{[a-z][A-Za-z0-9]*\}|_[a-z]+|openapi\.(json|yaml)")
CAMEL = re.compile(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*")
PERSONAL = {"bsn", "skn", "zaak", "zaaknummer", "parketnummer", "case", "naam", "name", "persoon", "token"}
A_DATE = re.compile(r"(?i)(date|datum)$")


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield path, method, operation


def answers(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, method, operation in operations(document):
        for status, answer in operation["responses"].items():
            yield f"{method} {path}", status, answer


def resolved(document: Document, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference leads to."""
    while "$ref" in node:
        found: Any = document
        for name in node["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        node = found
    return node


def properties(document: Document) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for schema, said in document["components"]["schemas"].items():
        for name, value in said.get("properties", {}).items():
            yield schema, name, value


def formats(node: Any) -> Iterator[str]:
    """Every format that stands somewhere in a schema."""
    if isinstance(node, Mapping):
        if isinstance(node.get("format"), str):
            yield node["format"]
        for value in node.values():
            yield from formats(value)
    elif isinstance(node, list):
        for value in node:
            yield from formats(value)


def no_trailing_slash(document: Document) -> Iterator[str]:
    yield from (path for path in document["paths"] if path != "/" and path.endswith("/"))


def path_segments_kebab_case(document: Document) -> Iterator[str]:
    for path in document["paths"]:
        yield from (f"{path}: {part}" for part in path.strip("/").split("/") if part and not SEGMENT.fullmatch(part))


def query_keys_camel_case(document: Document) -> Iterator[str]:
    for path, _, operation in operations(document):
        for one in operation.get("parameters", []):
            # The extension "lezen" of Logboek Dataverwerkingen gives this name, and asks for these rules as well.
            if (
                one["in"] == "query"
                and one["name"] != "dpl.core.processingActivityID"
                and not CAMEL.fullmatch(one["name"])
            ):
                yield f"{path}: {one['name']}"


def http_methods(document: Document) -> Iterator[str]:
    yield from (f"{method} {path}" for path, method, _ in operations(document) if method not in METHODS)


def doc_openapi(document: Document) -> Iterator[str]:
    if not re.fullmatch(r"3(\.\d+){1,2}", str(document.get("openapi"))):
        yield "not OpenAPI 3"
    names = [operation.get("operationId") for _, _, operation in operations(document)]
    if None in names or len(names) != len(set(names)):
        yield "an operation without an id of its own"
    for path, method, operation in operations(document):
        if not all(operation.get(field) for field in ("summary", "description", "tags")):
            yield f"{method} {path} says too little of itself"
        in_path = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        if in_path != set(re.findall(r"\{(\w+)\}", path)):
            yield f"{method} {path}: other parameters than in the path"
        yield from (f"{path}: {p['name']}" for p in operation.get("parameters", []) if not p.get("description"))


def doc_openapi_contact(document: Document) -> Iterator[str]:
    contact = document["info"].get("contact", {})
    yield from (field for field in ("name", "email", "url") if not contact.get(field))


def uri_version(document: Document) -> Iterator[str]:
    servers = document.get("servers", [])
    yield from ([] if servers else ["no servers"])
    yield from (one["url"] for one in servers if not re.search(r"/v\d+$", one["url"]))


def semver(document: Document) -> Iterator[str]:
    version = document["info"]["version"]
    yield from ([] if SEMVER.fullmatch(version) else [version])
    yield from (
        s["url"] for s in document.get("servers", []) if not s["url"].endswith(f"/v{version.partition('.')[0]}")
    )


def tls(document: Document) -> Iterator[str]:
    yield from (one["url"] for one in document.get("servers", []) if not one["url"].startswith("https://"))


def version_header(document: Document) -> Iterator[str]:
    for place, status, answer in answers(document):
        if "api-version" not in {name.lower() for name in answer.get("headers", {})}:
            yield f"{place}: {status}"


def problem_details(document: Document) -> Iterator[str]:
    for place, status, answer in answers(document):
        if status >= "400":
            schema = resolved(document, answer.get("content", {}).get(PROBLEM, {}).get("schema", {}))
            if not {"status", "title", "detail"} <= set(schema.get("required", ())):
                yield f"{place}: {status}"


def invalid_input(document: Document) -> Iterator[str]:
    for path, method, operation in operations(document):
        takes = operation.get("parameters") or method in ("post", "put", "patch")
        if (takes and "400" not in operation["responses"]) or "422" in operation["responses"]:
            yield f"{method} {path}"


def date_time_format(document: Document) -> Iterator[str]:
    for found in formats(document):
        if found in ("time", "date-time-local"):
            yield found


def date_omit_time_portion(document: Document) -> Iterator[str]:
    for schema, name, value in properties(document):
        if A_DATE.search(name) and set(formats(value)) != {"date"}:
            yield f"{schema}.{name}"


def naming_collections(document: Document) -> Iterator[str]:
    """Before an id stands a collection, and in Dutch a plural ends with -en or -s."""
    for path in document["paths"]:
        parts = path.strip("/").split("/")
        for name, after in zip(parts, parts[1:], strict=False):
            if after.startswith("{") and not name.endswith(("s", "en")):
                yield f"{path}: {name}"


def no_sensitive_uris(document: Document) -> Iterator[str]:
    """A person, a case or their numbers never stand in an address."""
    for path, _, operation in operations(document):
        for one in operation.get("parameters", []):
            words = {word.lower() for word in re.findall("[A-Z]?[a-z0-9]+", one["name"])}
            if one["in"] in ("path", "query") and words & PERSONAL:
                yield f"{path}: {one['name']}"


RULES: dict[str, Rule] = {
    "/core/no-trailing-slash": no_trailing_slash,
    "/core/path-segments-kebab-case": path_segments_kebab_case,
    "/core/query-keys-camel-case": query_keys_camel_case,
    "/core/http-methods": http_methods,
    "/core/doc-openapi": doc_openapi,
    "/core/doc-openapi-contact": doc_openapi_contact,
    "/core/uri-version": uri_version,
    "/core/semver": semver,
    "/core/version-header": version_header,
    "/core/transport/tls": tls,
    "/core/transport/no-sensitive-uris": no_sensitive_uris,
    "/core/error-handling/problem-details": problem_details,
    "/core/error-handling/invalid-input": invalid_input,
    "/core/date-time/format": date_time_format,
    "/core/date-time/date-omit-time-portion": date_omit_time_portion,
    "/core/naming-collections": naming_collections,
}
