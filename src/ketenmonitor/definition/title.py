"""A text for people in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    """A text for people, in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.nl
