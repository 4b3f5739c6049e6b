//! Official documents: «văn bản» is what goes out on paper.

pub const PAPERS: &str = "Văn bản";
pub const MAKE_PAPERS: &str = "Lập văn bản";
pub const WHY: &str = "Văn bản lập từ những gì đã ghi trong sổ, theo thể thức văn bản hành chính. Chỗ nào chưa ghi thì để dòng chấm.";
pub const WORKING: &str = "Đang lập văn bản…";
pub const REFERENCE: &str = "Mẫu tham khảo";
pub const REFERENCE_WHY: &str = "Chưa có mẫu chính thức; văn bản theo cách trình bày thường dùng.";
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
pub const GONE: &str = "Không thấy phiếu này trên máy.";
pub const PRINT: &str = "In";
pub const SAVE_WORD: &str = "Lưu tệp Word";
pub const SAVE_TABLE: &str = "Lưu bảng tính";
pub const SHARE: &str = "Gửi tệp Word";
pub const PREVIEW: &str = "Bản xem trước";

pub fn blanks(count: usize) -> String {
    format!("{count} chỗ cần xem")
}
