"""The questions on an object-centric log that r4pm answers: `python -m benchmarks.sizes.objects_r4pm FOLDER`.

It counts paths and variants of the objects of a type, here of cases, through the events that name them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.sizes.questions import Asked


def main(folder: Path) -> None:
    """Read the log, and answer what it can."""
    asked = Asked()
    with asked.step("start"):
        import r4pm
        from r4pm import bindings
    with asked.step("load"):
        log = r4pm.import_item("SlimLinkedOCEL", str(folder / "log.sqlite"))
    with asked.step("paths"):
        counts = [times for _, times in bindings.get_dfg_of_object_type(log, "case")]
        asked.say(path_pairs=len(counts), path_times=sum(counts))
    with asked.step("variants"):
        cases = [n for _, n in bindings.get_variants_of_object_type(log, "case")]
        asked.say(variants=len(cases), variant_top=max(cases))
    asked.finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
