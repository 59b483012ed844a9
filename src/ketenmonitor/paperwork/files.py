"""All paperwork of a home, as files.

    processing-register.json, .docx, .pdf    the register of processing activities
    impact-assessment.json, .docx, .pdf      the factual part of a data-protection impact assessment
    access-matrix.json, .csv, .docx, .pdf    who may do what
    dictionaries/CHAIN/PARTNER.md            what each partner delivers

Comes in: `Facts` and a language. Goes out: bytes by path. The promise: the same home on the same day gives the same bytes.
"""

from __future__ import annotations

import json
from typing import Any

from ketenmonitor.definition import data_dictionary
from ketenmonitor.paperwork.assessment import assessment_facts, assessment_letter
from ketenmonitor.paperwork.facts import Facts
from ketenmonitor.paperwork.matrix import access_matrix, matrix_letter, permissions_csv
from ketenmonitor.paperwork.processing import processing_register, register_letter
from ketenmonitor.paperwork.said import paper_language
from ketenmonitor.release import docx_of, letter_pdf_of


def paperwork_files(facts: Facts, code: str) -> dict[str, bytes]:
    """Every file. `code`: the language of the documents; JSON is the same in both."""
    language, files = paper_language(code), {}
    said = {
        "processing-register": (processing_register(facts), register_letter(facts, language)),
        "impact-assessment": (assessment_facts(facts), assessment_letter(facts, language)),
        "access-matrix": (access_matrix(facts), matrix_letter(facts, language)),
    }
    for name, (values, letter) in said.items():
        files[f"{name}.json"] = _json(values)
        files[f"{name}.docx"] = docx_of(letter, language, facts.day)
        files[f"{name}.pdf"] = letter_pdf_of(letter, language, facts.day)
    files["access-matrix.csv"] = permissions_csv(facts)
    for chain in facts.chains:
        for partner in chain.partners:
            files[f"dictionaries/{chain.id}/{partner}.md"] = data_dictionary(chain, code, partner).encode()
    return files


def _json(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()
