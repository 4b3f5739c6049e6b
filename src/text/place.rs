//! The place and its people, one by one and out of a message.

pub const PASTE_LIST: &str = "Dán danh sách";
pub const NO_VILLAGES: &str = register::kind::NO_VILLAGES.0;
pub const NO_VILLAGES_WHY: &str = register::kind::NO_VILLAGES.1;
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

// Pasting a list.
pub const PASTE_TITLE: &str = "Dán danh sách thôn";
pub const PASTE_LABEL: &str = "Danh sách, mỗi dòng một thôn";
pub const PASTE_HINT: &str = "Dán từ tin nhắn Zalo hoặc bảng tính. Có thể có thêm cột trưởng thôn, số hộ, số khẩu, điện thoại.";
pub const NEW: &str = "Mới";
pub const UNSURE: &str = "Chưa chắc";
pub const SKIPPED: &str = "Bỏ qua";

pub const IN_REGISTER: &str = "đã có trong sổ";
pub const IN_REGISTER_AND_MORE: &str = "đã có, bổ sung";
pub const PASTE_EMPTY: &str = "Chép danh sách trong Zalo hoặc bảng tính, bấm giữ vào ô trên rồi chọn Dán. Gõ từng dòng cũng được.";
pub const PASTE_NONE_CHOSEN: &str = "Chưa chọn dòng nào.";
pub const PASTE_NO_NAMES: &str =
    "Chưa thấy tên thôn nào. Mỗi dòng ghi một thôn, ví dụ: Bản Pò Mã, Lý Văn Ân, 64 hộ.";
pub const PASTE_NOT_HERE: &str = "Phần đọc danh sách chưa tải về máy này. Cần có mạng một lần; chữ đã dán được giữ, hãy mở lại trang này khi có mạng.";
pub const PASTE_ALL_TWICE: &str = "Các thôn này đã có trong sổ.";

pub fn same_as_line(line: usize) -> String {
    format!("trùng dòng {line}")
}

pub fn pasted_lines(count: usize, to_look_at: usize) -> String {
    match to_look_at {
        0 => format!("Đã đọc {count} dòng. Dòng được chọn ✓ thì ghi vào sổ."),
        _ => format!(
            "Đã đọc {count} dòng, {to_look_at} dòng cần xem lại. Dòng được chọn ✓ thì ghi vào sổ."
        ),
    }
}

/// What a pasted line adds to a village that is there.
pub fn more_of_village(added: &[String]) -> String {
    format!("thêm {}", added.join(", "))
}

/// «Trưởng bản» and a name.
pub fn head(title: &str, name: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first
        .chain(letters)
        .chain([' '])
        .chain(name.chars())
        .collect()
}

pub fn phone(number: &str) -> String {
    format!("điện thoại {number}")
}

pub fn households(count: u32) -> String {
    format!("{count} hộ")
}

pub fn people(count: u32) -> String {
    format!("{count} khẩu")
}

pub fn added_villages(new: usize, filled: usize) -> String {
    match (new, filled) {
        (_, 0) => format!("Đã thêm {new} thôn"),
        (0, _) => format!("Đã bổ sung {filled} thôn"),
        _ => format!("Đã thêm {new} thôn, bổ sung {filled} thôn"),
    }
}

pub fn earlier_work(count: usize) -> String {
    format!(
        "{count} thay đổi đã nhập trên máy này chưa vào sổ chung. Chuyển sang để không phải nhập lại."
    )
}

pub fn add_villages(new: usize, filled: usize) -> String {
    match (new, filled) {
        (_, 0) => format!("Thêm {new} thôn"),
        (0, _) => format!("Bổ sung {filled} thôn"),
        _ => format!("Thêm {new} thôn, bổ sung {filled} thôn"),
    }
}
