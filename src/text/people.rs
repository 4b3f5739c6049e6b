//! «Người và máy»: who has a role here, by which phones, and who is invited.

pub const PEOPLE: &str = "Người và máy";
pub const PEOPLE_WHY: &str = "Mời người, máy mới, thôi giao, khoá máy";
pub const COMING: &str = "Đang hỏi sổ chung…";
pub const NO_SIGNAL: &str = "Chưa có sóng.";
pub const NO_SIGNAL_WHY: &str = "Mời người, khoá máy phải làm khi có sóng.";
pub const NOT_ALLOWED: &str = "Phần này dành cho công chức, lãnh đạo xã.";
pub const LOOK_AGAIN: &str = "Xem lại";
pub const WHO_IS_HERE: &str = "Người trong sổ";
pub const OPEN_INVITATIONS: &str = "Lời mời chưa dùng";
pub const INVITE: &str = "Mời người";
pub const INVITE_NOW: &str = "Tạo lời mời";
pub const NAME: &str = "Họ và tên người được mời";
pub const AS_WHAT: &str = "Người ấy làm gì trong sổ?";
pub const HEAD: &str = "Trưởng thôn, người đứng đầu đơn vị";
pub const HEAD_WHY: &str = "Ghi đăng ký, đề nghị của thôn, đơn vị mình";
pub const VIEWER: &str = "Người xem";
pub const VIEWER_WHY: &str = "Đọc, không ghi";
pub const WHERE: &str = "Thôn, đơn vị";
pub const WHOLE_COMMUNE: &str = "Cả xã";
pub const CHOOSE: &str = "Chọn…";
pub const NAME_FIRST: &str = "Ghi họ và tên trước.";
pub const PLACE_FIRST: &str = "Chọn thôn, đơn vị trước.";
pub const ONCE: &str =
    "Mã này chỉ hiện một lần. Gửi cho đúng người: ai có mã thì vào được sổ bằng tên người ấy.";
pub const CODE_TO_FILM: &str = "Mã để máy kia quét";
pub const NEW_PHONE: &str = "Mời máy mới";
pub const LOCK_PHONE: &str = "Khoá máy…";
pub const TAKE_ROLE: &str = "Thôi giao…";
pub const CANCEL: &str = "Huỷ lời mời…";
pub const KEEP: &str = "Để nguyên";
pub const WHY_LOCKED: &str = "Vì sao khoá?";
pub const OVER: &str = "Đã thôi việc, chuyển đi";
pub const OVER_WHY: &str =
    "Máy không vào được sổ chung nữa. Phần chưa vào sổ chung vẫn đọc được trên máy và lấy ra được.";
pub const LOST: &str = "Mất máy";
pub const LOST_WHY: &str = "Máy có mạng là xoá sổ trên máy. Phần chưa vào sổ chung không ai xem được, chỉ trở lại khi chính người ấy nhận sổ lại trên máy đó.";
pub const LOCK: &str = "Khoá";
pub const TAKE: &str = "Thôi giao";
pub const TAKE_WHY: &str = "Người ấy không đọc, không ghi được ở đó nữa. Giao lại được sau.";
pub const CANCEL_NOW: &str = "Huỷ lời mời";
pub const CANCEL_WHY: &str = "Mã đã đưa sẽ không dùng được.";
pub const LOCKED_OVER: &str = "đã khoá: thôi việc";
pub const LOCKED_LOST: &str = "đã khoá: mất máy";

// Why an act was not done.
pub const FAILED: &str = "Chưa làm được.";
pub const AWAY: &str = "Chưa có sóng. Lúc có sóng, bấm lại.";
pub const LATER: &str = "Sổ chung đang bận. Chờ một lát rồi bấm lại.";
pub const CANNOT_SIGN: &str = "Máy này chưa ký được. Mở lại ứng dụng rồi thử lại.";
pub const KEY_NOT_KNOWN: &str =
    "Sổ chung chưa biết chữ ký của máy này. Chờ máy trao đổi với sổ chung rồi bấm lại.";
pub const NO_RIGHT: &str = "Việc này vượt quyền của anh chị.";
pub const NOT_THERE: &str = "Người, máy hoặc lời mời này không còn nữa.";
pub const USED: &str = "Lời mời đã có người dùng.";
pub const IS_CANCELLED: &str = "Lời mời đã bị huỷ.";
pub const TOO_OLD: &str = "Sổ chung vừa được khôi phục. Chờ máy trao đổi với sổ chung rồi thử lại.";
pub const REFUSED: &str = "Sổ chung không nhận. Báo người quản trị.";

/// «Lời mời cho Nông Thị Lan»
pub fn invitation_of(name: &str) -> String {
    format!("Lời mời cho {name}")
}

/// «Máy nhận sổ 14:05 hôm qua, thấy lần cuối 14:05»
pub fn phone(enrolled: &str, seen: &str) -> String {
    format!("Máy nhận sổ {enrolled}, thấy lần cuối {seen}")
}

/// «hạn dùng 14:05 ngày 05/03/2026»
pub fn until(moment: &str) -> String {
    format!("hạn dùng {moment}")
}

/// «Khoá máy của Nông Thị Lan?»
pub fn lock_of(name: &str) -> String {
    format!("Khoá máy của {name}?")
}

/// «Thôi giao «Trưởng thôn · Bản Pò Mã» cho Nông Thị Lan?»
pub fn take_from(name: &str, role: &str) -> String {
    format!("Thôi giao «{role}» cho {name}?")
}

/// «Huỷ lời mời cho Nông Thị Lan?»
pub fn cancel_of(name: &str) -> String {
    format!("Huỷ lời mời cho {name}?")
}
