"""A mail server in a thread, for tests: it speaks just enough SMTP, keeps what it gets, and can be told to refuse."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """What arrived, and how the server answers the next messages."""

    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 test ESMTP")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ", 1)[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            self._answer(word, line)

    def _answer(self, word: str, line: str) -> None:
        mailbox: Mailbox = self.server.mailbox  # type: ignore[attr-defined]
        if word == "RCPT" and mailbox.refusals:
            self._say(mailbox.refusals.pop(0))
        elif word == "RCPT":
            mailbox.recipients.append(line.split("<")[1].split(">")[0])
            self._say("250 ok")
        elif word == "DATA":
            self._say("354 go on")
            mailbox.messages.append(self._text())
            self._say("250 kept")
        else:
            self._say("250 ok")

    def _text(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer:
    """`with MailServer() as server:` listens on `server.port` of this machine and keeps all in `server.mailbox`."""

    def __enter__(self) -> MailServer:
        self.mailbox = Mailbox()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self._server.daemon_threads = True
        self._server.mailbox = self.mailbox  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
