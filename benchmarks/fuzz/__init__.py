"""Throw anything at the readers: `python -m benchmarks.fuzz --minutes 60 [FORMAT...]`.

Any input gives a result or a refusal, in bounded time, and of what is accepted no row is lost. Whatever else happens is
a crash: its input is kept in a folder outside the repository, and it becomes a regression test.

`formats` is the table of what is read and how to make it odd; `mutate` damages bytes; `samples` has what is sound;
`slices` runs a piece in a process of its own, so that also a reader that dies is caught.
"""
