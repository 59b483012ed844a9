"""What was published, for programs: chains, releases, their tables and files. Knows `release` and `web.public` only.

- `router`: its routes.
"""

from ketenmonitor.web.api.released.routes import router

__all__ = ["router"]
