"""Abbreviations of Dutch parliamentary papers, as data for the sentence splitter.

A full stop after one of `INSIDE` never ends a sentence: a name, a number or the rest of the phrase follows. After one of
`MAY_END` it does where a capital follows ("op 5 juni jl. Het kabinet ..."). Shapes such as "t.b.v." need no entry: single
letters with full stops are read as abbreviations by their shape.
"""

_INSIDE = (
    "art. artt. afd. bijv. bv. blz. ca. dd. dhr. div. dr. drs. evt. excl. fig. gem. hfst. hr. ing. ir. incl. "
    "jr. kst. max. mevr. min. mr. mw. nl. no. nr. nrs. nrn. nt. ong. p. pag. par. pp. prof. red. resp. secr. "
    "st. stb. stct. stcrt. stuks. tel. tit. tnv. tav. vgl. vnl. voorz. vs. zgn. z.g. aanh. jan. feb. febr. "
    "mrt. apr. jun. jul. aug. sep. sept. okt. nov. dec. inz. m.n. n.a.v. o.l.v. d.w.z."
)
_MAY_END = (
    "jl. l.l. ll. a.s. as. c.s. cs. e.d. e.a. e.v. ev. enz. etc. mln. mld. mrd. bv. b.v. n.v. nv. s.v. p.m. "
    "p.j. p.p. n.v.t. a.i. i.o. b.d. v.l.n.r. m.e.r. u. km. kg. tk. ek."
)
INSIDE = frozenset(_INSIDE.split())
MAY_END = frozenset(_MAY_END.split())
