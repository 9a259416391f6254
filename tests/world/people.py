"""Signing in as one of the story's people, in a real browser."""

from __future__ import annotations

from typing import Any

STORY_PASSWORD = "one-thread-both-ways"
ROLES = {
    "policy officer": "policy@example.org", "analyst": "analyst@example.org", "lead": "lead.police@example.org",
    "clerk": "clerk@example.org", "member": "member@example.org", "administrator": "admin@example.org",
}  # fmt: skip


def sign_in(page: Any, address: str, email: str, password: str = STORY_PASSWORD) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", email)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    assert "/sign-in/" not in page.url, page.inner_text("main")
