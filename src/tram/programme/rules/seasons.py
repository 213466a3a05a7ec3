"""A model of the months to come: exponential smoothing with trend and season (statsmodels), simulated many times.

The volume of a month (as a logarithm, so that it never falls below nothing) and the share of it that goes by post (as
log odds, so that it stays a share) are smoothed apart; of the dossiers that a path brings, chance sends as many by post
as its share says. The same history makes the same outlook. The library is imported when it is asked: a page never asks.
"""

import warnings
from collections.abc import Sequence
from itertools import dropwhile
from typing import Any

from tram.programme.rules.forecast import Method, MonthCount, Outlook, method_for, permille

PATHS = 400
SEED = 125
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""Four of five paths end between the outer two."""
_YEAR = 12
_LEAST_FREE = 3
_DRAWN = 2.0
"""How many dossiers of the usual share are added to each month."""
_MOST = 20
"""No month brings more than so many times the busiest one."""
_SMOOTHED = {Method.LEVEL: 2, Method.TREND: 5, Method.SEASONAL: 6}
"""How many figures each model fits, besides the seasons themselves."""


def outlook(
    history: Sequence[MonthCount], this_year: int, begun: MonthCount | None = None
) -> Outlook:
    """Where the year will end, from whole months (the oldest first), the last `this_year` of which are of the year.

    `begun`: what the month that is not over has so far; the year never ends with less than has been counted.
    Months before the first dossier are no history.
    """
    done = history[len(history) - this_year :]
    top, bottom = sum(m.numerator for m in done), sum(m.denominator for m in done)
    left = _YEAR - this_year
    if not left:
        share = permille(top, bottom)
        return Outlook(Method.ENDED, len(history), top, bottom, share, share, share)
    known = list(dropwhile(lambda month: not month.denominator, history))
    method = method_for(len(known))
    if method is Method.NONE:
        return Outlook(method, len(known))
    tops, rests = _paths(known, left, method, begun or MonthCount(0, 0))
    return _told(method, len(known), top + tops, bottom - top + rests)


def _told(method: Method, months: int, tops: Any, rests: Any) -> Outlook:
    """The middle of the counts, and the share at the edges of the interval."""
    import numpy as np

    wholes = tops + rests
    shares = np.floor(1000 * tops / np.maximum(wholes, 1e-9))
    low, middle, high = (int(each) for each in np.quantile(shares, (LOW, MIDDLE, HIGH)))
    top, whole = (round(float(np.median(each))) for each in (tops, wholes))
    return Outlook(method, months, top, whole, low, middle, high)


def _paths(
    history: Sequence[MonthCount], left: int, method: Method, begun: MonthCount
) -> tuple[Any, Any]:
    """What comes by post and what comes otherwise in the months left: a sum of each for every simulated path."""
    import numpy as np

    counts = np.array([[month.numerator, month.denominator] for month in history], dtype=float).T
    volume = np.expm1(_simulated(np.log1p(counts[1]), left, method, SEED))
    volume = np.rint(np.clip(volume, 0, _MOST * counts[1].max()))
    share = 1 / (1 + np.exp(-_simulated(_odds(*counts), left, method, SEED + 1)))
    tops = np.random.default_rng(SEED + 2).binomial(volume.astype(int), share).astype(float)
    rests = volume - tops
    tops[0] = np.maximum(tops[0], begun.numerator)
    rests[0] = np.maximum(rests[0], begun.rest)
    return tops.sum(axis=0), rests.sum(axis=0)


def _odds(tops: Any, wholes: Any) -> Any:
    """The log odds of each month, a small or empty one drawn towards the share of all."""
    import numpy as np

    usual = (tops.sum() + 0.5) / (wholes.sum() + 1)
    return np.log((tops + _DRAWN * usual) / (wholes - tops + _DRAWN * (1 - usual)))


def _simulated(logs: Any, left: int, method: Method, seed: int) -> Any:
    """Months × paths. So short a history is smoothed better than it is foretold: the errors are drawn wider, as t."""
    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a flat series converges at once, which the library finds worth a word
        fitted = _model(logs, method).fit(disp=False)
        free = max(_LEAST_FREE, len(logs) - _SMOOTHED[method])
        spread = np.sqrt(np.sum(np.square(fitted.resid)) / free)
        drawn = np.random.default_rng(seed).standard_t(free, (left, PATHS)) * spread
        return fitted.simulate(left, anchor="end", repetitions=PATHS, random_errors=drawn)


def _model(logs: Any, method: Method) -> Any:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    if method is Method.LEVEL:
        return ETSModel(logs, initialization_method="known", initial_level=logs[0])
    seasonal = method is Method.SEASONAL
    return ETSModel(
        logs,
        trend="add",
        damped_trend=True,
        seasonal="add" if seasonal else None,
        seasonal_periods=_YEAR if seasonal else None,
        initialization_method="heuristic",
    )
