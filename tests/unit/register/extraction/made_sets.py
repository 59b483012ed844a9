"""Question sets of random structure, with what is true of them: for tests of their segmentation."""

from __future__ import annotations

import random
from dataclasses import dataclass

SUBJECTS = {
    "havenlichten": "de vuurtorens langs de Waddenkust",
    "muziekles": "het muziekonderwijs op basisscholen",
    "dijkschapen": "de begrazing van zeedijken door schapen",
    "fietsenstalling": "de fietsenstallingen bij intercitystations",
    "zwembad": "het verdwijnen van openluchtbaden",
    "stemlokaal": "de toegankelijkheid van stemlokalen",
    "veerpont": "de vaartijden van veerponten",
    "moestuin": "de wachtlijsten voor volkstuinen",
}
FIRST = (
    "Bent u bekend met het bericht «Zorgen over {word}»?1",
    "Kent u het artikel «Wat gebeurt er met {about}?» (Dagblad van Elders, 3 maart)?1",
    "Heeft u kennisgenomen van de uitzending over {about} van 12 april jl.?1",
    "Heeft u het rapport «Toekomst van {word}» gelezen?1",
)
NEXT = (
    "Kunt u aangeven hoe vaak {about} in de afgelopen vijf jaar is onderzocht? Zo nee, waarom niet?",
    "Deelt u de mening dat {about} meer aandacht verdient? Zo ja, waarom? Zo nee, waarom niet?",
    "Hoe beoordeelt u de gevolgen voor omwonenden van {word}?",
    "In hoeverre is er overleg met gemeenten over {word}? Wat kwam daaruit?",
    "Klopt het dat {about} niet langer wordt bekostigd? Kunt u dat toelichten?",
    "Welke stappen zijn er gezet sinds het vorige debat over {about}, en wanneer ziet de Kamer daar iets van?",
    "Waarom is er in het noorden geen {word} en in het zuiden wel?",
    "Bestaat er een overzicht van {about}? Indien niet, bent u bereid dat te laten maken?",
    "Vindt u ook dat {about} «een zaak van ons allemaal» is, zoals de burgemeester zei: «Wij kunnen dit niet alleen.»?",
    "Wilt u met de betrokkenen bij {word} in gesprek gaan. Zo ja, op welke termijn",
    "Kunt u voor elk van de volgende jaren aangeven hoeveel {word} er was:\n- 2021;\n- 2022, en zo nee, waarom niet?",
    "Wat is uw oordeel over de volgende punten?\na. Wie houdt toezicht op {about}?\nb. Hoe vaak gebeurt dat?",
    "Er verdwijnt elk jaar een {word}. Wat is uw verklaring daarvoor?",
)
LAST = (
    "Kunt u deze vragen afzonderlijk beantwoorden?",
    "Wilt u deze vragen één voor één beantwoorden, voor het debat van volgende maand.",
    "Ten slotte: kunt u toezeggen dat de Kamer vóór de herfst wordt geïnformeerd over {word}?",
)
ANSWERS: tuple[tuple[str, ...], ...] = (
    ("Ja.",),
    ("Nee, daar heb ik geen aanwijzingen voor.",),
    ("Het kabinet hecht belang aan {about}. Ik blijf hierover met de provincies in gesprek.",),
    (
        "De gevraagde cijfers zijn niet beschikbaar. In de registratie wordt {word} niet apart bijgehouden.",
        "Wel is bekend dat {about} vooral in kleinere gemeenten speelt.2",
        "Ik zal uw Kamer hier voor het einde van het jaar over informeren.",
    ),
    (
        "Het overzicht ziet er als volgt uit:",
        "Regio",
        "2023",
        "14",
        "2024",
        "1.022",
        "- waarvan nieuw: 12",
        "- waarvan hersteld: 3",
        "Bron: eigen telling van de regio's.",
    ),
    (
        "In het verslag «Waarheen met {word}? Een verkenning» wordt ingegaan op de vraag wie dit betaalt. Dat verslag is openbaar.",
        "Welke gemeenten meedoen, verschilt per jaar.",
    ),
    ("Wat ik daarmee bedoelde is dat {about} een taak is van de gemeenten zelf.",),
    ("Uw vraag ziet op een afzonderlijk geval. Daarover doe ik geen mededelingen.",),
)
PEOPLE = ("Jet van Zanten (ABC)", "Omar el Idrissi (Groen-XYZ)", "Wil de Wit (Q66)", "An Brink (UVW)")
OFFICES = ("Karel Bos (minister , minister )", "Zwart", "Noor Vis (staatssecretaris ) , Bruin (ABC)")


@dataclass(frozen=True)
class MadeQuestion:
    """What is true of a question: its set, its index, its text, its answer."""

    set: int
    index: int
    question: str
    answer: str | None


@dataclass(frozen=True)
class MadeSets:
    """A made-up paper and what is true of it."""

    text: str
    questions: tuple[MadeQuestion, ...]
    repeat_of: dict[int, int]


def made_sets(seed: int) -> MadeSets:
    """A paper with 2 to 6 sets: with and without headings, with and without answers, some of them twice."""
    rng = random.Random(seed)
    lines: list[str] = []
    questions: list[MadeQuestion] = []
    repeats: dict[int, int] = {}
    told: list[list[tuple[str, tuple[str, ...]]]] = []
    for number, (word, about) in enumerate(rng.sample(sorted(SUBJECTS.items()), rng.randint(2, 6)), 1):
        again = rng.random() < 0.2 and number > 1
        if again:
            repeats[number] = 1 + rng.randrange(number - 1)
            repeats[number] = repeats.get(repeats[number], repeats[number])
        told.append(told[repeats[number] - 1] if again else _set(rng, word, about))
        if number == 1 or rng.random() < 0.6:
            lines += _heading(rng, about)
        for index, (question, answer) in enumerate(told[-1], 1):
            lines += [*question.split("\n"), *answer]
            questions.append(MadeQuestion(number, index, question.replace("\n", " "), " ".join(answer) or None))
    return MadeSets("\n".join(lines), tuple(questions), repeats)


def _heading(rng: random.Random, about: str) -> list[str]:
    people = ", ".join(rng.sample(PEOPLE, rng.randint(1, 3)))
    title, office = about[0].upper() + about[1:], rng.choice(OFFICES)
    if rng.random() < 0.7:
        return [f"{title} |", "|", f"{people} |", "|", f"{office} |", "|", "![]() |"]
    return [title, people, office]


def _set(rng: random.Random, word: str, about: str) -> list[tuple[str, tuple[str, ...]]]:
    """Questions with their answers; an answer of no lines is none."""
    answered = rng.random() < 0.6
    asked = [rng.choice(FIRST), *rng.sample(NEXT, rng.randint(2, 7))]
    if rng.random() < 0.6:
        asked.append(rng.choice(LAST))
    made: list[tuple[str, tuple[str, ...]]] = []
    for index, question in enumerate(asked, 1):
        answer: tuple[str, ...] = ()
        if answered:
            pointing = index > 2 and rng.random() < 0.25
            answer = (f"Zie antwoord vraag {rng.randint(2, index - 1)}.",) if pointing else rng.choice(ANSWERS)
        made.append(
            (question.format(word=word, about=about), tuple(line.format(word=word, about=about) for line in answer))
        )
    return made
