//! Forms, and two people in one field.

pub const SECTIONS: &str = "Các phần";
pub const SECTION: &str = "Phần";
pub const FURTHER: &str = "Các phần khác";
pub const COMPLETE: &str = "Đủ";
pub const WRITTEN: &str = "Đã ghi";
pub const NOT_BEGUN: &str = "Chưa ghi";
pub const CHECK: &str = "Kiểm tra lại";
pub const TO_MEND: &str = "Cần sửa";
pub const TO_NOTE: &str = "Nên xem";
pub const NOTHING_MISSING: &str = "Đã đủ.";
pub const NOTHING_MISSING_WHY: &str = "Không còn ô phải ghi nào thiếu, không còn ô nào cần sửa.";
pub const BLANK_ON_PAPER: &str = " Chỗ còn trống trên giấy thì từng văn bản nói rõ.";
pub const WORTH_A_LOOK: &str = "Nên xem lại trước khi ký";
pub const REQUIRED_MARK: &str = "Ô có dấu * phải ghi thì phiếu mới đủ.";
pub const NOT_WRITTEN: &str = "chưa ghi";
pub const NOT_CHOSEN: &str = "Chưa chọn";
pub const NOT_ON_THIS_PHONE: &str = "Đã chọn, nhưng chưa có trên máy này";
pub const CHOOSE: &str = "Chọn";
pub const UNCHOOSE: &str = "Bỏ chọn";
pub const UNCHECKED: &str = "Biểu mẫu chưa đối chiếu với văn bản hiện hành.";
pub const DELETE: &str = "Xoá phiếu này";
pub const KEPT_BY_A_STEP: &str = "Phiếu này đã qua bước duyệt: chỉ cán bộ xã xoá được.";
pub const IS_DELETED: &str = "Phiếu này đã bị xoá.";
pub const IS_DELETED_WHY: &str = "Nội dung vẫn còn, có thể khôi phục.";
pub const RESTORE: &str = "Khôi phục";
pub const DISPUTED: &str = "Có người đã xoá, có người vẫn sửa.";
pub const DISPUTED_WHY: &str = "Người xoá chưa thấy những sửa đổi mới. Hãy quyết định giữ hay xoá.";
pub const OTHERS_DECIDE: &str = "Người có quyền ghi sẽ quyết định.";
pub const ONLY_READ: &str = "Phiếu này chỉ để xem: người dùng máy này không có quyền ghi.";
pub const KEEP_IT: &str = "Giữ lại";
pub const DELETE_ALL_THE_SAME: &str = "Vẫn xoá";

pub fn found_again(when: &str) -> String {
    format!("Nội dung gõ dở lúc {when} được giữ lại. Bấm ra ngoài ô để lưu vào phiếu.")
}

/// Said before what is said of a text that was found again.
pub fn settled_meanwhile(value: &str) -> String {
    format!("Trong khi đó đã có người chọn “{value}”. ")
}

/// Of a text that is longer than a field may hold, in bytes of JSON; a Vietnamese letter has up to three.
pub fn too_long(most: usize) -> String {
    let letters = most / 3 / 1000;
    format!(
        "Dài quá. Mỗi ô chỉ giữ được khoảng {letters} nghìn chữ cái; phần còn lại hãy đính kèm thành tệp."
    )
}

pub fn missing(count: usize) -> String {
    format!("còn thiếu {count} ô")
}

pub fn must_write(count: usize) -> String {
    format!("{count} ô phải ghi")
}

pub fn to_look_at(count: usize) -> String {
    format!("Còn {count} chỗ cần xem")
}

/// A reason why what was typed cannot be saved is said with it.
pub fn found_wrong(when: &str, reason: &str) -> String {
    format!("Nội dung gõ dở lúc {when} được giữ lại. {reason}")
}

/// The name of a kind of thing within a sentence: «Chỉ tiêu» as «chỉ tiêu».
pub fn within(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

pub fn registration_with_state(year: i32, signed: bool) -> String {
    let state = if signed {
        "đã ký giao ước"
    } else {
        "chưa ký giao ước"
    };
    format!("đăng ký thi đua năm {year} ({state})")
}

pub fn hangs_on_village(what: &str) -> String {
    format!("Thôn này có {what}. Các phiếu ấy vẫn ở trong sổ và được ghi là của thôn đã xoá.")
}

pub fn delete_it(what: &str) -> String {
    format!("Xoá {what}?")
}

pub fn at_least_one(item: &str) -> String {
    format!("Cần ghi ít nhất một {item}.")
}

pub fn no_line(item: &str) -> String {
    format!("Chưa ghi {item} nào.")
}

pub fn deleted(what: &str) -> String {
    format!("Đã xoá {what}.")
}

pub const MOVE_UP: &str = "Đưa lên:";
pub const MOVE_DOWN: &str = "Đưa xuống:";
pub const DELETE_LINE: &str = "Xoá";

/// «2. Số km đường», or «Chỉ tiêu thứ 2» before it has a name.
pub fn line_title(item: &str, number: usize, name: Option<String>) -> String {
    match name {
        Some(name) => format!("{number}. {name}"),
        None => format!("{item} thứ {number}"),
    }
}

/// «Xoá chỉ tiêu thứ 2: Số km đường».
pub fn of_line(verb: &str, item: &str, number: usize, name: Option<String>) -> String {
    let line = format!("{verb} {} thứ {number}", within(item));
    match name {
        Some(name) => format!("{line}: {name}"),
        None => line,
    }
}

pub fn make_new(kind: &str, name: &str) -> String {
    let what = register::kind::spec(kind).map_or("", |row| row.one);
    format!("Thêm {what} “{name}”")
}

// Two people, one field.
pub const CHOOSE_RIGHT: &str = "Hãy chọn nội dung đúng:";
pub const BOTH_KEPT: &str =
    "Hai người cùng sửa ô này khi chưa có mạng. Cả hai nội dung đều được giữ.";
pub const WRITE_OTHER: &str = "Ghi khác…";
pub const USE_THIS: &str = "Dùng nội dung này";
pub const CHOOSE_ONE_FIRST: &str = "Hãy chọn một nội dung trước.";
pub const CLEARED: &str = "(để trống)";
pub const THIS_PHONE: &str = "máy này";
pub const ANOTHER_PHONE: &str = "máy khác";
pub const REVIEW: &str = "Cần xem lại";
pub const NOTHING_TO_REVIEW: &str = "Không có chỗ nào cần xem lại";
pub const NOTHING_TO_REVIEW_WHY: &str =
    "Khi hai người cùng sửa một ô, hoặc người này xoá mà người kia vẫn sửa, sẽ chọn ở đây.";

pub fn still_typed(count: usize) -> String {
    format!("{count} ô đang gõ dở được giữ trên máy, chưa lưu vào phiếu.")
}

pub const TAKE_OVER: &str = "Nhận";
pub const TURN_DOWN: &str = "Không nhận";
pub const TOLD_WHY: &str = "Sổ chung đã được khôi phục từ bản sao lưu. Người này chỉ được xem ô này, nên nội dung \
     còn trên máy của họ chờ người có quyền ghi quyết định.";
pub const TOLD_DELETION: &str = "Xoá hồ sơ";

pub fn told_by(names: &str) -> String {
    format!("Khôi phục từ máy của {names}")
}

pub fn by_phone_of(name: &str) -> String {
    format!("theo máy của {name}")
}

/// Behind the first of several contents of a field.
pub fn contents(count: usize) -> String {
    format!(" ({count} nội dung)")
}

pub fn places_to_review(count: u32) -> String {
    format!("{count} chỗ cần xem lại")
}
