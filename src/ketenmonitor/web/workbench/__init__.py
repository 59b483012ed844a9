"""The workbench: every measure with every filter, for analysts. Internal: labelled so, and logged before it answers."""
