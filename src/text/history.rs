//! What happened to a record.

pub const HISTORY: &str = "Lịch sử";
pub const HISTORY_WHY: &str = "Ai đã ghi gì, lúc nào; lấy lại nội dung cũ";
pub const SHOWN_NOW: &str = "đang dùng";
pub const WAITS_HERE: &str = "chưa vào sổ chung";
pub const ERASED: &str = "Đã xoá theo yêu cầu";
pub const DELETION: &str = "Xoá, đưa trở lại";
pub const DELETED: &str = "Xoá phiếu";
pub const PUT_BACK: &str = "Đưa phiếu trở lại";
pub const USE_AGAIN: &str = "Dùng lại nội dung này";
pub const ALL_FIELDS: &str = "Tất cả các ô";
pub const WHICH_FIELD: &str = "Xem ô";
pub const EARLIER: &str = "Xem các lần ghi trước";
pub const EARLIER_WHY: &str =
    "Trên máy chỉ có nội dung hiện tại. Phần còn lại ở sổ chung, cần có sóng.";
pub const EARLIER_COMING: &str = "Đang lấy từ sổ chung…";
pub const WHOLE: &str = "Đã xem hết.";
pub const NO_SIGNAL: &str = "Chưa có sóng. Lúc có sóng, bấm lại để xem các lần ghi trước.";
pub const NOT_FOR_YOU: &str = "Chỉ người được ghi ở nơi này xem được các lần ghi trước.";
pub const NOTHING_YET: &str = "Phiếu này chưa có gì được ghi.";
pub const UNKNOWN_AUTHOR: &str = "người khác";

/// «Trước 14:05 ngày 05/03/2026 chỉ còn nội dung cuối cùng.»
pub fn begins(day: &str) -> String {
    format!("Trước {day} chỉ còn nội dung cuối cùng.")
}
