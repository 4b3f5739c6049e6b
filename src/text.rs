//! The texts of the interface, one table. Words as in LOOK: «sổ chung» is what
//! all share, «trên máy» what is on this phone; «gửi», «nộp», «trình» are kept
//! for what an office does with a dossier.

// The frame.
pub const APP: &str = "Sổ Thi đua";
pub const NAVIGATION: &str = "Các phần của sổ";
pub const TAB_HOME: &str = "Trang chủ";
pub const TAB_PLACES: &str = "Địa bàn";
pub const TAB_EMULATION: &str = "Thi đua";
pub const TAB_COMMENDATION: &str = "Khen thưởng";
pub const TAB_MORE: &str = "Khác";
pub const BACK: &str = "Quay lại";
pub const GO_ON: &str = "Tiếp tục";
pub const DONE: &str = "Xong";
pub const CLOSE: &str = "Đóng";
pub const CANCEL: &str = "Thôi";
pub const UNDO: &str = "Hoàn tác";
pub const SEARCH: &str = "Tìm";
pub const SEARCH_EXAMPLE: &str = "Tìm: ban po";
pub const CLEAR: &str = "Xoá chữ đang tìm";
pub const SHOW_MORE: &str = "Hiện thêm";
pub const NOT_HERE: &str = "Không có trong sổ";
pub const NOT_HERE_WHY: &str =
    "Phiếu này không có trên máy. Có thể nó chưa về từ sổ chung, hoặc đã bị xoá ở máy khác.";
pub const STORE_FAILED: &str = "Chưa mở được sổ trên máy này";
pub const STORE_FAILED_WHY: &str =
    "Trình duyệt không cho mở kho dữ liệu. Những gì đã nhập vẫn còn nguyên. Hãy đóng các thẻ khác của sổ rồi mở lại.";
pub const STORE_GONE: &str = "Kho dữ liệu trên máy đã trống";
pub const STORE_GONE_WHY: &str = "Máy này từng mở sổ, nhưng trình duyệt đã xoá kho dữ liệu. Những gì đã vào sổ chung sẽ trở lại sau khi nhận lời mời mới; những gì chưa vào sổ chung trên máy này thì không còn.";
pub const NEW_RELEASE: &str = "Ứng dụng có phiên bản mới.";
pub const NEW_RELEASE_WHY: &str = "Những gì đang gõ vẫn được giữ.";
pub const TAKE_NEW_RELEASE: &str = "Dùng phiên bản mới";

// Saving and the shared register.
pub const SAVED: &str = "Đã lưu trên máy";
pub const SAVES_ITSELF: &str = "Mọi điều nhập vào được lưu ngay trên máy";
pub const STORAGE_FULL: &str =
    "Máy đã hết chỗ lưu. Hãy xoá bớt ảnh, video trên máy rồi sửa lại ô vừa nhập; chữ đang gõ vẫn ở trên màn hình.";
pub const NOT_SAVED: &str =
    "Chưa lưu được trên máy. Đừng đóng trang này; hãy thử rời ô rồi gõ lại, hoặc sao chép nội dung ra chỗ khác.";
pub const ALL_SHARED: &str = "Đã vào sổ chung";
pub const NOT_YET_REACHED: &str = " · chưa lần nào tới sổ chung";
pub const CANNOT_REACH_REVOKED: &str = "Máy này không còn quyền vào sổ chung";

pub fn saved_at(second: &str) -> String {
    format!("{SAVED} {second}")
}

pub fn waiting(count: u32) -> String {
    format!(" · {count} thay đổi chưa vào sổ chung")
}

pub fn last_reached(when: &str) -> String {
    format!(" · gần nhất {when}")
}

pub fn could_not_enter(count: usize) -> String {
    format!("{count} thay đổi chưa ghi được vào sổ chung")
}

