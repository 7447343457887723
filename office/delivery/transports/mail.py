"""By e-mail through the office's own server (SMTP, RFC 5321)."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime

from office.delivery.package import Parcel
from office.delivery.transports import PATIENCE, NotTaken, Receipt, shown
from office.settings.delivery import MailServer


class Verbatim(UnstructuredHeader, BaseHeader):
    """A header that programs read: an address that is too long for a line is not written in other signs."""

    def fold(self, *, policy: Policy) -> str:
        """On one line."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", Verbatim)
POLICY = SMTP.clone(header_factory=_HEADERS)
LINKED = "附件过大，没有随信附上，请从上列网址下载。\n"


class Mailer:
    """One server with its password; a repeated message keeps its Message-ID."""

    def __init__(
        self, server: MailServer, password: str, tls: ssl.SSLContext, patience: float = PATIENCE
    ) -> None:
        self._server, self._password = server, password
        self._tls, self._patience = tls, patience

    def send(self, to: str, parcel: Parcel, at: datetime, *, attached: bool) -> Receipt:
        """Hand one message to the server. Raises NotTaken.

        The proof is that server's own answer to the message: it took it on itself to deliver it or
        to tell the sender that it could not.
        """
        return self.post(to, self._message(to, parcel, at, attached))

    def post(self, to: str, message: EmailMessage) -> Receipt:
        """The same of any message, whose Message-ID says whether it is the same. Raises NotTaken."""
        try:
            code, said = self._hand_over(to, message.as_bytes())
        except smtplib.SMTPAuthenticationError as wrong:
            raise NotTaken(f"邮件服务器不接受登录（{wrong.smtp_code}）") from None
        except UnicodeEncodeError:  # its text would show the password
            raise NotTaken("本机设置：邮件服务器的用户名和口令只能用英文字母、数字和符号") from None
        except smtplib.SMTPResponseException as wrong:
            raise _refused(wrong.smtp_code, wrong.smtp_error) from None
        except smtplib.SMTPNotSupportedError:
            raise NotTaken("邮件服务器不支持设置里写的加密或者登录") from None
        except ssl.SSLCertVerificationError:
            raise NotTaken("邮件服务器的证书不受信任") from None
        except (OSError, smtplib.SMTPException) as wrong:
            raise NotTaken(f"邮件服务器连接不上或者中断（{type(wrong).__name__}）") from None
        return Receipt(f"{code} {said}", message_id=str(message["Message-ID"]))

    def _hand_over(self, to: str, content: bytes) -> tuple[int, str]:
        server, smtp = self._server, self._connect()
        try:
            if server.security == "STARTTLS":
                smtp.starttls(context=self._tls)
            if server.user:
                smtp.login(server.user, self._password)
            smtp.ehlo_or_helo_if_needed()
            _expect(smtp.mail(server.sender))
            _expect(smtp.rcpt(to))
            code, said = _expect(smtp.data(content))
            with suppress(OSError, smtplib.SMTPException):  # it has the message already
                smtp.quit()
            return code, said
        finally:
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        host, port, ours = self._server.host, self._server.port, _domain(self._server)
        if self._server.security == "TLS":
            return smtplib.SMTP_SSL(host, port, ours, timeout=self._patience, context=self._tls)
        return smtplib.SMTP(host, port, ours, timeout=self._patience)

    def _message(self, to: str, parcel: Parcel, at: datetime, attached: bool) -> EmailMessage:
        again = "更正：" if parcel.listing["replaces"] else ""
        subject = f"{again}政策推送：{shown(parcel.title)}"
        message = automatic(self._server.sender, to, subject, parcel.key, at)
        message["Juece-Key"] = parcel.key
        message.set_content(parcel.letter if attached else f"{parcel.letter}\n{LINKED}")
        if attached:
            message.add_attachment(
                parcel.body, maintype="application", subtype="zip", filename=parcel.name
            )
        return message


def automatic(sender: str, to: str, subject: str, key: str, at: datetime) -> EmailMessage:
    """A message without its text, as a program writes it; the same `key` says that it is the same one."""
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _expect(answer: tuple[int, bytes]) -> tuple[int, str]:
    code, said = answer
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, said)
    return code, shown(said.decode("utf-8", "replace"))


def _refused(code: int, said: bytes | str) -> NotTaken:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return NotTaken(f"邮件服务器退回：{code} {shown(text)}", lasting=500 <= code < 600)


def _domain(server: MailServer) -> str:
    return server.sender.rpartition("@")[2]
