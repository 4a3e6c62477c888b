"""Addresses of the desk, in words that the people who read them use."""

from django.urls import include, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from chauphe.desk import (
    appointing,
    assets,
    away,
    board,
    consult,
    days,
    deadlines,
    decide,
    delegations,
    demo_link,
    device,
    item,
    kept_accounts,
    ledger,
    listing,
    offices,
    reports,
    reviews,
    several,
    staff,
    today,
    units,
    who,
)


class Digest(StringConverter):
    """A SHA-256 in hex."""

    regex = "[0-9a-f]{64}"


class Number(IntConverter):
    """A number that every database can hold."""

    regex = "[0-9]{1,9}"


register_converter(Digest, "sha256")
register_converter(Number, "number")

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("hang-cho/", today.queue, name="queue"),
    path("hang-cho/nhieu-viec/", several.several, name="several"),
    path("hang-cho/nhieu-viec/thiet-bi/", several.ask, name="ask-device-several"),
    path("hang-cho/nhieu-viec/quyet-dinh/", several.decide, name="decide-several"),
    path("tin-bai/", listing.items, name="items"),
    path("tin-bai/<number:number>/", item.item, name="item"),
    path("tin-bai/<number:number>/ai-quyet/", who.who, name="who"),
    path("tin-bai/<number:number>/quyet-dinh/", decide.decide, name="decide"),
    path("tin-bai/<number:number>/xin-y-kien/", consult.consult, name="consult"),
    path("tin-bai/<number:number>/y-kien/<number:seq>/", consult.opinion, name="opinion"),
    path("tin-bai/<number:number>/y-kien/<number:seq>/tra-loi/", consult.answer, name="answer"),
    path("tin-bai/<number:number>/thiet-bi/", device.ask, name="ask-device"),
    path("tin-bai/<number:number>/xac-nhan/", decide.ratify, name="ratify"),
    path("tin-bai/<number:number>/dang/", decide.publish, name="publish"),
    path("tin-bai/<number:number>/<number:revision>/<str:name>", item.beside, name="beside"),
    path("so/", ledger.ledger, name="ledger"),
    path("so/nhan-su/", staff.staff, name="staff"),
    path("nhan-su/", offices.roster, name="roster"),
    path("nhan-su/sap-thieu/", offices.missing, name="missing"),
    path("nhan-su/don-vi/", units.units, name="units"),
    path("nhan-su/don-vi/<number:unit>/bo/", units.take_back, name="take-back-units"),
    path("nhan-su/bo-nhiem/", appointing.appoint, name="appoint"),
    path("nhan-su/<number:office>/", offices.office, name="office"),
    path("nhan-su/<number:office>/bo/", appointing.take_back, name="take-back-office"),
    path("nhan-su/<number:office>/lien-ket/", appointing.new_link, name="new-link"),
    path("tai-khoan-cua-ban/", kept_accounts.accounts, name="accounts"),
    path("tai-khoan-cua-ban/mo-lai/", kept_accounts.open_again, name="open-account"),
    path("vang-mat/", away.away, name="away"),
    path("vang-mat/ghi/", away.record, name="record-away"),
    path("vang-mat/<number:absence>/den-ngay/", away.prolong, name="away-until"),
    path("vang-mat/<number:absence>/tro-lai/", away.back, name="back"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/ghi/", delegations.give, name="delegate"),
    path("uy-quyen/<number:delegation>/thoi/", delegations.take_back, name="revoke"),
    path("bao-cao-lai/", reports.reports, name="reports"),
    path("bao-cao-lai/da-xem/", reports.acknowledge, name="acknowledge"),
    path("thoi-han/", deadlines.deadlines, name="deadlines"),
    path("ngay-nghi/", days.days, name="days"),
    path("ngay-nghi/ghi/", days.declare, name="declare-days"),
    path("ngay-nghi/bo/", days.withdraw, name="withdraw-days"),
    path("ra-soat/", reviews.reviews, name="reviews"),
    path("ra-soat/con-dung/", reviews.right, name="still-right"),
    path("ra-soat/chuyen-muc/", reviews.plan, name="plan-review"),
    path("ban/", board.switch, name="switch"),
    path("tep/<sha256:sha256>", assets.asset, name="asset"),
    path("thu/<str:token>/", demo_link.enter, name="demo"),
    path("", include("chauphe.desk.writing.urls")),
]
