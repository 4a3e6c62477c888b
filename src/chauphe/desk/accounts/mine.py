"""`Tài khoản của tôi`: how I sign in, where I am signed in, and who tried to be me (Điều 6 khoản 2).

It belongs to a person, not to a board: whoever holds no office today can still look after their own account. Nothing
here can be seen or done for anybody else.
"""

from typing import cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from chauphe.desk.accounts.agents import device_of
from chauphe.desk.accounts.history import this_one
from chauphe.desk.accounts.passkey import can_be_used
from chauphe.desk.accounts.words import WHY, factors
from chauphe.desk.board import is_tried_out, take_seat
from chauphe.people.models import Person, SignIn
from chauphe.people.second_factor import PROVED, factors_of, is_accepted_everywhere, is_asked_anywhere
from chauphe.people.selectors import boards_of
from chauphe.people.services import end_session, end_sessions, link_of, open_sessions, sign_ins_of
from chauphe.people.unused import last_use, rule_on

MOST = 30
"""Attempts that are shown."""


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person their own account."""
    person, now = _me(request), timezone.now()
    take_seat(request)
    mine = list(factors_of(person))
    here = this_one(request)
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "person": person,
        "passkeys": [each for each in mine if each.type == Authenticator.Type.WEBAUTHN],
        "totp": next((each for each in mine if each.type == Authenticator.Type.TOTP), None),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "link": link_of(person),
        "accepted": is_accepted_everywhere(request.session.get(PROVED, ()), person, at=now),
        "asked": is_asked_anywhere(person, at=now),
        "tried_out": all(is_tried_out(board) for board in boards_of(person, at=now)),
        "passkeys_here": can_be_used(request),
        "sessions": [_line(each, here) for each in open_sessions(person, at=now)],
        "history": [_line(each, here) for each in sign_ins_of(person, most=MOST)],
        "rule": rule_on(now),
        "last_use": last_use(person),
    }
    return render(request, "desk/accounts/mine.html", context)


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's other sessions, or all of them."""
    person, chosen = _me(request), request.POST.get("session", "")
    if chosen == "others":
        count = end_sessions(person, but=str(request.session.session_key))
        messages.success(request, ngettext("%(n)s session ended.", "%(n)s sessions ended.", count) % {"n": count})
    elif chosen.isascii() and chosen.isdigit() and len(chosen) < 16:
        ended = end_session(person, int(chosen), at=timezone.now())
        messages.info(request, _("The session is ended.") if ended else _("That session was over already."))
    return redirect("mfa_index")


def unused(request: HttpRequest) -> HttpResponse:
    """Tell whoever proved who they are that the account was switched off for want of use, and by which rule."""
    return render(request, "account/account_unused.html", {"rule": rule_on(timezone.now())})


def _line(row: SignIn, here: SignIn | None) -> dict[str, object]:
    return {
        "row": row,
        "here": here is not None and row.pk == here.pk,
        "device": device_of(row.agent),
        "factors": factors(row.factors),
        "why": WHY[row.why],
    }


def _me(request: HttpRequest) -> Person:
    return cast("Person", request.user)
