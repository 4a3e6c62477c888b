"""What `chauphe verify` says, in Vietnamese and in English; without Django, as the command itself."""

from collections.abc import Mapping

from chauphe.seal.findings import Code
from chauphe.seal.reader import Trouble

LANGUAGES = ("vi", "en")

# One text a finding, in Vietnamese and in English; the file's path stands before it.
TEXTS: dict[str, tuple[str, str]] = {
    Code.NOTE_UNSIGNED: ("không có chữ ký số", "carries no signature"),
    Code.NOTE_UNKNOWN_KEY: ("ký bằng khóa lạ ({keys})", "is signed by an unknown key ({keys})"),
    Code.NOTE_BAD_SIGNATURE: (
        "chữ ký số không đúng: nội dung đã bị sửa sau khi ký ({keys})",
        "carries a bad signature: it was changed after signing ({keys})",
    ),
    Code.NOTE_MALFORMED: ("không đọc được: sai định dạng", "cannot be read: malformed"),
    Code.NOTE_EXTRA_SIGNATURE: (
        "có dòng chữ ký thừa (khóa {key})",
        "carries a signature line that does not belong there (key {key})",
    ),
    Code.NOTE_NOT_WITNESSED: ("chưa có chữ ký của bên làm chứng {key}", "was not cosigned by the witness {key}"),
    Code.NOTE_MISSING: ("bị thiếu", "is missing"),
    Code.KEY_MISSING: ("thiếu khóa công khai hoặc khóa không đọc được", "holds no readable public key"),
    Code.KEY_MALFORMED: ("khóa công khai không được viết đúng dạng", "the public key is not written as it should be"),
    Code.KEY_DIFFERS: ("khóa đăng trên trang ({key}) không phải khóa đã biết", "shows another key ({key}) than known"),
    Code.SHARD_MISSING: ("phần danh mục tệp này bị thiếu", "this part of the list of files is missing"),
    Code.SHARD_CHANGED: ("phần danh mục tệp này đã bị sửa", "this part of the list of files was changed"),
    Code.SHARD_MALFORMED: ("phần danh mục tệp này không đọc được", "this part of the list of files cannot be read"),
    Code.FILE_MISSING: ("tệp bị thiếu", "the file is missing"),
    Code.FILE_CHANGED: ("tệp đã bị sửa", "the file was changed"),
    Code.FILE_EMPTIED: ("tệp đã bị xóa trắng", "the file was emptied"),
    Code.FILE_EXTRA: ("tệp thừa, không có trong danh mục đã ký", "the file is not in the signed list"),
    Code.FILE_EMPTY_FOLDER: ("thư mục thừa, không có tệp nào bên trong", "is a folder with nothing in it"),
    Code.FILE_SYMLINK: ("là liên kết trỏ đến {target}", "is a link that points to {target}"),
    Code.FILE_SPECIAL: ("không phải tệp thông thường", "is no ordinary file"),
    Code.FILE_MISFILED: ("nằm sai phần danh mục ({shard})", "is listed in the wrong part ({shard})"),
    Code.FILE_TOO_LARGE: ("tệp quá lớn", "the file is too large"),
    Code.FILE_PACKED_DIFFERS: ("bản nén khác bản gốc", "the compressed form is not that of the file"),
    Code.LOG_ORIGIN: ("là sổ của {origin}, còn khóa là {key}", "is the log of {origin}, but the key is {key}"),
    Code.LOG_ENTRY_CHANGED: ("mục {seq} của sổ đã bị sửa", "entry {seq} of the log was changed"),
    Code.LOG_ENTRY_DELETED: ("mục {seq} của sổ đã bị xóa", "entry {seq} of the log was deleted"),
    Code.LOG_ENTRY_ADDED: ("mục {seq} bị chèn thêm vào sổ", "entry {seq} does not belong in the log"),
    Code.LOG_ENTRY_MALFORMED: ("mục {seq} của sổ không đọc được", "entry {seq} of the log cannot be read"),
    Code.LOG_ENTRIES_SWAPPED: ("các mục {seqs} của sổ đã bị đổi chỗ", "entries {seqs} of the log were swapped"),
    Code.LOG_TILE_MISSING: ("phần này của sổ bị thiếu", "this part of the log is missing"),
    Code.LOG_TILE_CHANGED: ("phần này của sổ đã bị sửa", "this part of the log was changed"),
    Code.LOG_ROOT_DIFFERS: (
        "sổ {size} mục không khớp với trạng thái đã ký",
        "the log of {size} entries does not lead to the root that was signed",
    ),
    Code.PROOF_MISSING: ("trang không có bằng chứng niêm phong", "the page has no proof"),
    Code.PROOF_MALFORMED: ("bằng chứng không đọc được", "the proof cannot be read"),
    Code.PROOF_ELSEWHERE: ("là bằng chứng của trang khác (“{title}”)", "is the proof of another page (“{title}”)"),
    Code.PROOF_CHECKPOINT: (
        "bằng chứng dẫn đến một trạng thái sổ không được khóa đã biết ký",
        "the proof leads to a state of the log that no known key signed",
    ),
    Code.PROOF_NOT_IN_LOG: ("sổ không ghi việc số {seq} như bằng chứng nêu", "the log holds no such act {seq}"),
    Code.PROOF_PATH: ("đường dẫn của việc số {seq} vào sổ không đúng", "the path of act {seq} into the log is wrong"),
    Code.PROOF_OTHER_HISTORY: (
        "bằng chứng theo một trạng thái sổ ({size} mục) mà sổ này không có",
        "the proof follows a state of the log ({size} entries) that this log never had",
    ),
    Code.PAGE_UNSEALED: ("trang không gắn với tin, bài nào đã phê duyệt", "the page belongs to no approved item"),
    Code.PAGE_DIGEST: ("nội dung trang khác bản đã phê duyệt", "the text of the page is not what was signed off"),
    Code.PAGE_DIFFERS: ("phần niêm phong của trang không khớp", "the sealed part of the page is not as it was sealed"),
    Code.PAGE_ASSET_MISSING: ("thiếu ảnh hoặc tệp kèm theo đã phê duyệt", "a sealed picture or file is missing"),
    Code.PAGE_ASSET_DIFFERS: ("ảnh hoặc tệp kèm theo khác bản đã phê duyệt", "picture or file is not the sealed one"),
    Code.PAGE_ASSET_UNSEALED: ("tệp không thuộc bản đã phê duyệt", "the file is no part of what was sealed"),
    Code.ACTS_MALFORMED: ("bản ghi việc số {seq} không đọc được", "the record of act {seq} cannot be read"),
    Code.ACTS_FOREIGN: ("việc số {seq} thuộc tin, bài khác", "act {seq} is about another item"),
    Code.ACTS_ORDER: ("việc số {seq} không đúng thứ tự", "act {seq} is out of order"),
    Code.ACTS_NOT_PUBLISHED: ("không có bản ghi đăng tải", "no act of publication is recorded"),
    Code.ACTS_NO_SIGN_OFF: ("đăng tải khi chưa được phê duyệt", "it was published without being signed off"),
    Code.ACTS_NOT_FORWARDED: ("chưa có người trình lên để duyệt", "nobody put it forward"),
    Code.ACTS_NOT_MODERATED: (
        "phê duyệt khi chưa qua khâu duyệt nội dung",
        "it was signed off without being moderated",
    ),
    Code.ACTS_SAME_PERSON: (
        "{name} làm cả khâu {act} lẫn một khâu trước đó, trong khi hai khâu phải do hai người làm (việc số {seq})",
        "{name} did two steps that two people have to do, one of them {act} (act {seq})",
    ),
    Code.ACTS_CHANGED_UNSEEN: (
        "nội dung ở bước “{act}” (việc số {seq}) khác bước trước mà không ghi ai sửa",
        "at act {seq}, {act}, the text is another than before, and no act says who changed it",
    ),
    Code.ACTS_RETURNED: ("đã bị trả lại (việc số {seq}) sau khi phê duyệt", "returned (act {seq}) after the sign-off"),
    Code.ACTS_OTHER_DIGEST: ("việc “{act}” (số {seq}) là về nội dung khác", "act {seq}, {act}, is about other content"),
    Code.ACTS_OWN_WORK: (
        "{name} tự {act} bài của mình (việc số {seq})",
        "{name} passed their own work ({act}, act {seq})",
    ),
    Code.ACTS_SIGN_OFF_ROLE: (
        "{name} ({role}) phê duyệt mà không có thẩm quyền (việc số {seq})",
        "{name} ({role}) signed off without authority (act {seq})",
    ),
    Code.ACTS_PUBLISH_ROLE: (
        "{name} ({role}) đăng tải mà không phải thư ký (việc số {seq})",
        "{name} ({role}) published without being the secretary (act {seq})",
    ),
    Code.ACTS_SHORT: (
        "{name} phê duyệt theo trình tự rút gọn (việc số {seq}) trong khi tin, bài phải trình Trưởng Ban",
        "{name} signed off on the short chain (act {seq}) what had to go to the chief",
    ),
    Code.ACTS_DEVICE: (
        "chữ ký của thiết bị người phê duyệt không khớp với việc số {seq}",
        "what is recorded as signed by the approver's device does not fit act {seq}",
    ),
    Code.ACTS_ENDING: (
        "thông báo gỡ hoặc rút bài (việc số {seq}) có nội dung ngoài mẫu",
        "the notice of takedown or withdrawal (act {seq}) holds more than it may",
    ),
    Code.ACTS_REWRITTEN: (
        "nội dung đã rút không còn là nội dung từng được phê duyệt và đăng",
        "what was withdrawn is no longer what was signed off and published",
    ),
    Code.ACTS_UNTIMELY: (
        "đăng (việc số {seq}) ngoài thời gian mà bản đã phê duyệt cho phép",
        "published (act {seq}) outside the time that the approved content allows",
    ),
    Code.ACTS_SCHEDULE: (
        "đăng theo lịch (việc số {seq}) mà không có lịch hẹn phù hợp",
        "published by a set hour (act {seq}), and nobody set that hour for this content",
    ),
    Code.ACTS_EXPIRED: (
        "ghi hết thời hạn đăng (việc số {seq}) khi thời hạn đã phê duyệt chưa hết",
        "marked as over (act {seq}) while the approved time was not",
    ),
    Code.ACTS_URGENT: (
        "{name} phê duyệt khẩn không đúng mẫu hoặc không đúng thẩm quyền (việc số {seq})",
        "{name} signed off urgently without its mark, form or authority (act {seq})",
    ),
    Code.ACTS_RATIFIED: (
        "việc {name} xác nhận phê duyệt khẩn (số {seq}) không đúng thẩm quyền hoặc về nội dung khác",
        "{name} ratified an urgent sign-off without authority, or another one (act {seq})",
    ),
    Code.HISTORY_RELEASE_OLDER: (
        "bản phát hành {release} là bản cũ: lần trước đã thấy bản {remembered}",
        "release {release} is an old one: release {remembered} was seen before",
    ),
    Code.HISTORY_RELEASE_REPLACED: (
        "bản phát hành {release} không phải bản đã thấy",
        "release {release} is not the one seen",
    ),
    Code.HISTORY_CHAIN_BROKEN: (
        "bản phát hành {release} không nối tiếp bản trước",
        "release {release} does not follow on the last",
    ),
    Code.HISTORY_LOG_OLDER: (
        "sổ chỉ có {size} mục, trong khi trước đó đã có {remembered}",
        "the log has {size} entries, and there were {remembered} before",
    ),
    Code.HISTORY_LOG_REWRITTEN: (
        "{size} mục đầu của sổ đã bị viết lại",
        "the first {size} entries of the log were rewritten",
    ),
    Trouble.NOT_A_DIRECTORY: ("không phải thư mục", "not a directory"),
    Trouble.NOT_AN_ADDRESS: ("không phải địa chỉ http hoặc https", "not an http or https address"),
    Trouble.NO_SITE: ("không có trang nào được niêm phong ở đây", "there is no sealed site here"),
    Trouble.SYSTEM: ("không đọc được ({detail})", "cannot be read ({detail})"),
    Trouble.NETWORK: ("không tải được ({detail})", "cannot be fetched ({detail})"),
    Trouble.ANSWER: ("máy chủ trả lời {detail}", "the server answers {detail}"),
    Trouble.REDIRECTED: ("bị chuyển sang trang khác: {detail}", "redirected to another site: {detail}"),
    Trouble.ENCODED: ("máy chủ gửi ở dạng nén {detail}", "the server sends it encoded as {detail}"),
    Trouble.WORKER: ("một tiến trình kiểm tra bị dừng giữa chừng", "a worker process ended before its time"),
    "cannot": ("Không kiểm tra được: {reason}", "Could not check: {reason}"),
    "moved": (
        "trang vừa được phát hành lại trong lúc kiểm tra; hãy chạy lại",
        "the site was released anew while it was being checked; run this again",
    ),
    "memory": ("tệp ghi nhớ không đọc được: {path}", "what was remembered cannot be read: {path}"),
    "unremembered": ("không ghi nhớ được vào {path}", "what was seen could not be remembered in {path}"),
    "left_out": ("… và {left_out} sai lệch khác", "… and {left_out} findings more"),
    "other_key": (
        "Khóa của trang khác khóa đã ghi nhớ; nếu trang được lập lại từ đầu với khóa mới, chạy lại với --no-state.",
        "The site's key is not the one remembered; if the site was begun anew with a new key, run with --no-state.",
    ),
    "unlisted": (
        "Qua HTTP không thể thấy tệp thêm vào mà không có liên kết; muốn biết chắc, hãy kiểm tra thư mục.",
        "Over HTTP, added files that nothing links to cannot be seen; check the directory to be sure.",
    ),
    "counts": (
        "{pages} trang tin, {files} tệp, {entries} mục sổ",
        "{pages} items, {files} files, {entries} log entries",
    ),
    "ok": ("Không thấy sai lệch: đã kiểm tra {counts}; {key}.", "Nothing found wrong: checked {counts}; {key}."),
    "found": ("Có {count} sai lệch: đã kiểm tra {counts}; {key}.", "{count} found wrong: checked {counts}; {key}."),
    "given": ("khóa {key} do người kiểm tra đưa vào", "key {key}, as given"),
    "remembered": ("khóa {key} đã ghi nhớ từ lần trước", "key {key}, remembered from before"),
    "site": (
        "khóa {key} lấy từ chính trang này, nên chỉ cho biết trang tự khớp với mình, không cho biết ai đã ký",
        "key {key} taken from the site itself, which shows only that the site agrees with itself, not who signed it",
    ),
    "none": ("không có chữ ký nào kiểm tra được", "no signature could be verified"),
}
WORDS = {
    "forward": "trình duyệt",
    "moderate": "duyệt nội dung",
    "sign_off": "phê duyệt",
    "sign_off_urgently": "phê duyệt khẩn",
    "ratify": "xác nhận phê duyệt khẩn",
    "publish": "đăng tải",
    "editor_in_chief": "Trưởng Ban biên tập",
    "standing_deputy": "Phó Trưởng Ban trực",
    "deputy_editor": "Phó Trưởng Ban",
    "board_member": "Ủy viên",
    "secretary": "Thư ký",
    "contributor": "người cung cấp tin, bài",
}


def said(key: str, lang: str, details: Mapping[str, str | int]) -> str:
    """Say a finding or a sentence of the check in "vi" or "en", numbers and words as that language writes them."""
    return TEXTS[key][LANGUAGES.index(lang)].format_map({name: shown(each, lang) for name, each in details.items()})


def shown(value: str | int, lang: str) -> str:
    """Write a number or a word of a record as the language does."""
    if isinstance(value, int):
        return f"{value:,}".replace(",", "." if lang == "vi" else ",")
    return WORDS.get(value, value) if lang == "vi" else value
