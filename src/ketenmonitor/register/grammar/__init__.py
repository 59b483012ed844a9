"""How Dutch papers say when, which paper and who: grammars that can be read and tested."""
