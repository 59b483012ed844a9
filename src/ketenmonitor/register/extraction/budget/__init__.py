"""Budget answers: a table of numbered questions and answers, of which the columns were mixed up."""
