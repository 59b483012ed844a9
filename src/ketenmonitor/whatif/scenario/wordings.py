"""What can be wrong with a scenario, and the words in which its writer is told.

Comes in: nothing. Goes out: `WORDINGS`, what a fault of each code says and advises. The promise: no fault of a scenario has a code that
is not in here, so that all messages can be read, and mended, in one place.
"""

from __future__ import annotations

from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE
from ketenmonitor.toml import Wordings

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "file-missing": ("there is no such file.", "Check the path of the scenario."),
    "file-empty": ("nothing is written in it.", "Begin with [scenario] and one measure, such as [[capacity]]."),
    "file-too-large": ("the file has more than {most} MB.", "Give a scenario, and no data."),
    "table-unknown": ('a scenario has no table "{name}".', "{choices}"),
    # Its values
    "zero-change": ("a change of zero changes nothing.", "Write by how much, or leave the entry out."),
    "out-of-range": ("{shown}{unit} is not between {least} and {most}.", "Write a number in between."),
    "year-out-of-range": ("{shown} is not between the years {least} and {most}.", "Write a day in between."),
    "too-many": ("there are {count} of these.", "Write at most {most}."),
    "nothing-asked": (
        "nothing is changed, so that nothing would differ.",
        "Add a measure: [[capacity]], [[arrivals]], [[closed]], [[route]] or [[priority]]; or [assumptions], or [search].",
    ),
    # What goes together, and what does not
    "one-of": ("{found} of {names} is written.", "Write exactly one of them."),
    "ends-before": ("it ends before it begins.", "Give `until` a day that is not before {begin}."),
    "too-long": ("this is more than {most} years after {begin}.", "Write a day until {last}."),
    "before-start": ("this is before the begin of the scenario, {begin}.", "Write a later day."),
    "after-end": (
        "this is after the end of the scenario, {end}.",
        "Write an earlier day, or give the scenario a later `until`.",
    ),
    "not-in-chain": ('{noun} "{name}" is not in this chain.', "{choices}"),
    "cannot-follow": (
        '"{to}" happens to a {to_object}, and no declared link leads between that and the {object} of "{step}".',
        "Name an activity of {inside}, or write none = true.",
    ),
    "to-itself": ("a case would come back to where it stands.", "Name another activity, or write none = true."),
    "shares-over-one": (
        'from {day} on the new routes of step "{step}" take {shown} of its cases together, with those on line {lines}.',
        "Let the shares of one day add up to at most 1.",
    ),
    "same-change": ("this is the same change as on line {line}, for the same days.", "Keep one of the two."),
    "opposite": (
        "this takes away what line {line} gives, or the other way round, in the same days.",
        "Write one change for those days, or let the one end before the other begins.",
    ),
    "not-comparable": (
        "line {line} changes the same in other units ({other}), in the same days.",
        "Write both in {other}, or let the one end before the other begins.",
    ),
    "closed-meanwhile": (
        "all these days it is closed, by line {line}, so that other places are of no use.",
        "Let it open sooner, or leave one of the two out.",
    ),
    "closed-twice": ("in these days it is closed already, by line {line}.", "Write one closing over all days."),
    "route-twice": (
        "line {line} has the same new route in the same days.",
        "Write one, with the shares of both, or let the one end before the other begins.",
    ),
    "priority-twice": (
        "line {line} says already who goes first there.",
        "Write one, with all values in their order.",
    ),
    "one-condition": ("{count} attributes are named.", "Name one, with its values in their order."),
    "another-attribute": (
        'cases are told apart by "{other}" on line {line}, and by no second attribute at the same time.',
        "Use one attribute in all priorities, and in the lead time that is sought.",
    ),
    "too-particular": (
        'lead time "{name}" is of cases with {count} attributes, and a model tells cases apart by one.',
        "Name a lead time with one condition, or with none.",
    ),
    "attribute-too-fine": (
        'attribute "{name}" is of type {type}.',
        "Let those go first that share a category, or a true or false.",
    ),
    "condition-type": ('{shown} is not {wanted}, as attribute "{attribute}" asks.', "Write it like {example}."),
    "condition-value": ('{shown} is no value of attribute "{attribute}".', "{choices}"),
    "no-norm": ('lead time "{name}" has no norm.', "{choices}"),
    "by-too-early": (
        "no month of cases that begin after {begin} has had the {days} days of the norm by then.",
        "Write a day from {first} on.",
    ),
    # What the network of queues cannot follow
    "after-the-data": (
        "the chain is known up to {end}, and nothing is known of the days between.",
        "Leave it out, or write a day until then.",
    ),
    "never-stood": ('no case ever stood in step "{name}".', "{choices}"),
    "never-began": ('no case ever began with "{name}".', "{choices}"),
    "nothing-came": ("no case ever began in this chain, so that there is nothing to change.", "Deliver events first."),
    "nobody-works": (
        "on these days nothing is under way there that closing could stop: nobody works, or cases end there as they come.",
        "Close working days, of a step that another follows on.",
    ),
    "goes-already": (
        'every case of "{step}" goes {where} already, so that this would change nothing.',
        "Add days = 30, or as many as it should take, or leave it out.",
    ),
    "never-happened": (
        '"{name}" never happened here, so that nothing is known of what follows on it.',
        "{choices} Or write none = true.",
    ),
    "partner-without-steps": ('no case ever stood with partner "{name}".', "{choices}"),
    "nobody-waits": (
        "nobody was seen to wait for a place there, so that other places or another order would change nothing.",
        "Steps with places: {choices}. To try it with places all the same, give it some with [assumptions].",
    ),
    "several-steps": (
        'partner "{name}" has several steps with places, and a case may pass them all.',
        "Write step = ... for one of: {choices}.",
    ),
    "less-than-a-place": (
        "this is less than half a place: there are {count}.",
        "Write a larger change, or places = 1.",
    ),
    "fewer-than-none": (
        'from {day} on step "{step}" would have {count} places: there are {base}.',
        "Take away at most {base}, or close it with [[closed]].",
    ),
    "days-missing": (
        'cases never went from "{step}" to "{to}", so that nobody knows how long that takes.',
        "Add days = 30, or as many as you expect.",
    ),
    "told-apart-otherwise": (
        'the model tells cases apart by {known}, and not by "{name}".',
        "Calibrate with this attribute, or leave the priority out.",
    ),
    "value-never-seen": ('no case with {name} "{value}" ever came.', "{choices}"),
    "first-already": ("these go first there already.", "Leave it out."),
    "assumption-unknown": ('there is no assumption "{name}".', "{choices}"),
    "assumption-twice": ('"{name}" is the same assumption as on line {line}.', "Keep one of the two."),
    "assumption-impossible": ("{reason}", "It is {value} now."),
    "assumption-same": ("this is the value that it has.", "Leave it out, or write another."),
}
