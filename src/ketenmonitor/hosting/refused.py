"""That something is not done, and why.

Comes in: nothing. Goes out: `Refused` to raise. The promise: neither its code nor its sentence has anything of an element, a key or an
identifier.
"""

from __future__ import annotations


class Refused(Exception):
    """`status`: of the answer; `code`: for the log; the sentence: for who asked. `wait`: after how many seconds to ask again.

    `is_noted`: whether it stands in the log already, so that who asks too much does not fill it.
    """

    is_noted = False

    def __init__(
        self, status: int, code: str, sentence: str, wait: int | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence = status, code, sentence
        self.headers = {**(headers or {}), **({} if wait is None else {"Retry-After": str(wait)})}
