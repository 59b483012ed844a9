"""What every interface for programs of ours has in common, by the NLGov REST API Design Rules 2.2.1.

- `problem`, `Problem`, `Fault`, `faults_of`, `MEDIA_TYPE`: what goes wrong, as RFC 9457 says it.
- `limited`: a request of which the body is not read beyond a limit.
- `add_common`, `add_answers`, `problems`: what all OpenAPI documents of ours say.
- `LOGGING`: how a service writes its own log: a JSON object a line, without what is about a person.
"""

from ketenmonitor.api.body import limited
from ketenmonitor.api.document import add_answers, add_common, problems
from ketenmonitor.api.lines import LOGGING
from ketenmonitor.api.problem import MEDIA_TYPE, Fault, Problem, faults_of, problem

__all__ = [
    "LOGGING",
    "MEDIA_TYPE",
    "Fault",
    "Problem",
    "add_answers",
    "add_common",
    "faults_of",
    "limited",
    "problem",
    "problems",
]
