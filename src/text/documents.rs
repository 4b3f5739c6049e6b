//! Official documents: «văn bản» is what goes out on paper.

pub const PAPERS: &str = "Văn bản";
pub const MAKE_PAPERS: &str = "Lập văn bản";
pub const WHY: &str = "Văn bản lập từ những gì đã ghi trong sổ, theo thể thức văn bản hành chính. Chỗ nào chưa ghi thì để dòng chấm.";
pub const YEAR_WHY: &str = "Sổ đưa vào những gì đã có: số liệu, danh sách, tên đơn vị. Phần còn lại để dòng chấm, lưu tệp Word rồi viết tiếp.";
pub const NONE_TAKEN: &str = "Chưa đưa đề nghị nào vào văn bản";
pub const NONE_TAKEN_WHY: &str = "Chọn đề nghị ở trên; đề nghị đủ các phần được chọn sẵn.";
pub const SAVED: &str = "Đã lưu vào mục Tải về của máy.";
pub const WORKING: &str = "Đang lập văn bản…";
pub const REFERENCE: &str = "Mẫu tham khảo";
pub const REFERENCE_WHY: &str = "Chưa có mẫu chính thức; văn bản theo cách trình bày thường dùng.";
pub const MARK: &str = "In cả chữ “Mẫu tham khảo”";
pub const UNMARK: &str = "Thôi in chữ “Mẫu tham khảo”";
pub const COMPLETE: &str = "Đủ";
pub const NOTHING_BLANK: &str = "Không còn chỗ nào trống.";
pub const TO_LOOK_AT: &str = "Cần xem trước khi ký";
pub const NONE: &str = "Chưa có văn bản nào lập được ở đây";
pub const NONE_WHY: &str = "Bộ quy định của tỉnh chưa có mẫu cho phiếu này.";
pub const NOT_MADE: &str = "Chưa lập được.";
pub const NOT_HERE: &str = "Phần lập văn bản chưa tải về máy này: hãy mở sổ một lần khi có mạng.";
pub const NO_RULES: &str =
    "Bộ quy định trên máy này chưa đủ để lập văn bản: hãy mở sổ một lần khi có mạng.";
pub const TOO_LARGE: &str = "Văn bản quá lớn. Hãy chia danh sách ra làm nhiều lần.";
pub const STOPPED: &str = "Đã dừng lập. Mở lại trang này để lập tiếp.";
pub const GONE: &str = "Không thấy phiếu này trên máy.";
pub const PRINT: &str = "In";
pub const SAVE_WORD: &str = "Lưu tệp Word";
pub const SAVE_TABLE: &str = "Lưu bảng tính";
pub const SHARE: &str = "Gửi tệp Word";
pub const PREVIEW: &str = "Bản xem trước";
pub const LARGER: &str = "Phóng to để đọc";
pub const SMALLER: &str = "Thu vừa màn hình";
pub const STOP: &str = "Thôi";
pub const OF_YEAR: &str = "Báo cáo và mẫu văn bản";
pub const OF_YEAR_WHY: &str = "Của năm, cả lịch các hạn và ma-két hội nghị";
pub const TAKE_IN: &str = "Đề nghị đưa vào văn bản";
pub const TAKE_IN_WHY: &str = "Đề nghị còn thiếu phần chỉ được đưa vào khi chọn ở đây.";
pub const DOSSIERS: &str = "Hồ sơ trọn bộ";
pub const FILES: &str = "Các tệp trong hồ sơ";
pub const MISSING_PIECE: &str = "Còn thiếu.";
pub const SAVE_DOSSIER: &str = "Lưu cả hồ sơ";
pub const SHARE_DOSSIER: &str = "Gửi cả hồ sơ";
pub const CALENDAR: &str = "Lịch các hạn và việc";
pub const CALENDAR_WHY: &str =
    "Mở tệp này bằng ứng dụng lịch của máy: mỗi hạn và việc của năm thành một ngày có nhắc trước.";
pub const SAVE_CALENDAR: &str = "Lưu tệp lịch";
pub const SHARE_CALENDAR: &str = "Gửi tệp lịch";
pub const CONFERENCE: &str = "Hội nghị";
pub const STAGE: &str = "Ma-két";
pub const STAGE_WHY: &str = "Phông sau sân khấu, để gửi nhà in";
pub const STAGE_KIND: &str = "Ma-két của";
pub const NO_STAGE: &str = "Chưa có mẫu ma-két";
pub const SAVE_PICTURE: &str = "Lưu ảnh PNG";
pub const SHARE_PICTURE: &str = "Gửi ảnh";
pub const SAVE_DRAWING: &str = "Lưu bản vẽ SVG";

/// «Phiếu còn thiếu 2 phần; xem ở trang “Kiểm tra lại”.»
pub fn record_lacks(what: &str) -> String {
    format!("Phiếu {what}; xem ở trang “{}”.", super::CHECK)
}

pub fn blanks(count: usize) -> String {
    format!("{count} chỗ cần xem")
}

/// «Đề nghị đưa vào văn bản: 3/5».
pub fn taken_in(taken: usize, of: usize) -> String {
    format!("{TAKE_IN}: {taken}/{of}")
}

pub fn dossier_of(files: usize, copies: Option<u32>) -> String {
    match copies {
        Some(copies) => format!("{files} tệp, nộp {copies} bộ"),
        None => format!("{files} tệp"),
    }
}

pub fn copies(count: u32) -> String {
    format!("Số bộ phải nộp: {count:02}.")
}

pub fn files_made(made: usize, of: usize) -> String {
    format!("Đã lập {made}/{of} tệp")
}

/// What a person calls a place of a backdrop.
pub fn place(key: &str) -> &str {
    match key {
        "communeName" => "Tên xã",
        "unitName" => "Tên cơ quan, đơn vị",
        "sectorName" => "Tên ngành",
        "districtName" => "Tên huyện",
        "ordinal" => "Lần thứ",
        "period" => "Giai đoạn",
        "placeName" => "Địa danh",
        "day" => "Ngày",
        "month" => "Tháng",
        "signingYear" => "Năm",
        other => other,
    }
}

pub fn of_year(year: i32) -> String {
    format!("Năm {year}")
}

pub fn still_typed(count: usize) -> String {
    format!(
        "{count} ô đang viết dở chưa có trong văn bản. Hãy mở ô ấy, viết xong rồi bấm ra ngoài."
    )
}
