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
        "type": "Loại văn bản",
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
        "type": "Type",
    },
}
