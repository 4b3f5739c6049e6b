//! What is around every page, and in many.

pub const APP: &str = "Sổ Thi đua";
pub const NAVIGATION: &str = "Các phần của sổ";
pub const TAB_HOME: &str = "Trang chủ";
pub const TAB_PLACES: &str = "Địa bàn";
pub const TAB_EMULATION: &str = "Thi đua";
pub const TAB_COMMENDATION: &str = "Khen thưởng";
pub const TAB_MORE: &str = "Khác";
pub const BACK: &str = "Quay lại";
pub const PART_BEFORE: &str = "Phần trước";
pub const GO_ON: &str = "Tiếp tục";
pub const DONE: &str = "Xong";
pub const CLOSE: &str = "Đóng";
pub const CANCEL: &str = "Thôi";
pub const UNDO: &str = "Hoàn tác";
pub const SEARCH: &str = "Tìm";
pub const FILTERS: &str = "Lọc danh sách";
pub const CLEAR: &str = "Xoá chữ đang tìm";
pub const SHOW_MORE: &str = "Hiện thêm";
pub const NOT_HERE: &str = "Không có trong sổ";
pub const NOT_HERE_WHY: &str =
    "Phiếu này không có trên máy. Có thể nó chưa về từ sổ chung, hoặc đã bị xoá ở máy khác.";
pub const MAY_NOT_MAKE: &str = "Việc này cần quyền ghi";
pub const ASK_FOR_A_RIGHT: &str =
    "Người dùng máy này không có quyền ghi ở đây. Nếu cần, hãy hỏi người đã mời.";
pub const TRY_AGAIN: &str = "Thử lại";
pub const OPEN_RECORD: &str = "Mở phiếu";
pub const WAS_DELETED: &str = "đã xoá";
