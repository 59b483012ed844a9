"""The monitor in a browser: pages and an interface for programs. It computes nothing of its own.

- `create_app`: the application of a home.
- `ROUTES`: every route with its name, for `access` and for tests. `TABLE`: who may use which; `PROCESSING`: what which does with data of cases.
- `password_of`: what to put in the settings for the password of a local account.
- `serve`: run it.
"""

from ketenmonitor.web.access import PROCESSING, TABLE
from ketenmonitor.web.app import ROUTES, create_app
from ketenmonitor.web.login import password_of
from ketenmonitor.web.serving import serve

__all__ = ["PROCESSING", "ROUTES", "TABLE", "create_app", "password_of", "serve"]
