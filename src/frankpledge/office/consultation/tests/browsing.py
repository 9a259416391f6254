"""A browser for tests of the questionnaire: pages as forms and words."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client


def forms(page: Any) -> list[str]:
    return re.findall(r"<form.*?</form>", page.content.decode(), re.DOTALL)


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the form that carries the response's ticket."""
    form = next((form for form in forms(page) if 'name="response"' in form), "")
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def words(page: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def title(page: Any) -> str:
    return unescape(re.search(r"<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1]).strip()


class Respondent:
    """Somebody who answers one consultation without script, following every redirect."""

    def __init__(self, home: str, **headers: Any) -> None:
        self.home, self.client = home, Client(**headers)
        self.page: Any = None

    def get(self, step: str = "") -> Any:
        self.page = self.client.get(self.home + step, follow=True)
        return self.page

    def send(self, step: str = "", **fields: Any) -> Any:
        """Send the page's form; `step` only for addresses other than the page's own."""
        here = self.page.redirect_chain[-1][0] if self.page.redirect_chain else self.page.request["PATH_INFO"]
        action = re.search(r'<form method="post"[^>]*?action="([^"]*)"', self._main_form())
        to = self.home + step if step else (action[1] if action else here)
        self.page = self.client.post(to.partition("?")[0], hidden(self.page) | fields, follow=True)
        return self.page

    def _main_form(self) -> str:
        return next((form for form in forms(self.page) if 'name="response"' in form), "")

    def begin(self, section: str, **more: str) -> Any:
        page = self.client.get(self.home, more)
        start = next(form for form in forms(page) if 'name="new"' in form)
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', start))
        action = re.search(r'action="([^"]*)"', start)[1]
        self.page = self.client.post(action, fields | {"new": "1"}, follow=True)
        return self.send(section=section)

    @property
    def at(self) -> str:
        """The step whose page is shown."""
        if step := hidden(self.page).get("step"):
            return step
        path = self.page.redirect_chain[-1][0] if self.page.redirect_chain else self.page.request["PATH_INFO"]
        return path.partition("?")[0].removeprefix(self.home).strip("/")

    @property
    def words(self) -> str:
        return words(self.page)
