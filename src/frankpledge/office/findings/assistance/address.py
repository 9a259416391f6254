"""Where an assistant may be reached: https, or this machine; never the inside of a cloud."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput

LOCAL = ("localhost", "127.0.0.1", "::1")


class BadAddress(BadInput):
    """The address is none that answers may be sent to."""

    field = "base_url"


def checked(base_url: str) -> str:
    """The address without its last slash. Raises BadAddress; looks nothing up."""
    try:
        parts = urlsplit(base_url.strip())
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise BadAddress(_("“%(url)s” is no address.") % {"url": base_url[:100]}) from error
    if parts.scheme not in ("http", "https") or not host:
        raise BadAddress(_("“%(url)s” is no web address.") % {"url": base_url[:100]}, remedy=_("Begin with https://."))
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadAddress(
            _("An address with a name, a key or a question in it is not taken."),
            remedy=_("Give the address alone; the key comes from the environment or a file."),
        )
    if parts.scheme == "http" and host not in LOCAL:
        raise BadAddress(_("Answers are sent over https only."), remedy=_("http is for this machine alone."))
    if port == 0:
        raise BadAddress(_("“%(url)s” is no address.") % {"url": base_url[:100]})
    return base_url.strip().rstrip("/")


def require_reachable(base_url: str) -> None:
    """Look the host up and refuse places that no office's assistant is at: link-local, multicast, unspecified.

    Raises:
        BadAddress: it leads to such a place, or to nowhere.
    """
    host = urlsplit(base_url).hostname or ""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise BadAddress(_("“%(host)s” can't be found.") % {"host": host}) from error
    for text in found:
        address = ipaddress.ip_address(str(text).partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        if address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved:
            raise BadAddress(_("“%(host)s” leads to a place that answers are not sent to.") % {"host": host})
        if address.is_loopback and host not in LOCAL:
            raise BadAddress(_("“%(host)s” leads back to this machine.") % {"host": host})
