//! The store on this phone, a new release, and saving.

pub const STORE_FAILED: &str = "Chưa mở được sổ trên máy này";
pub const STORE_FAILED_WHY: &str = "Trình duyệt không cho mở kho dữ liệu. Những gì đã nhập vẫn còn nguyên. Hãy đóng các thẻ khác của sổ rồi mở lại; nếu vẫn không được, hãy vào phần cài đặt của trình duyệt cho phép trang này lưu dữ liệu.";
pub const STORE_GONE: &str = "Kho dữ liệu trên máy đã trống";
pub const STORE_GONE_WHY: &str = "Máy này từng mở sổ, nhưng trình duyệt đã xoá kho dữ liệu. Những gì đã vào sổ chung sẽ trở lại sau khi nhận lời mời mới; những gì chưa vào sổ chung trên máy này thì không còn.";
pub const LOST: &str = "Máy này đã được báo mất";
pub const LOST_WHY: &str = "Xã đã đóng sổ trên máy này; dữ liệu của sổ ở đây được xoá. Nếu máy vẫn ở trong tay mình, hãy xin người phụ trách một lời mời mới; việc của mình chưa vào sổ chung sẽ trở lại sau khi nhận.";
pub const STORE_CLEARED: &str = "Trình duyệt vừa xoá kho dữ liệu trên máy. Chữ đang thấy vẫn ở trên màn hình: hãy sao chép hoặc lưu ra tệp rồi tải lại trang.";
pub const STORE_NEWER: &str = "Sổ vừa được mở bằng phiên bản mới hơn ở một thẻ khác. Việc vừa làm chưa được ghi: hãy sao chép hoặc lưu ra tệp rồi tải lại trang.";
pub const WAITING_FILE: &str = "so-thi-dua-chua-vao-so-chung.json";
pub const TAKE_WORK_OUT: &str = "Lưu việc ra tệp";
pub const TAKE_FORM_OUT: &str = "Lưu phiếu này ra tệp";
pub const TAKE_WAITING_OUT: &str = "Lưu những gì chưa vào sổ chung ra tệp";
pub const NEW_RELEASE: &str = "Có phiên bản mới.";
pub const NEW_RELEASE_WHY: &str = "Những gì đang gõ vẫn được giữ.";
pub const TAKE_NEW_RELEASE: &str = "Cập nhật";

pub const SAVED: &str = "Đã lưu trên máy";
pub const SAVES_ITSELF: &str = "Mọi điều nhập vào được lưu ngay trên máy";
pub const STORAGE_FULL: &str = "Máy đã hết chỗ lưu. Việc vừa làm chưa được ghi: hãy xoá bớt ảnh, phim trên máy rồi làm lại. Chữ đang gõ vẫn ở trên màn hình.";
pub const MAY_NOT_WRITE: &str =
    "Chưa ghi: người dùng máy này không có quyền ghi ở đây. Không có gì thay đổi.";
pub const NOT_SAVED: &str = "Việc vừa làm chưa lưu được trên máy. Đừng đóng trang này: hãy làm lại, hoặc sao chép nội dung ra chỗ khác.";
pub const ALL_SHARED: &str = "Đã vào sổ chung";
pub const NOT_YET_REACHED: &str = " · chưa lần nào tới sổ chung";
pub const CANNOT_REACH_REVOKED: &str = "Máy này không còn quyền vào sổ chung";

pub const NOT_KNOWN_HERE: &str = "Sổ chung không còn biết máy này";

pub fn saved_at(second: &str) -> String {
    format!("{SAVED} {second}")
}

pub fn waiting(count: u32) -> String {
    format!(" · {count} thay đổi chưa vào sổ chung")
}

pub fn last_reached_at(when: &str) -> String {
    format!(" Gần nhất {when}.")
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