pub fn clock_off(minutes: i64) -> String {
    if minutes.abs() >= 2 * 24 * 60 {
        format!("Đồng hồ của máy lệch {} ngày.", (minutes / 24 / 60).abs())
    } else {
        format!("Đồng hồ của máy lệch {} phút.", minutes.abs())
    }
}
pub const CLOCK_OFF_WHY: &str =
    "Không mất gì cả, nhưng ngày giờ hiện trên máy này không đúng. Hãy chỉnh lại đồng hồ.";

// Forms.
pub const OPTIONAL: &str = "không bắt buộc";
pub const SECTIONS: &str = "Các phần";
pub const COMPLETE: &str = "Đủ";
pub const NOT_BEGUN: &str = "Chưa ghi";
pub const CHECK: &str = "Kiểm tra lại";
pub const TO_MEND: &str = "Cần sửa";
pub const TO_NOTE: &str = "Nên xem";
pub const NOTHING_MISSING: &str = "Đã đủ.";
pub const NOTHING_MISSING_WHY: &str = "Không còn ô nào thiếu hay cần sửa.";
pub const NOT_WRITTEN: &str = "chưa ghi";
pub const NOT_CHOSEN: &str = "Chưa chọn";
pub const NOT_ON_THIS_PHONE: &str = "Đã chọn, nhưng chưa có trên máy này";
pub const CHOOSE: &str = "Chọn";
pub const UNCHECKED: &str = "Biểu mẫu chưa đối chiếu với văn bản hiện hành.";
pub const DELETE: &str = "Xoá phiếu này";
pub const IS_DELETED: &str = "Phiếu này đã bị xoá.";
pub const IS_DELETED_WHY: &str = "Nội dung vẫn còn, có thể khôi phục.";
pub const RESTORE: &str = "Khôi phục";
pub const DISPUTED: &str = "Có người đã xoá, có người vẫn sửa.";
pub const DISPUTED_WHY: &str = "Người xoá chưa thấy những sửa đổi mới. Hãy quyết định giữ hay xoá.";
pub const KEEP_IT: &str = "Giữ lại";
pub const DELETE_ALL_THE_SAME: &str = "Vẫn xoá";

pub fn found_again(when: &str) -> String {
    format!("Nội dung gõ dở lúc {when} được giữ lại. Rời ô để lưu.")
}

pub fn missing(count: usize) -> String {
    format!("còn thiếu {count} ô")
}

pub fn to_look_at(count: usize) -> String {
    format!("Còn {count} chỗ cần xem")
}

pub fn deleted(what: &str) -> String {
    format!("Đã xoá {what}.")
}

pub fn move_up(item: &str) -> String {
    format!("Đưa {item} lên")
}

pub fn move_down(item: &str) -> String {
    format!("Đưa {item} xuống")
}

pub fn delete_line(item: &str) -> String {
    format!("Xoá {item}")
}

pub fn make_new(kind: &str, name: &str) -> String {
    let what = match kind {
        register::kind::PERSON => "người",
        register::kind::FAMILY => "gia đình",
        _ => "tập thể",
    };
    format!("Thêm {what} “{name}”")
}

// Two people, one field.
pub const CHOOSE_RIGHT: &str = "Hãy chọn nội dung đúng:";
pub const BOTH_KEPT: &str = "Hai người cùng sửa ô này khi chưa có mạng. Cả hai nội dung đều được giữ.";
pub const WRITE_OTHER: &str = "Ghi khác…";
pub const USE_THIS: &str = "Dùng nội dung này";
pub const CHOOSE_ONE_FIRST: &str = "Hãy chọn một nội dung trước.";
pub const CLEARED: &str = "(để trống)";
pub const THIS_PHONE: &str = "máy này";
pub const ANOTHER_PHONE: &str = "máy khác";
pub const REVIEW: &str = "Cần xem lại";
pub const NOTHING_TO_REVIEW: &str = "Không có chỗ nào cần xem lại";
pub const NOTHING_TO_REVIEW_WHY: &str =
    "Khi hai người cùng sửa một ô mà chưa thấy nhau, cả hai nội dung sẽ hiện ở đây.";

pub fn places_to_review(count: u32) -> String {
    format!("{count} chỗ cần xem lại")
}
