"""Every form of the desk says which board it was made for: the tag that no form can do without writes that as well.

This library is among the engine's builtins, so that `{% csrf_token %}` is this one. `desk.board` checks what it wrote.
"""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chauphe.desk.ahead import SEATED

register = template.Library()


class SeatedNode(CsrfTokenNode):
    """The token against forged forms, and the board at which the page's reader sat."""

    def render(self, context: Context) -> SafeString:
        token = SafeString(super().render(context))
        seat = getattr(getattr(context, "request", None), "seat", None)
        if seat is None:
            return token
        return token + format_html('<input type="hidden" name="{}" value="{}">', SEATED, seat.board.slug)


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> SeatedNode:
    """Write both."""
    return SeatedNode()
