"""What a citizen may ask of a chain: what is held, since when, on which ground, who looked, and where to have it mended.

Asking
- `overview`, `Overview`, `AtPartner`, `Item`, `Look`: one answer over all partners; `as_data`: the same as plain values.
- `item_text`, `organisation_text`: a thing that is held, and an organisation that looked, in words.
- `FORMATS`, `letter_language`: of the answer as a letter in plain language. `letter_file` makes it, in the module `letter`, which is
  loaded apart as it makes documents.

Requests
- `Request`, `Part`, `Kind`, `State`, `Step`, `Entry`: what was asked of which partners, and what became of it.
- `add_request`, `take_step`, `allowed`, `owner_of`: keep one, take a step with it, which steps there are, whose an item is.
- `requests_of`, `request_of`: those that are kept. `request_as_data`: one as plain values.
- `check_subjects`: that a request is about these pseudonyms and no others.

Settings
- `Office`, `Desk`, `office_of`, `has_office`, `faults_of_office`: who answers, and which law holds at which partner.
- `Regime`, `Right`, `shipped_regimes`: laws with their terms and grounds.
- `Ground`, `grounds_of`: what the register of purposes says of a chain.
"""

from ketenmonitor.citizens.grounds import Ground, grounds_of
from ketenmonitor.citizens.held import Item
from ketenmonitor.citizens.kept import add_request, request_as_data, request_of, requests_of, take_step
from ketenmonitor.citizens.looks import Look
from ketenmonitor.citizens.overview import AtPartner, Overview, as_data, overview
from ketenmonitor.citizens.regimes import Kind, Regime, Right, shipped_regimes
from ketenmonitor.citizens.requests import (
    Entry,
    Part,
    Request,
    State,
    Step,
    allowed,
    check_subjects,
    owner_of,
)
from ketenmonitor.citizens.settings import Desk, Office, faults_of_office, has_office, office_of
from ketenmonitor.citizens.words import FORMATS, item_text, letter_language, organisation_text

__all__ = [
    "FORMATS",
    "AtPartner",
    "Desk",
    "Entry",
    "Ground",
    "Item",
    "Kind",
    "Look",
    "Office",
    "Overview",
    "Part",
    "Regime",
    "Request",
    "Right",
    "State",
    "Step",
    "add_request",
    "allowed",
    "as_data",
    "check_subjects",
    "faults_of_office",
    "grounds_of",
    "has_office",
    "item_text",
    "letter_language",
    "office_of",
    "organisation_text",
    "overview",
    "owner_of",
    "request_as_data",
    "request_of",
    "requests_of",
    "shipped_regimes",
    "take_step",
]
