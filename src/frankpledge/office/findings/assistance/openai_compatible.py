"""Any server that speaks the protocol of OpenAI's chat completions: the office's own, or one it has a contract with."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from . import prompts
from .address import checked, require_reachable
from .interface import AssistantTrouble, FrameEntry, Mapped, Proposed

MOST_BYTES = 2_000_000
SEED = 20_260_101


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Answers go where the administrator said, and nowhere that somebody else sends them on to."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


class OpenAiCompatible:
    """A `ThemeAssistant` over HTTP. Its key is in memory only."""

    def __init__(
        self, *, base_url: str, model: str, key: str = "", temperature: float = 0.0, timeout_s: float = 60
    ) -> None:
        self.base_url, self._model, self._key = checked(base_url), model, key
        self.temperature, self.timeout_s = temperature, timeout_s
        # No proxy from the environment: it would learn what is sent.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    def __repr__(self) -> str:
        return f"OpenAiCompatible({self.host}, {self._model})"

    @property
    def model(self) -> str:
        return self._model

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    def propose(self, question: str, exemplars: Sequence[str]) -> list[Proposed]:
        """Themes that a model proposes. Raises AssistantTrouble."""
        text = self._ask(prompts.propose_messages(question, exemplars))
        try:
            return prompts.read_proposals(text)
        except ValueError as error:
            raise AssistantTrouble(_("The assistant's answer can't be read.")) from error

    def map(self, question: str, responses: Mapping[str, str], frame: Sequence[FrameEntry]) -> Mapped:
        """Themes of the frame for each response. Raises AssistantTrouble."""
        text = self._ask(prompts.map_messages(question, responses, frame))
        try:
            return prompts.read_mapping(text, list(responses), [one.code for one in frame])
        except ValueError as error:
            raise AssistantTrouble(_("The assistant's answer can't be read.")) from error

    def greet(self) -> None:
        """Ask for an answer without sending anybody's words. Raises AssistantTrouble."""
        self._ask([{"role": "user", "content": 'Answer with {"ok": true} and nothing else.'}])

    def _ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        require_reachable(self.base_url)
        body = {
            "model": self._model, "messages": list(messages), "temperature": self.temperature, "seed": SEED,
            "response_format": {"type": "json_object"},
        }  # fmt: skip
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(  # noqa: S310 - checked: https, or this machine
            f"{self.base_url}/chat/completions", data=json.dumps(body).encode(), headers=headers, method="POST"
        )
        return _content_of(self._sent(request))

    def _sent(self, request: urllib.request.Request) -> bytes:
        try:
            with self._opener.open(request, timeout=self.timeout_s) as reply:
                data: bytes = reply.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise AssistantTrouble(_("The assistant answered with error %(n)s.") % {"n": error.code}) from None
        except TimeoutError:
            raise AssistantTrouble(
                _("The assistant did not answer in %(n)s seconds.") % {"n": self.timeout_s}
            ) from None
        except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise self._too_slow() from None
            raise AssistantTrouble(_("The assistant can't be reached.")) from None
        if len(data) > MOST_BYTES:
            raise AssistantTrouble(_("The assistant's answer is too long."))
        return data

    def _too_slow(self) -> AssistantTrouble:
        return AssistantTrouble(_("The assistant did not answer in %(n)s seconds.") % {"n": self.timeout_s})


def _content_of(data: bytes) -> str:
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        raise AssistantTrouble(_("The assistant's answer can't be read.")) from None
    if not isinstance(content, str):
        raise AssistantTrouble(_("The assistant's answer can't be read."))
    return content
