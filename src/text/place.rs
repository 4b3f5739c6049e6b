//! The place and its people, one by one and out of a message.

pub const VILLAGES: &str = "Thôn, bản";
pub const PEOPLE: &str = "Cá nhân";
pub const FAMILIES: &str = "Gia đình";
pub const COLLECTIVES: &str = "Tập thể";
pub const ADD_VILLAGE: &str = "Thêm thôn";
pub const ADD_PERSON: &str = "Thêm người";
pub const ADD_FAMILY: &str = "Thêm gia đình";
pub const ADD_COLLECTIVE: &str = "Thêm tập thể";
pub const PASTE_LIST: &str = "Dán danh sách";
pub const NO_VILLAGES: &str = "Chưa có thôn nào";
pub const NO_VILLAGES_WHY: &str = "Dán danh sách từ tin nhắn, hoặc thêm từng thôn.";
pub const NONE_YET: &str = "Chưa có ai trong danh sách";
pub const NONE_YET_WHY: &str =
    "Thêm ở đây, hoặc thêm ngay khi đang ghi bản đăng ký, đề nghị khen thưởng.";
pub const NOTHING_FOUND: &str = "Không tìm thấy";
pub const NOTHING_FOUND_WHY: &str = "Thử gõ ít chữ hơn. Không cần gõ dấu.";
pub const WHERE_TO: &str = "Thuộc nơi nào?";
pub const WHOLE_COMMUNE: &str = "Chung của xã";
pub const MAY_BE_TWICE: &str = "có thể trùng";
pub const ON_THIS_PHONE: &str = "trên máy";
pub const ALL: &str = "Tất cả";
pub const NOT_REGISTERED: &str = "Chưa đăng ký";
pub const PLEDGE_SIGNED: &str = "Đã ký giao ước";
pub const COMPLETE_UNSIGNED: &str = "Đủ, chưa ký";
pub const INCOMPLETE: &str = "Chưa đủ phần";
pub const UNNAMED: &str = "(chưa ghi tên)";
pub const SEARCH_PERSON: &str = "Gõ tên, không cần dấu";
pub const SEARCH_PERSON_EXAMPLE: &str = "Tìm: tien phuc hoặc ttp";

// Pasting a list.
pub const PASTE_TITLE: &str = "Dán danh sách thôn";
pub const PASTE_LABEL: &str = "Danh sách, mỗi dòng một thôn";
pub const PASTE_HINT: &str = "Dán từ tin nhắn Zalo hoặc bảng tính. Có thể có thêm cột trưởng thôn, số hộ, số khẩu, điện thoại.";
pub const NEW: &str = "Mới";
pub const UNLIKELY: &str = "Chưa rõ";
pub const SKIPPED: &str = "Bỏ qua";

pub const IN_REGISTER: &str = "đã có trong sổ";
pub const PASTE_EMPTY: &str = "Chép danh sách trong Zalo hoặc bảng tính, bấm giữ vào ô trên rồi chọn Dán. Gõ từng dòng cũng được.";
pub const PASTE_CHOOSE: &str = "Dòng có dấu thì được thêm. Dòng cần xem lại đứng trước.";
pub const PASTE_NO_NAMES: &str =
    "Chưa thấy tên thôn nào. Mỗi dòng ghi một thôn, ví dụ: Bản Pò Mã, Lý Văn Ân, 64 hộ.";
pub const PASTE_NOT_HERE: &str = "Phần đọc danh sách chưa tải về máy này. Cần có mạng một lần; chữ đã dán được giữ, hãy mở lại trang này khi có mạng.";
pub const PASTE_ALL_TWICE: &str = "Các thôn này đã có trong sổ.";

pub fn same_as_line(line: usize) -> String {
    format!("trùng dòng {line}")
}

pub fn added_villages(count: usize) -> String {
    format!("Đã thêm {count} thôn")
}

pub fn earlier_work(count: usize) -> String {
    format!(
        "{count} thay đổi đã nhập trên máy này chưa vào sổ chung. Chuyển sang để không phải nhập lại."
    )
}

pub fn add_villages(count: usize) -> String {
    format!("Thêm {count} thôn")
}
