"""Help by a language model behind one interface: off unless an administrator turns it on."""

from .interface import AssistantTrouble, Mapped, Proposed, ThemeAssistant
from .openai_compatible import OpenAiCompatible
from .prompts import PROMPT_VERSION

__all__ = ["PROMPT_VERSION", "AssistantTrouble", "Mapped", "OpenAiCompatible", "Proposed", "ThemeAssistant"]
