"""What this room publishes, as data and as files."""

from . import you_said_files

__all__ = ["you_said_files"]
