"""What is published: pages and documents, from protected figures only.

- `write_page`: one self-contained page of a chain, in Dutch or English.
- `pdf_of`: a page as a PDF that a screen reader can read.
- `Letter`, `docx_of`, `letter_pdf_of`: the annex of a letter, as a Word document and as a PDF.
- `lead_time_image`: the picture of one lead time, to stand by itself.
"""

from ketenmonitor.release.docx_file import docx_of
from ketenmonitor.release.image import lead_time_image
from ketenmonitor.release.letter import Letter, letter_pdf_of
from ketenmonitor.release.page import write_page
from ketenmonitor.release.pdf import pdf_of

__all__ = ["Letter", "docx_of", "lead_time_image", "letter_pdf_of", "pdf_of", "write_page"]
