"""One exception per person who must act, each with its exit status.

    KetenmonitorError            something a person must mend; printed without a traceback
      DefinitionError     1      who writes a definition file or a register of purposes: all its faults at once
      PurposeError        1      who keeps the register of purposes: not signed as it should be, or older than one seen before;
                                 or who asks for data of cases without a purpose of it that fits
      MappingError        1      who describes an extract: all faults of the mapping at once
      DeliveryError       1      who makes a delivery or a log: cannot be read at all, so not even refused
      RecordsError        1      who links records of persons: files or settings that do not serve
      MisuseError         1      who assesses looks: files or settings that do not serve
      ScenarioError       1      who describes a measure to try out: all that is impossible or contradictory at once
      PaperError          1      who brings a parliamentary paper: cannot be read at all
      StorageError        1      who runs the monitor: disk full, home damaged, another writer busy
      NotFoundError       1      who asks for a case, chain or version that is not there
      TransparencyError   1      who watches a log: it is not what was signed before, or nobody who is believed signed it
      DisclosureError     1      who publishes: the door stays shut
      ServiceError        1      who asks a service of another organisation: it is not reached, or does not do what was asked
      SimulationError     1      who plays a scenario: a model that cannot be played, or a process that died over it
      UsageError          2      who types: a measure, attribute or option that does not exist

Odd *data* are not exceptions but values: refusals, quarantined rows and findings (`intake`). Anything else that is
raised is a mistake of ours and may crash. No message ever holds a value from a delivery: it may be about a person.
"""

from __future__ import annotations


class KetenmonitorError(Exception):
    """Something a person must mend. The message says what and where, what is right, and what to do."""

    exit_status = 1


class DefinitionError(KetenmonitorError):
    """A file that a person writes, with faults; `faults` holds all of them, each a printable line."""

    def __init__(self, faults: tuple[object, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class PurposeError(KetenmonitorError):
    """A register of purposes that may not be relied on, or that does not permit what was asked; `code` says why, for logs."""

    def __init__(self, message: str, code: str = "register-not-in-force") -> None:
        self.code = code
        super().__init__(message)


class MappingError(KetenmonitorError):
    """A mapping file with faults; `faults` holds all of them, each a printable line."""

    def __init__(self, faults: tuple[object, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class DeliveryError(KetenmonitorError):
    """A delivery or log that cannot be read at all."""


class RecordsError(KetenmonitorError):
    """Two files of persons that cannot be linked, or the settings for it."""


class MisuseError(KetenmonitorError):
    """Tables of looks that cannot be assessed, or the settings for it."""


class ScenarioError(KetenmonitorError):
    """A scenario with faults; `faults` holds all of them, each a printable line."""

    def __init__(self, faults: tuple[object, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class PaperError(KetenmonitorError):
    """A parliamentary paper that cannot be read at all."""


class StorageError(KetenmonitorError):
    """The home cannot be read or written now; nothing was changed."""


class NotFoundError(KetenmonitorError):
    """What was asked for is not in the monitor."""


class TransparencyError(KetenmonitorError):
    """A log, a checkpoint or a proof of a log that cannot be relied on."""


class DisclosureError(KetenmonitorError):
    """These figures may not go out."""


class ServiceError(KetenmonitorError):
    """A service of another organisation is not reached, or does not do what was asked; asking again loses nothing."""


class SimulationError(KetenmonitorError):
    """A model that cannot be played, or a simulation that was stopped from outside."""


class UsageError(KetenmonitorError):
    """The command does not fit the chain: the message lists what does."""

    exit_status = 2
