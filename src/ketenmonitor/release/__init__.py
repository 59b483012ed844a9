"""What is published: pages, from protected figures only.

- `write_page`: one self-contained page of a chain, in Dutch or English.
- `lead_time_image`: the picture of one lead time, to stand by itself.
"""

from ketenmonitor.release.image import lead_time_image
from ketenmonitor.release.page import write_page

__all__ = ["lead_time_image", "write_page"]
