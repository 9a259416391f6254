"""The WSGI application that the server runs."""

import os
from collections.abc import Callable, Sequence
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.office.config.settings")


def behind(proxies: Sequence[str], application: Callable[..., Any]) -> Callable[..., Any]:
    """Take the caller's address from X-Forwarded-For, where one of our own proxies says so.

    Without it everybody would seem to call from the proxy, and five failed sign-ins of a stranger would close the
    door for the person whose address they typed.
    """
    if not proxies:
        return application
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    wrapped: Callable[..., Any] = wrap_wsgi_with_proxy_headers(application, list(proxies))
    return wrapped


def _application() -> Callable[..., Any]:
    made = get_wsgi_application()
    from django.conf import settings

    from frankpledge.office.maps import warming

    if os.environ.get(warming.ASKED_BY):
        warming.begin()
    return behind(settings.PROXIES, made)


application = _application()
