"""What can be wrong with a definition file, and the words in which its writer is told.

Comes in: nothing. Goes out: `WORDINGS`, what a fault of each code says and advises. The promise: no fault of a definition has
a code that is not in here, so that all messages can be read, and mended, in one place.
"""

from __future__ import annotations

from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE
from ketenmonitor.toml import Wordings

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    # The file
    "file-missing": ("there is no such file.", "Check the path of the definition file."),
    "file-empty": ("nothing is declared.", "Begin with [chain], [partners.ID], [objects.TYPE] and [activities.ID]."),
    "file-too-large": ("the file has more than {most} MB.", "Give the definition of one chain, and no data."),
    "table-unknown": ('a definition has no table "{name}".', "{choices}"),
    # Its values
    "days-out-of-range": ("{shown} days is not between {least} and {most}.", "Write a number of days in between."),
    "links-out-of-range": (
        "{shown} links is not between {least} and {most}.",
        "Write the most links that a single real object can have.",
    ),
    "country-unknown": (
        "the holidays of {shown} are not known.",
        '{hint}Write a country code of two capitals, such as "NL".',
    ),
    # What does not go together
    "column-reserved": ('a delivery has a column "{name}" of its own.', "Choose another id. Taken: {taken}."),
    "column-clash": (
        'this differs only in capitals from attribute "{other}", and columns do not.',
        "Choose another id for one of the two.",
    ),
    "values-missing": ("a category needs the closed list of its values.", 'Add values = ["one", "another"].'),
    "values-misplaced": ("only a category has values, and this is of type {type}.", 'Leave "values" out.'),
    "value-reserved": ('in its tables the monitor itself says "{name}", of another group.', "Choose another word."),
    "log-name-twice": (
        '{shown} is a log name of activity "{other}" as well.',
        "Give each name in a log to one activity.",
    ),
    "link-twice": ("this link is declared before, as {other}.", "Keep one of the two."),
    "limit-without-links": (
        'no link is declared from or to "{type}", so there is nothing to limit.',
        'Leave "most_links" out, or declare the link.',
    ),
    "same-partner": (
        'both activities are reported by partner "{partner}".',
        "A hand-over goes from one partner to another: name activities of two partners.",
    ),
    "in-both": ('activity "{name}" is in "{other}" as well.', "Keep it in one of the two."),
    "holidays-missing": (
        "this counts working days, but the chain does not say which holidays it keeps.",
        'Add holidays = "NL" (or another country code) to [chain].',
    ),
    "breakdown-not-category": (
        'attribute "{name}" is of type {type}: a single number or date may identify a case.',
        "Break published figures down by attributes of type category or boolean.",
    ),
    "condition-type": ('{shown} is not {wanted}, as attribute "{attribute}" asks.', "Write it like {example}."),
    "condition-value": ('{shown} is no value of attribute "{attribute}".', "{choices}"),
    # What links must lead to
    "unit-out-of-reach": (
        'no declared links lead from object type "{type}" to the unit "{unit}".',
        'Add [[links]] with from = "{type}" and to = one of: {inside}.',
    ),
    "outside-the-case": (
        'activity "{name}" happens to a "{type}", which is not in a case of "{object}".',
        "Use activities of {inside}, or declare links between the two.",
    ),
    "attribute-out-of-case": (
        'nothing in a case of "{object}" carries attribute "{name}", so no case would be left.',
        "Add it to the attributes of an object type or activity of {inside}.",
    ),
}
