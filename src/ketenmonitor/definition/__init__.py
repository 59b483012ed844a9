"""What a chain is: one TOML file, read, checked as a whole, explained to partners, and compared with its predecessor.

Reading
  read_definition        the chain that a file describes; `DefinitionError` with every fault otherwise
  known_definition       the same, read once for as long as the file is the same
  definition_from_text   the same for a text
  faults_of              all faults of a file, in the order of its lines
  Fault                  one of them: file, line, place, code, what is wrong, what would be right

Explaining and following
  data_dictionary        what a partner's data engineer needs, as Markdown, in Dutch or English
  changes_between        what one version says otherwise than another, in sentences
  faults_of_adoption     why a version cannot follow the one in force, in sentences
  shipped_definitions    the ids of the chains that come with the program
  shipped_definition     the file of one of them

What a definition holds (`model.py`; the others are its parts)
  Definition             one chain, whole and sound
  Title                  a text for people, in Dutch and English
  Partner                an organisation that delivers
  ObjectType             what an identifier stands for
  Link                   a declared kind of link between two object types
  Attribute              a declared property
  Activity               something that can happen
  Condition              an attribute has one of these values
  Norm                   a share of cases within a number of days
  LeadTime               from a start to an end, across partners
  Pause                  time in which the clock stands still
  Stock                  objects that entered and have not left
  Handover               work that passes from one partner to the next
  Term                   a limit that a single case must meet
  Theme                  a named sub-population
  Difference             why a figure of a partner need not be the one that is computed
  Publication            what may be published: measures, breakdowns, periods, and how stocks are protected
  Letter                 the annex to a letter: its stocks and reference dates


What others must write in the same way
  IDENTIFIERS            kinds of identifiers that are written in one way only
  COLUMNS                the columns that every delivery has, file by file
  RESERVED               the names of all these columns: no attribute has one of them
  written                a value as the store keeps it
  conditions_of          the conditions that a `where` asks
  check_condition        what is wrong with the values that it asks of an attribute
"""

from ketenmonitor.definition.changes import changes_between, faults_of_adoption
from ketenmonitor.definition.columns import COLUMNS, RESERVED
from ketenmonitor.definition.conditions import check_condition, conditions_of, written
from ketenmonitor.definition.declared import IDENTIFIERS, Activity, Attribute, Link, ObjectType, Partner
from ketenmonitor.definition.dictionary import data_dictionary
from ketenmonitor.definition.model import (
    Condition,
    Definition,
    Handover,
    LeadTime,
    Norm,
    Pause,
    Stock,
    Term,
    Theme,
)
from ketenmonitor.definition.publishable import Difference, Letter, Publication
from ketenmonitor.definition.read import definition_from_text, faults_of, known_definition, read_definition
from ketenmonitor.definition.shipped import shipped_definition, shipped_definitions
from ketenmonitor.definition.title import Title
from ketenmonitor.toml import Fault

__all__ = [
    "COLUMNS",
    "IDENTIFIERS",
    "RESERVED",
    "Activity",
    "Attribute",
    "Condition",
    "Definition",
    "Difference",
    "Fault",
    "Handover",
    "LeadTime",
    "Letter",
    "Link",
    "Norm",
    "ObjectType",
    "Partner",
    "Pause",
    "Publication",
    "Stock",
    "Term",
    "Theme",
    "Title",
    "changes_between",
    "check_condition",
    "conditions_of",
    "data_dictionary",
    "definition_from_text",
    "faults_of",
    "faults_of_adoption",
    "known_definition",
    "read_definition",
    "shipped_definition",
    "shipped_definitions",
    "written",
]
