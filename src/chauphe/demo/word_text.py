"""What the Word files for trying the upload say; rows and points are parted by |, cells by " = "."""

from typing import Final

COMMUNITY_TEAM: Final = {
    "title": "Tổ công nghệ cộng đồng phường Tân Giang giúp 1.240 người già nhận lương hưu qua tài khoản",
    "summary": "Ba tháng, 36 buổi tại nhà văn hóa; người học được hẹn quay lại sau một tuần để tự làm một lần.",
    "opening": (
        "Chiều thứ Ba nào cũng vậy, đúng hai giờ, bà Lý Thị Cam, 73 tuổi, có mặt ở nhà văn hóa tổ 5 với chiếc điện "
        "thoại bọc trong khăn tay. Bà đến để tự xem lương hưu đã về chưa. Từ tháng 8, Tổ công nghệ cộng đồng"
    ),
    "opening_end": " của phường mở lớp ngay tại đây, mỗi tuần ba buổi.",
    "footnote": "Tổ gồm 9 người, do Đoàn phường lập tháng 3 năm 2026, hoạt động tự nguyện.",
    "steps": "Các bạn trẻ không làm thay. Mỗi người được chỉ bốn bước, ghi ra một tấm thẻ chữ to mang về nhà:",
    "list": "Mở máy bằng vân tay.|Bấm vào hình ngôi nhà màu xanh.|Đọc số tiền, đọc ngày.|Tắt, đặt úp máy xuống bàn.",
    "table": "Tháng = Số buổi = Người đến = Tự làm được|8 = 12 = 402 = 216|9 = 12 = 431 = 318|10 = 12 = 407 = 349",
    "list_2": "Không giữ mật khẩu của ai.|Không chụp giấy tờ bằng máy riêng.|Ai quên thì chỉ lại từ bước một.",
    "closing": "Người ở nơi khác muốn học có thể đăng ký tại nhà văn hóa gần nhất, hoặc xem hướng dẫn trên ",
}

FAMILY_PAPERS: Final = {
    "head": "Sở Nội vụ tỉnh An Hải|Trung tâm Lưu trữ lịch sử|Thông báo về việc tiếp nhận tài liệu của các dòng họ",
    "body": (
        "Để gìn giữ tài liệu quý còn nằm trong dân, Trung tâm Lưu trữ lịch sử tiếp nhận gia phả, văn khế, sắc phong, "
        "thư từ, ảnh cũ của các dòng họ trên địa bàn tỉnh.|"
        "Chủ tài liệu chọn một trong ba cách: hiến tặng; gửi giữ; cho mượn chụp lại rồi nhận về trong ba ngày. "
        "Tài liệu gửi giữ vẫn thuộc quyền sở hữu của dòng họ.|"
        "Người tiếp nhận: ông Nguyễn Hữư Thọ Khang, phòng Thu thập, số điện thoại 0299 3820 131. "
        "Thời gian: từ ngày 01/12/2026 đến ngày 31/03/2027."
    ),
    "table": "Loại tài liệu = Cách bảo quản tạm tại nhà|Giấy dó = Để phẳng, tránh nắng|Hình cũ = Không ép nhựa",
    "mixed": "còn đoạn này lại gõ bằng phông cũ.",
}

NO_APPOINTMENT: Final = {
    "title": "“Ngày không hẹn” ở phường Cửa Hải: hồ sơ xong trong buổi sáng",
    "opening": (
        "Bảy giờ sáng thứ Năm, ghế chờ ở Bộ phận Một cửa phường Cửa Hải đã kín. Bà Huỳnh Thị Lựu, 67 tuổi, mang theo "
        "sổ hộ tịch cũ để trích lục khai sinh cho cháu. Hai mươi phút sau, bà cầm kết quả ra về."
    ),
    "marked": "Trong quý II, người dân phải đi lại trung bình 2,3 lần cho một thủ tục.",
    "tracked": "Từ tháng 8, thứ Năm hằng tuần, chủ tịch và hai phó chủ tịch",
    "deleted": "hạn chế đi họp.",
    "inserted": "không nhận lịch họp ngoài phường vào buổi sáng.",
    "diagram": "Nộp hồ sơ|Xử lý tại chỗ|Ký nhận bằng điện thoại",
    "box": "Ghi nhớ: thứ Năm, cứ đến.",
    "table": "Tháng = Hồ sơ nhận thứ Năm = Trả trong ngày|8 = 402 = 318|9 = 478 = 379|10 = 541 = 449",
    "closing": (
        "Điều quan trọng nhất, theo chị Mai Thị Cẩm Tiên ở bàn số 2, là người dân không còn hỏi “bao giờ xong” nữa."
    ),
}
