"""What may be done with data of persons, by whom and why: the signed register of purposes.

- `read_register`: the register in a signed file; `faults_of_register`: all that is wrong with one; `sign_register`: signs it.
- `SUFFIX`: of the name of the signature beside it.
- `Register`: what is permitted; `Processing`, `Pseudonyms`, `Purpose`, `Period`: the parts of it; `Who`: to whom.
- `Inquiries`, `inquiring`: who may ask a holder whether it knows a person, and what permits one question.
- `Standing`: the register as it is now; `see`, `see_in`: remember which one was seen, so that none comes back, in a file named `SEEN`.
- `NoGround`: why nothing permits what was asked.
"""

from ketenmonitor.lawful.inquiries import inquiring
from ketenmonitor.lawful.processing import NoGround, Processing, Purpose, Who
from ketenmonitor.lawful.purposes import Inquiries, Period, Pseudonyms, Register
from ketenmonitor.lawful.read import SUFFIX, faults_of_register, read_register, sign_register
from ketenmonitor.lawful.standing import SEEN, Standing, see, see_in

__all__ = [
    "SEEN",
    "SUFFIX",
    "Inquiries",
    "NoGround",
    "Period",
    "Processing",
    "Pseudonyms",
    "Purpose",
    "Register",
    "Standing",
    "Who",
    "faults_of_register",
    "inquiring",
    "read_register",
    "see",
    "see_in",
    "sign_register",
]
