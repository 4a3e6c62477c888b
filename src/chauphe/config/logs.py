"""What never goes into a log: the secret of a link by which somebody sets a password (Điều 6 khoản 2)."""

import logging
import re

SECRET = re.compile(r"(/tai-khoan/moi/)[^/\s?]{16,}")


class WithoutSecrets(logging.Filter):
    """Writes an ellipsis in a secret's place, in whatever Django says of an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if SECRET.search(said):
            record.msg, record.args = SECRET.sub(r"\1…", said), ()
        return True
