//! Settings, and what else there is.

pub const TEXT_SIZE: &str = "Cỡ chữ";
pub const COLOURS: &str = "Màu nền";
pub const SETTINGS: &str = "Máy này";
pub const THE_PERSON: &str = "Người dùng";
pub const OTHER_PERSON: &str = "Người khác dùng máy này";
pub const SWITCH_TO: &str = "Chuyển sang";
pub const DELETED_RECORDS: &str = "Phiếu đã xoá";
pub const NOTHING_DELETED: &str = "Chưa xoá phiếu nào";
pub const NOTHING_DELETED_WHY: &str = "Phiếu bị xoá sẽ nằm ở đây để khôi phục khi cần.";
pub const RELEASE: &str = "Phiên bản";
pub const INSTALL: &str = "Đưa sổ ra màn hình chính.";
pub const INSTALL_WHY: &str =
    "Sổ mở nhanh hơn khi không có mạng, và trình duyệt không tự xoá dữ liệu.";
pub const INSTALL_ACT: &str = "Đưa ra màn hình chính";
pub const INSTALL_IPHONE: &str = "Bấm nút Chia sẻ của Safari rồi chọn “Thêm vào MH chính”.";
pub const LATER: &str = "Để sau";
pub const RULES: &str = "Bộ quy định";

pub fn records(count: usize) -> String {
    format!("{count} phiếu")
}

pub fn storage_used(used: u64, of: u64) -> String {
    format!("Kho trên máy: đã dùng {used} MB trong {of} MB")
}
