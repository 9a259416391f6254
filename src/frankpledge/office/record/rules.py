"""The arithmetic of the audit chain: salted digests, links, and the seal on its head."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import astuple, dataclass
from typing import Any

GENESIS = "0" * 64
ERASED = "audit detail erased"


def canonical(value: object) -> bytes:
    """The one byte form of a JSON value, so that equal values have equal digests."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def plain(value: Any) -> Any:
    """The value as it comes back from storage: text keys, lists for tuples, text for dates."""
    return json.loads(json.dumps(value, default=str))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def detail_digest(detail: Any, why: str, salt: str) -> str:
    """Digest of what changed and why. Without the salt, erased with them, nobody can guess them back."""
    return sha256(salt.encode() + canonical([detail, why]))


@dataclass(frozen=True)
class Link:
    """What the chain holds of one entry."""

    sequence: int
    at: str
    by: str
    verb: str
    subject: str
    detail_digest: str
    previous_digest: str


def link_digest(link: Link) -> str:
    return sha256(canonical(list(astuple(link))))


def seal(*, count: int, digest: str, key: bytes) -> str:
    """Keyed digest of the head: a head rewritten in the database alone does not fit its seal."""
    return hmac.new(key, f"{count}:{digest}".encode(), hashlib.sha256).hexdigest()
