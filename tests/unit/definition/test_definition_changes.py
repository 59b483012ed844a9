"""What changed from one version of a definition to the next, and which versions cannot follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.definition import changes_between, definition_from_text, faults_of_adoption

SMALL_CHAIN = (Path(__file__).parent / "small_chain.toml").read_text(encoding="utf-8")
NEXT = SMALL_CHAIN.replace('version = "1"', 'version = "2"')
OLD = definition_from_text(SMALL_CHAIN)
NEW_VERSION = 'chain: version was "1" and became "2".'


def changes(text: str) -> tuple[str, ...]:
    return changes_between(OLD, definition_from_text(text))


def test_the_same_definition_has_no_changes_and_may_be_adopted_again() -> None:
    again = definition_from_text("# a comment is no change\n" + SMALL_CHAIN)
    assert changes_between(OLD, again) == ()
    assert faults_of_adoption(OLD, again) == ()


@pytest.mark.parametrize(
    ("replaced", "by", "change"),
    [
        ("[partners.court]", "[partners.court]\n[partners.clerk]", 'partner "clerk" was added.'),
        ('[handovers.to_court]\nsent = "sent"\nreceived = "judged"\n', "", 'hand-over "to_court" was removed.'),
        ('to = ["judged"]', 'to = ["judged", "sent"]', 'lead time "whole": to gained "sent".'),
        ('leaves = ["sent"]', 'leaves = ["judged"]', 'stock "police": leaves gained "judged" and lost "sent".'),
        ('["north", "south"]', '["south", "north"]', 'attribute "region": values stand in another order.'),
        ("days = 14", "days = 10", 'term "soon": days was 14 and became 10.'),
        ("days = 14", 'days = 14\nbasis = "law"', 'term "soon": basis was absent and became "law".'),
        (
            "share = 0.80",
            "share = 0.9",
            'lead time "whole": norm was 0.8 within 30 days and became 0.9 within 30 days.',
        ),
        (
            '[themes.northern]\nwhere = { region = "north" }',
            '[themes.northern]\nwhere = { region = ["north", "south"] }',
            'theme "northern": where gained region = north or south and lost region = north.',
        ),
        (
            "[partners.police]\n[partners.court]",
            '[partners.police]\ntitle = { nl = "Politie", en = "Police" }\n[partners.court]',
            'partner "police": title was "police" and became "Politie" / "Police".',
        ),
        (
            'to = "person"',
            'to = "person"\ncardinality = "one-to-one"',
            'link "case to person": cardinality was "many-to-many" and became "one-to-one".',
        ),
        (
            "[objects.report]",
            "[objects.report]\nmost_links = 40",
            'object type "report": most_links was absent and became 40.',
        ),
        ('unit = "case"', 'unit = "case"\ndormant_days = 100', "chain: dormant_days was 730 and became 100."),
        (
            '[objects.house]\npartner = "police"',
            '[objects.house]\npartner = "court"',
            'object type "house": partner was "police" and became "court".',
        ),
    ],
)
def test_a_change_is_told_and_may_be_adopted_under_a_new_version(replaced: str, by: str, change: str) -> None:
    assert replaced in NEXT
    text = NEXT.replace(replaced, by)
    assert changes(text) == (NEW_VERSION, change)
    assert faults_of_adoption(OLD, definition_from_text(text)) == ()


def test_a_new_link_is_told() -> None:
    text = NEXT + '[[links]]\nfrom = "house"\nto = "person"\npartner = "police"\n'
    assert changes(text) == (NEW_VERSION, 'link "house to person" was added.')


def test_another_order_of_partners_is_a_change() -> None:
    text = NEXT.replace("[partners.police]\n[partners.court]", "[partners.court]\n[partners.police]")
    assert changes(text)[1:] == (
        'partner "police": place in the chain was 0 and became 1.',
        'partner "court": place in the chain was 1 and became 0.',
    )


@pytest.mark.parametrize(
    ("replaced", "by", "refusal"),
    [
        ('id = "small"', 'id = "other"', 'this defines the chain "other", not "small". Give a definition of "small".'),
        ('version = "2"', 'version = "1"\nbasis = "law"', 'version "1" is in force with another content. Give the new'),
        ("Europe/Amsterdam", "Europe/Rome", 'the timezone was "Europe/Amsterdam" and would be "Europe/Rome", but what'),
        (
            '[activities.sent]\npartner = "police"',
            '[activities.sent]\npartner = "court"',
            'activity "sent": partner was "police" and would be "court", but what was received stays as it was.',
        ),
        (
            '[activities.sent]\npartner = "police"\nobject = "report"',
            '[activities.sent]\npartner = "police"\nobject = "case"',
            'activity "sent": object was "report" and would be "case", but',
        ),
        (
            '[attributes.size]\ntype = "integer"',
            '[attributes.size]\ntype = "number"',
            'attribute "size": type was "integer" and would be "number", but',
        ),
    ],
)
def test_what_would_make_stored_data_mean_something_else_is_refused(replaced: str, by: str, refusal: str) -> None:
    assert replaced in NEXT
    text = NEXT.replace(replaced, by).replace('sent = "sent"\n', 'sent = "filed"\n')
    text = text.replace('enters = ["filed"]\nleaves = ["sent"]', 'enters = ["filed"]\nleaves = ["judged"]')
    text = text.replace('object = "report"\nenters', "enters")
    (fault,) = faults_of_adoption(OLD, definition_from_text(text))
    assert fault.startswith(refusal)


def test_every_refusal_is_told_at_once() -> None:
    text = SMALL_CHAIN.replace('id = "small"', 'id = "other"').replace("Europe/Amsterdam", "UTC")
    text = text.replace('[attributes.size]\ntype = "integer"', '[attributes.size]\ntype = "date"')
    assert len(faults_of_adoption(OLD, definition_from_text(text))) == 3
