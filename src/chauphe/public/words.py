"""The few words that stand inside the sealed part of a page, by language.

They are fixed here and not in a catalogue: whoever checks a page must write it again byte for byte, years later and
with neither Django nor our catalogues at hand.
"""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "approved": "Đã phê duyệt",
        "author": "Tác giả",
        "correct": "Cải chính",
        "decimal": ",",
        "document": "Thông tin văn bản",
        "earlier": "Xem bản đã đăng trước đó",
        "effective": "Ngày có hiệu lực",
        "ended": "Đã gỡ",
        "erratum": "Đính chính",
        "files": "Tệp kèm theo",
        "issued": "Ngày ban hành",
        "issuer": "Cơ quan ban hành",
        "number": "Số, ký hiệu",
        "picture": "Ảnh",
        "section": "Chuyên mục",
        "signer": "Người ký",
        "table": "Bảng",
        "kept": "Nội dung dưới đây được giữ nguyên văn để tra cứu, không còn là thông tin chính thức của trang.",
        "type": "Loại văn bản",
        "why": "Lý do",
        "withdraw": "Rút bài",
        "withdrawn": "Đã rút",
        "withdrawn.item": "Bài này đã được rút ngày",
        "withdrawn.legal_document": "Bản đăng văn bản này đã được rút khỏi trang ngày",
        "withdrawn.standing_page": "Trang này đã được rút ngày",
    },
    "en": {
        "approved": "Approved",
        "author": "Author",
        "correct": "Correction",
        "decimal": ".",
        "document": "About this document",
        "earlier": "See the text that stood here before",
        "effective": "In force from",
        "ended": "Taken down",
        "erratum": "Erratum",
        "files": "Attachments",
        "issued": "Issued on",
        "issuer": "Issued by",
        "number": "Number",
        "picture": "Picture",
        "section": "Section",
        "signer": "Signed by",
        "table": "Table",
        "kept": "What follows is kept as it was, to be looked up; this site no longer stands by it.",
        "type": "Type",
        "why": "Reason",
        "withdraw": "Withdrawn",
        "withdrawn": "Withdrawn",
        "withdrawn.item": "This item was withdrawn on",
        "withdrawn.legal_document": "The publication of this document was withdrawn on",
        "withdrawn.standing_page": "This page was withdrawn on",
    },
}
