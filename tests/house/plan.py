"""The plan of the house: which room may know which, and how large things may grow. Raising a limit shows in a diff."""

# Each room, and the rooms that it may import. Data flow one way.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "instants": set(),
    "toml": set(),
    "confirmed": set(),
    "spreadsheets": set(),
    "sqlite_files": set(),
    "api": set(),
    "logs": {"instants"},
    "definition": {"toml", "errors"},
    "keys": {"errors"},
    "identity": {"errors", "instants"},
    "pseudonyms": {"keys", "errors", "instants"},
    "lawful": {"toml", "keys", "errors", "instants"},
    "transparency": {"confirmed", "keys", "errors", "instants"},
    "hosting": {"sqlite_files", "toml", "api", "identity", "lawful", "transparency", "errors", "instants"},
    "keyservice": {
        "toml", "api", "hosting", "pseudonyms", "keys", "identity", "lawful", "errors", "instants",
    },
    "source": {"toml", "definition", "logs", "pseudonyms", "keys", "errors", "instants"},
    "records": {"toml", "spreadsheets", "errors"},
    "synth": {"definition", "source", "errors", "instants"},
    "store": {"sqlite_files", "definition", "confirmed", "keys", "errors", "instants"},
    "logbook": {"sqlite_files", "confirmed", "store", "transparency", "keys", "errors", "instants"},
    "access": {"definition", "store", "lawful", "logbook", "errors", "instants"},
    "retention": {
        "toml", "confirmed", "definition", "store", "linking", "intake", "inbox", "lawful", "access", "keys", "errors", "instants",
    },
    "citizens": {
        "toml", "confirmed", "definition", "store", "linking", "casefile", "lawful", "logbook", "access", "retention", "wording", "release",
        "errors", "instants",
    },
    "misuse": {
        "toml", "confirmed", "store", "linking", "transparency", "logbook", "citizens", "errors", "instants",
    },
    "inquiry": {
        "toml", "api", "confirmed", "hosting", "pseudonyms", "keys", "identity", "lawful", "transparency", "logbook", "source", "errors", "instants",
    },
    "paperwork": {"definition", "access", "store", "lawful", "retention", "citizens", "wording", "release", "errors", "instants"},
    "intake": {"access", "definition", "logs", "source", "store", "pseudonyms", "keys", "errors", "instants"},
    "inbox": {"definition", "source", "store", "intake", "errors", "instants"},
    "linking": {"definition", "store", "errors", "instants"},
    "measures": {"definition", "store", "linking", "spreadsheets", "errors", "instants"},
    "casefile": {"definition", "store", "linking", "measures", "errors", "instants"},
    "disclosure": {"definition", "linking", "measures", "errors", "instants"},
    "wording": {"definition", "errors"},
    "charts": {"definition", "wording", "errors"},
    "release": {"definition", "disclosure", "charts", "wording", "spreadsheets", "errors", "instants"},
    "publishing": {"definition", "store", "linking", "measures", "disclosure", "release", "errors", "instants"},
    "register": {"sqlite_files", "definition", "release", "errors", "instants"},
    "whatif": {
        "toml", "definition", "store", "linking", "measures", "charts", "wording", "release", "access", "errors", "instants",
    },
    "web": {
        "definition", "store", "intake", "inbox", "linking", "measures", "casefile", "charts", "wording", "publishing", "release", "register",
        "sqlite_files", "identity", "api", "transparency", "logbook", "lawful", "access", "retention", "citizens", "misuse", "inquiry", "whatif",
        "errors", "instants",
    },
    "walk": {"definition", "store", "intake", "measures", "publishing"},
    "cli": {
        "definition", "store", "intake", "inbox", "linking", "measures", "casefile", "charts", "wording", "publishing", "release", "synth", "walk",
        "web", "register", "source", "pseudonyms", "keys", "keyservice", "lawful", "identity", "records",
        "transparency", "logbook", "access", "retention", "citizens", "misuse", "inquiry", "paperwork", "whatif", "errors", "instants",
    },
}  # fmt: skip

# A part of a room may know less than the room: what everybody sees is made of what was published, and of nothing else.
MAY_IMPORT_BELOW: dict[str, set[str]] = {
    "web/public": {"release", "errors"},
    "web/register": {
        "register",
        "charts",
        "wording",
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
