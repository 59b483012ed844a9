"""Text as all extractions read it: sentences, paragraphs without notes, citations, wrapped lines."""
