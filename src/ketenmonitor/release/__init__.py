"""What is published: pages, documents and tables, from protected figures only.

Making
- `Content`, `files_of`, `datasets_of`: what a release says, as files and as tables.
- `Before`: the release before it.
- `PROVENANCE`: the file that says what it was made from. `PAGE_VALUES`: the name of the file with the page as values, by language.
- `Dataset`, `dataset_of`, `State`, `Value`, `cells_of`: tables and their cells before any format.
- `columns_of`: what the columns of a measure are called, each a `Column`. `Table`, `Row`, `Cell`: a table of a page, as texts.
- `counted`: how a `Figure` of a definition is counted, in words of `page_language`.
- `Revision`, `changed_cells`: what was published before and says something else now.
- `Letter`, `Section`, `Picture`, `docx_of`, `letter_pdf_of`, `pdf_of`: documents of their own.
- `lead_time_image`: the picture of one lead time, to stand by itself.

Sealing
- `sealed`, `SEAL`, `MANIFEST`, `write_folder`: a manifest with hashes and its signature; a folder whole or not at all.
- `check_free`: refuse a folder that has something in it.
- `read_folder`, `manifest_of`, `faults_of_seal`, `public_key_of`: what a folder holds, and whether it is as it was sealed.
"""

from ketenmonitor.release.compose import PROVENANCE, Content, datasets_of, files_of
from ketenmonitor.release.counted import Figure, counted
from ketenmonitor.release.dataset import Column, Dataset, State, Value
from ketenmonitor.release.datasets import columns_of, dataset_of
from ketenmonitor.release.docx_file import docx_of
from ketenmonitor.release.image import lead_time_image
from ketenmonitor.release.letter import Letter, Picture, Section, letter_pdf_of
from ketenmonitor.release.page_values import PAGE_VALUES
from ketenmonitor.release.pdf import pdf_of
from ketenmonitor.release.revisions import Before, Revision, cells_of, changed_cells
from ketenmonitor.release.seal import (
    MANIFEST,
    SEAL,
    check_free,
    faults_of_seal,
    manifest_of,
    public_key_of,
    read_folder,
    sealed,
    write_folder,
)
from ketenmonitor.release.tables import Cell, Row, Table
from ketenmonitor.release.words import page_language

__all__ = [
    "MANIFEST",
    "PAGE_VALUES",
    "PROVENANCE",
    "SEAL",
    "Before",
    "Cell",
    "Column",
    "Content",
    "Dataset",
    "Figure",
    "Letter",
    "Picture",
    "Revision",
    "Row",
    "Section",
    "State",
    "Table",
    "Value",
    "cells_of",
    "changed_cells",
    "check_free",
    "columns_of",
    "counted",
    "dataset_of",
    "datasets_of",
    "docx_of",
    "faults_of_seal",
    "files_of",
    "lead_time_image",
    "letter_pdf_of",
    "manifest_of",
    "page_language",
    "pdf_of",
    "public_key_of",
    "read_folder",
    "sealed",
    "write_folder",
]
