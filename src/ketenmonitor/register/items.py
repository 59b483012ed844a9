"""What is found in a paper. Each item has its place in the source, the rule that found it, and how sure that rule is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ketenmonitor.register.paper import Paper, Place


@dataclass(frozen=True)
class Moment:
    """A due moment as an interval, never an invented date.

    `text` is how the paper says it; `relation`: before, by, in, after, past or none; `earliest` and `latest` are the days between
    which it falls, both included (None: open on that side, or no moment is named); `precision`: day, month, quarter,
    half, season, recess, year part, year, event, document, none; `rule` names the rule of the grammar; `anchor` is the event or document
    on which it hangs, if any; `assumptions` say what was taken for granted.
    """

    text: str
    relation: str
    earliest: date | None
    latest: date | None
    precision: str
    rule: str
    anchor: str | None = None
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A reference to a parliamentary paper. `kind`: kamerstuk, aanhangsel, handelingen, toezegging, zaak, document or staatsblad.

    `session` as 2025/26, `dossier` as 36800-VI or 29628, `number` the number of the paper; `identifier` for zaak and
    document numbers (2025Z18295, 2025D04328) and commitments (TZ202603-160); None where the text does not say.
    """

    kind: str
    text: str
    session: str | None = None
    dossier: str | None = None
    number: int | None = None
    identifier: str | None = None
    chamber: str | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Person:
    """Somebody in office as the paper names them, with the party where the paper says it."""

    name: str
    party: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Question:
    """One question with its answer. `refers_to`: the questions (of the same set) whose answer it points to.

    `set`: the question set within the paper, from 1 (None: the paper is one set). `number` as printed or, where nothing is
    printed, `index` in order within the set. `refers_elsewhere`: what it points to outside the set, as the paper says it.
    `resolved` is the text of the answer it points to, if its own answer does no more than point; `repeat_of` is the
    (set, index) of which this is a literal repeat; `put_off`: the notice in the paper that the answer comes later.
    """

    question: str
    answer: str | None
    place: Place
    rule: str
    confidence: float
    set: int | None = None
    number: int | None = None
    index: int | None = None
    section: str | None = None
    asker: str | None = None
    party: str | None = None
    addressee: tuple[str, ...] = ()
    refers_to: tuple[int, ...] = ()
    refers_elsewhere: tuple[str, ...] = ()
    resolved: str | None = None
    answer_place: Place | None = None
    repeat_of: tuple[int, int] | None = None
    put_off: str | None = None


@dataclass(frozen=True)
class QuestionSet:
    """A set of questions in a paper: title (None: the heading is missing), who asks, whom."""

    number: int
    place: Place
    title: str | None = None
    askers: tuple[Person, ...] = ()
    addressees: tuple[Person, ...] = ()
    repeat_of: int | None = None


@dataclass(frozen=True)
class Motion:
    """A motion as a paper names it: one a paper, however often it is mentioned. `status`: done, in progress, not executed, mentioned."""

    name: str
    party: str | None
    topic: str | None
    reference: Reference | None
    status: str
    text: str
    place: Place
    rule: str
    confidence: float
    also: tuple[Place, ...] = ()
    other_references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Commitment:
    """Something checkable that a minister, the cabinet or a government body undertakes. `text`: the sentence.

    `status`: open or done (declared settled in this very paper). `kind`: inform, deliver law, research, decide, act, other.
    `reference` and `found_in`: the paper or number it is known by and where it was made, where an overview says so.
    """

    who: str | None
    what: str
    text: str
    due: Moment | None
    kind: str
    status: str
    place: Place
    rule: str
    confidence: float
    also: tuple[Place, ...] = ()
    reference: Reference | None = None
    found_in: str | None = None


@dataclass(frozen=True)
class Settled:
    """A motion or commitment that the paper itself declares settled. `kind`: motion or commitment; `place`: of the declaration."""

    kind: str
    name: str
    reference: Reference | None
    text: str
    place: Place
    heading: Place | None
    rule: str
    confidence: float
    other_references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Fulfilment:
    """An older commitment that a sentence says this paper keeps ("zoals toegezegd in het debat van 14 mei"), without declaring
    it settled. `about`: what is done by it; `moment`: the day on which it was made; `said_in`: the debate or paper, as said."""

    text: str
    about: str
    reference: Reference | None
    moment: Moment | None
    said_in: str | None
    place: Place
    rule: str
    confidence: float


@dataclass(frozen=True)
class StatedFigure:
    """A figure as a paper states it. `change`: absolute, or relative where the paper gives a difference ("gestegen met 8 %"; the
    value has the sign of the direction) and `against` what that is compared with ("ten opzichte van 2025"), or the level before ("van 210
    naar 180 dagen"). `is_term`: a term or a threshold ("binnen 5 dagen"), no measurement. `said_by`: member, government or None."""

    value: float
    unit: str
    period: str | None
    text: str
    place: Place
    rule: str
    confidence: float
    about: str | None = None
    period_begin: date | None = None
    period_end: date | None = None
    change: str = "absolute"
    against: str | None = None
    is_term: bool = False
    said_by: str | None = None


@dataclass(frozen=True)
class Extraction:
    """All that was found in one paper. `kind`: budget_answers, question_sets, policy_letter, progress_annex, consultation,
    official_questions or unknown; `notes`: what could not be read and how far that reaches."""

    paper: Paper
    kind: str
    questions: tuple[Question, ...] = ()
    sets: tuple[QuestionSet, ...] = ()
    motions: tuple[Motion, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    settled: tuple[Settled, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = field(default=())
    fulfilments: tuple[Fulfilment, ...] = ()
