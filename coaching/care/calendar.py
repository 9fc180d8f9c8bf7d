"""When check-ins run. The clock is everybody's (`coaching.calendar`); here stands what check-ins ask of it."""

from coaching.calendar import days_before, moment_of, next_run, same_clock, week_of

__all__ = ["days_before", "moment_of", "next_run", "same_clock", "week_of"]
