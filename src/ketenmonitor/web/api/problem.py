"""What goes wrong, as a program reads it: what the monitor says at each status where nobody said more.

Comes in: a status and a sentence. Goes out: an answer, as every interface of ours gives it.
"""

from __future__ import annotations

from functools import partial

from ketenmonitor.api import problem as problem_of

# What to do, where the program that found it said nothing itself.
DETAILS = {
    400: "This cannot be asked. What is right stands in /v1/openapi.json.",
    401: "Who asks for this has to log in first.",
    403: "This needs a role that you do not have.",
    404: "There is nothing here, or nothing for you. What there is begins at /v1/ketens; addresses do not end with /.",
    405: "This cannot be done here. The header Allow says what can.",
    406: "None of the media types in Accept can be given. Right is application/json, or what /v1/openapi.json says.",
    408: "This took too long to come. Send it again.",
    409: "Something else is there already.",
    413: "This is larger than what is taken in here. docs/how-to/receive-over-http.md says how large it may be.",
    415: "This is of another media type than what is taken in here. /v1/openapi.json says which.",
    429: "Too much was asked in a short time. Retry-After says after how many seconds it can be asked again.",
    500: "Something went wrong here.",
    503: "This cannot be answered now. Try again in a while.",
}

problem = partial(problem_of, details=DETAILS)
