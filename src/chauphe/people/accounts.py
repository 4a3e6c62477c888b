"""How people sign in: accounts are given by the office, never opened by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """allauth with the public sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
