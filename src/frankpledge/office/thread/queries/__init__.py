"""Every read of this room: pages that cross rooms."""

from .trace import Trace, trace

__all__ = ["Trace", "trace"]
