"""From objects to chain cases along declared links, and how well that went.

- `Cases`: which objects and events belong to which case; what reaches no unit; which links are odd.
"""

from ketenmonitor.linking.cases import Cases

__all__ = ["Cases"]
