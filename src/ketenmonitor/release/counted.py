"""How each figure of a chain is counted, in words: from the definition, for who reads the figure and wants to know.

Comes in: a chain and one of its figures. Goes out: sentences. The promise: every event, condition, norm and limit that the
definition names for the figure is in them, by the names that people use.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketenmonitor.definition import Condition, Definition, Handover, LeadTime, Stock, Term
from ketenmonitor.wording import Language

Figure = LeadTime | Stock | Handover | Term


def counted(chain: Definition, figure: Figure, language: Language) -> tuple[str, ...]:
    """What counts and what does not, a sentence each."""
    match figure:
        case Handover():
            sent, received = (events(chain, (name,), language) for name in (figure.sent, figure.received))
            return (language.say("counted_handover", sent=sent, received=received),)
        case Stock():
            return tuple(_stock(chain, figure, language))
        case _:
            return tuple(_clock(chain, figure, language))


def way(chain: Definition, figure: LeadTime | Term, language: Language) -> tuple[str, ...]:
    """From which events to which."""
    starts, ends = (events(chain, names, language) for names in (figure.starts, figure.ends))
    said = [language.say("from_to", starts=starts, ends=ends)]
    if figure.other_ends:
        said.append(language.say("other_ends", ends=events(chain, figure.other_ends, language)))
    return tuple(said)


def events(chain: Definition, names: tuple[str, ...], language: Language) -> str:
    """Activities by their titles, each with the partner that reports it."""
    found = [chain.activities[name] for name in names]
    texts = [
        language.say(
            "activity",
            title=one.title.in_language(language.code),
            partner=chain.partners[one.partner].title.in_language(language.code),
        )
        for one in found
    ]
    return f" {language.say('or')} ".join(texts)


def _clock(chain: Definition, figure: LeadTime | Term, language: Language) -> Iterator[str]:
    yield from way(chain, figure, language)
    yield _per(chain, figure.object, language)
    if isinstance(figure, Term):
        yield language.say(f"counted_{figure.counting}", days=language.number(figure.days))
        yield from [language.say("counted_extend")] * figure.extend
        yield from [language.say("counted_basis", basis=figure.basis)] if figure.basis else []
        return
    yield from (_only(chain, condition, language) for condition in figure.where)
    if figure.norm:
        share, days = language.target(figure.norm.share), language.number(figure.norm.days)
        yield language.say("counted_norm", share=share, days=days)


def _stock(chain: Definition, figure: Stock, language: Language) -> Iterator[str]:
    enters, leaves = (events(chain, names, language) for names in (figure.enters, figure.leaves))
    yield language.say("counted_stock", enters=enters, leaves=leaves)
    yield _per(chain, figure.object, language)
    if figure.old_after_days is not None:
        yield language.say("counted_old", days=language.number(figure.old_after_days))


def _per(chain: Definition, object: str, language: Language) -> str:
    return language.say("counted_per", object=chain.objects[object].title.in_language(language.code).lower())


def _only(chain: Definition, condition: Condition, language: Language) -> str:
    attribute = chain.attributes[condition.attribute].title.in_language(language.code).lower()
    values = f" {language.say('or')} ".join(condition.values)
    return language.say("counted_only", attribute=attribute, values=values)
