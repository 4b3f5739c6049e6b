//! The shared register, and what is not in it.

pub const SHARED_REGISTER: &str = "Sổ chung";
pub const SHARED_REGISTER_IS: &str = "Sổ chung:";
pub const WAITING_HERE: &str = "Đang chờ trên máy";
pub const WAITING_WHY: &str = "Sẽ tự vào sổ chung khi máy có mạng. Không cần làm gì thêm.";
pub const NOTHING_WAITS: &str = "Mọi thay đổi đã vào sổ chung";
pub const NOTHING_WAITS_WHY: &str = "Máy này không giữ thay đổi nào chưa vào sổ chung.";
pub const EARLIER_WORK: &str = "Còn việc của lần nhận sổ trước.";
pub const TAKE_ALONG: &str = "Chuyển sang sổ này";
pub const COULD_NOT_ENTER: &str = "Chưa ghi được vào sổ chung";
pub const COULD_NOT_ENTER_WHY: &str =
    "Không vào được sổ chung nên cũng không có trong phiếu. Máy giữ lại đến khi được bỏ đi.";
pub const THROW_AWAY_REFUSED: &str = "Bỏ những thay đổi này";
pub const THROW_AWAY_WHY: &str =
    "Hãy lưu ra tệp trước. Bỏ rồi thì trên máy không còn, chỉ còn trong tệp.";
pub const TAKE_REFUSED_OUT: &str = "Lưu ra tệp";
pub const THROW_AWAY: &str = "Bỏ";
pub const TRY_NOW: &str = "Thử ngay";
pub const TAKE_OUT: &str = "Lưu ra tệp để phòng hỏng máy";
pub const NO_RIGHT: &str = "Người dùng không có quyền sửa mục này.";
pub const REFUSED_FORM: &str = "Sổ chung không đọc được thay đổi này.";
pub const REFUSED_OTHER: &str = "Sổ chung không nhận thay đổi này.";
pub const LINK_STARTING: &str = "Đang mở.";
pub const LINK_BUSY: &str = "Đang trao đổi với sổ chung…";
pub const LINK_REACHED: &str = "Đã tới sổ chung.";
pub const LINK_AWAY: &str = "Chưa có mạng tới sổ chung. Mọi việc vẫn làm được.";
pub const LINK_TROUBLE: &str = "Sổ chung đang bận hoặc cần phiên bản mới. Máy sẽ tự thử lại.";
pub const LINK_REVOKED: &str = "Quyền của máy này đã bị thu hồi. Những gì đã nhập vẫn ở trên máy; hãy liên hệ người phụ trách để nhận lời mời mới.";
pub const LINK_NOT_KNOWN: &str = "Không còn biết máy này, có lẽ vì đã phải dùng lại một bản sao lưu có trước khi máy nhận sổ. Những gì đã ghi vẫn còn trên máy. Hãy đưa mã dưới đây cho người phụ trách để xin lời mời mới, rồi nhận ngay trên máy này: mọi thay đổi sẽ tự vào lại sổ chung.";
pub const CODE_FOR_INVITATION: &str = "Mã để xin lời mời mới";

pub fn throw_away(count: usize) -> String {
    format!("Bỏ {count} thay đổi chưa vào được sổ chung?")
}

pub fn changes(count: usize) -> String {
    format!("{count} thay đổi")
}
