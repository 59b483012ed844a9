"""What is held and who looked in words, for letters, pages and tables.

Comes in: an item or an organisation. Goes out: a text in Dutch or English. The promise: nothing that makes documents is loaded.
"""

from __future__ import annotations

from ketenmonitor.citizens.held import Item
from ketenmonitor.definition import Definition
from ketenmonitor.wording import Language, Speaker, language_of

FORMATS = ("docx", "pdf", "json")


def letter_language(code: str) -> Language:
    """The words of letters to citizens."""
    return language_of(code, "ketenmonitor.release", "ketenmonitor.citizens")


def item_text(item: Item, definition: Definition, language: Language) -> str:
    """One thing that is held, in words."""
    speaker = Speaker(definition, language)
    about = speaker.object(item.object_type).lower() if item.object_type else ""
    if item.kind == "event":
        return language.say("citizen_kind_event", what=speaker.activity(item.what), object=about)
    if item.kind == "attribute":
        known = definition.attributes.get(item.what)
        what = (known.title.in_language(language.code) if known else item.what).lower()
        if item.value is None:
            return language.say("citizen_kind_attribute_empty", what=what, object=about)
        said = {"true": "citizen_yes", "false": "citizen_no"}.get(item.value)
        value = language.say(said) if said and known and known.type == "boolean" else item.value
        return language.say("citizen_kind_attribute", what=what, value=value, object=about)
    if item.kind in ("object", "link"):
        return language.say(f"citizen_kind_{item.kind}", what=speaker.object(item.what).lower(), object=about)
    return language.say("citizen_kind_quarantine")


def organisation_text(organisation: str, definition: Definition, language: Language) -> str:
    """An organisation by its title, when its OIN or id is that of a partner."""
    known = (one for one in definition.partners.values() if organisation and organisation in (one.oin, one.id))
    found = next(known, None)
    return found.title.in_language(language.code) if found else organisation
