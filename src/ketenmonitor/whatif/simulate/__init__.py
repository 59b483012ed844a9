"""Plays a chain as a network of queues, by chance that is the same whenever the same is asked.

Comes in: a model and the cases that stand in it. Goes out: every visit of every case; for many replications what is made of each. The
promise: the same seed gives the same result on any machine, with any number of processes.
"""

from ketenmonitor.whatif.simulate.play import play
from ketenmonitor.whatif.simulate.replicate import Crew, nobody, replicate
from ketenmonitor.whatif.simulate.scale import scale_for, scaled, stretched

__all__ = ["Crew", "nobody", "play", "replicate", "scale_for", "scaled", "stretched"]
