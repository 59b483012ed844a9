"""What a stock and what enters it will be if nothing changes: a forecast, with intervals, and how good it was so far.

- `Series`, `series_of`: one number a month, as measured.
- `forecast`, `Forecast`, `Expected`, `Score`: the months to come, by the way that did best on months held out, beside two naive ones.
"""

from ketenmonitor.whatif.forecast.chosen import Forecast, forecast
from ketenmonitor.whatif.forecast.models import Expected
from ketenmonitor.whatif.forecast.scores import Score
from ketenmonitor.whatif.forecast.series import Series, series_of

__all__ = ["Expected", "Forecast", "Score", "Series", "forecast", "series_of"]
