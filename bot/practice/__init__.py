"""The practice workspace: a local stand-in for Slack, with a page to try everything in."""

from .clock import Clock
from .faults import Fault
from .forms import CannotActError
from .workspace import Workspace

__all__ = ["CannotActError", "Clock", "Fault", "Workspace"]
