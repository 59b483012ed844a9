"""The plan of the house: which room may know which, and how large things may grow. Raising a limit shows in a diff."""

# Each room, and the rooms that it may import. Data flow one way.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "instants": set(),
    "definition": {"errors"},
    "keys": {"errors"},
    "identity": {"errors", "instants"},
    "pseudonyms": {"keys", "errors", "instants"},
    "lawful": {"keys", "errors", "instants"},
    "keyservice": {"pseudonyms", "keys", "identity", "lawful", "errors", "instants"},
    "source": {"definition", "pseudonyms", "keys", "errors", "instants"},
    "records": {"errors"},
    "synth": {"definition", "source", "errors", "instants"},
    "store": {"definition", "keys", "errors", "instants"},
    "intake": {"definition", "source", "store", "pseudonyms", "keys", "errors", "instants"},
    "linking": {"definition", "store", "errors", "instants"},
    "measures": {"definition", "store", "linking", "errors", "instants"},
    "casefile": {"definition", "store", "linking", "measures", "errors", "instants"},
    "disclosure": {"definition", "linking", "measures", "errors", "instants"},
    "charts": {"definition", "errors"},
    "release": {"definition", "disclosure", "charts", "errors", "instants"},
    "publishing": {"definition", "store", "linking", "disclosure", "release", "errors", "instants"},
    "register": {"definition", "release", "errors", "instants"},
    "web": {
        "definition", "store", "intake", "linking", "measures", "casefile", "charts", "publishing", "release", "register", "identity",
        "errors", "instants",
    },
    "walk": {"definition", "store", "intake", "measures", "publishing"},
    "cli": {
        "definition", "store", "intake", "linking", "measures", "casefile", "charts", "publishing", "release", "synth", "walk", "web",
        "register", "source", "pseudonyms", "keys", "keyservice", "lawful", "identity", "records", "errors", "instants",
    },
}  # fmt: skip

# A part of a room may know less than the room: what everybody sees is made of what was published, and of nothing else.
MAY_IMPORT_BELOW: dict[str, set[str]] = {
    "web/public": {"release", "errors"},
    "web/register": {
        "register",
        "charts",
        "errors",
        "instants",
        "web.pages",
        "web.login",
    },
    "web/api/released": {"release", "errors", "web.public", "web.api"},
}

LINES_OF_A_MODULE = 250
LINES_OF_A_FUNCTION = 30
LARGER_MODULES: dict[str, int] = {}
LONGER_FUNCTIONS: dict[str, int] = {}
