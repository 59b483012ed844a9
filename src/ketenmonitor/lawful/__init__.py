"""What may be done with data of persons, by whom and why: the signed register of purposes.

- `read_register`: the register in a signed file; `faults_of_register`: all that is wrong with one; `sign_register`: signs it.
- `SUFFIX`: of the name of the signature beside it.
- `Register`: what is permitted; `Pseudonyms`, `Purpose`, `Period`: the parts of it.
- `NoGround`: why nothing permits what was asked.
"""

from ketenmonitor.lawful.purposes import NoGround, Period, Pseudonyms, Purpose, Register
from ketenmonitor.lawful.read import SUFFIX, faults_of_register, read_register, sign_register

__all__ = [
    "SUFFIX",
    "NoGround",
    "Period",
    "Pseudonyms",
    "Purpose",
    "Register",
    "faults_of_register",
    "read_register",
    "sign_register",
]
