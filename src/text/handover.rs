//! Passing work on without a network. «Chuyển tay» is from hand to hand: by file, by QR code.

pub const HAND_OVER: &str = "Chuyển tay";
pub const WHY: &str = "Khi nhiều ngày không có mạng, máy khác mang giúp việc chưa vào sổ chung đến nơi có mạng. Làm nhiều lần, qua nhiều máy cũng không bị trùng.";
pub const GIVE: &str = "Đưa cho máy khác";
pub const TAKE: &str = "Nhận từ máy khác";
pub const NOTHING_TO_GIVE: &str =
    "Mọi thay đổi trên máy này đã vào sổ chung, không có gì để chuyển.";
pub const FILES_STAY: &str =
    "Ảnh và tệp kèm theo không đi cùng; chúng ở lại máy này đến khi có mạng.";
pub const SHOW_CODE: &str = "Hiện mã QR cho máy kia quét";
pub const MAKE_FILE: &str = "Làm tệp để chia sẻ";
pub const MAKING: &str = "Đang làm tệp…";
pub const WITH_PASSPHRASE: &str = "Mật khẩu của tệp (không bắt buộc)";
pub const WITH_PASSPHRASE_WHY: &str = "Có mật khẩu thì chỉ người biết mật khẩu mở được tệp. Hãy nói mật khẩu qua điện thoại, đừng nhắn cùng tệp. Phân biệt chữ hoa, chữ thường.";
pub const PASSPHRASE: &str = "Mật khẩu của tệp";
pub const SHORT_PASSPHRASE: &str = "Mật khẩu cần ít nhất 8 chữ, số.";
pub const FILE_READY: &str = "Tệp đã sẵn sàng.";
pub const SHARE: &str = "Chia sẻ tệp";
pub const SAVE: &str = "Lưu vào máy";
pub const CHOOSE_FILE: &str = "Chọn tệp đã nhận";
pub const SCAN: &str = "Quét mã QR của máy kia";
pub const OPEN_IT: &str = "Mở tệp";
pub const SEALED: &str = "Tệp này có mật khẩu.";
pub const SEALED_WHY: &str = "Hãy hỏi người đưa tệp.";
pub const TAKEN: &str = "Đã nhận.";
pub const TAKEN_WHY: &str = " Máy này sẽ tự đưa vào sổ chung khi có mạng.";
pub const PARTLY_KNOWN: &str = " Một phần đã có từ trước.";
pub const UNREAD: &str = " Đều là của nơi khác: máy này chỉ mang giúp, không xem được.";
pub const PARTLY_UNREAD: &str = " Một phần là của nơi khác: máy này chỉ mang giúp, không xem được.";
pub const NOTHING_NEW: &str = "Không có gì mới.";
pub const NOT_TAKEN: &str = "Chưa nhận được.";
pub const NOT_MADE: &str = "Chưa làm được.";
pub const NOTHING_CHANGED: &str = " Trên máy này không có gì thay đổi.";
pub const CARRIED: &str = "Mang giúp người khác";
pub const CARRIED_WHY: &str =
    "Sẽ tự vào sổ chung khi máy này có mạng, và vẫn là việc của người đã ghi.";
pub const HELD: &str = "Sổ chung chưa biết máy của người ghi; máy này vẫn giữ và sẽ thử lại.";
pub const ROW: &str = "Đưa việc chờ cho máy khác mang đi, hoặc nhận để mang giúp";
pub const AUTHOR_REVOKED: &str = "Máy của người ghi không còn quyền vào sổ chung.";
pub const STILL_TYPED: &str = "Đang gõ dở.";
pub const OPEN_FIELD: &str = "Mở ô đang gõ";

// What is wrong with what was to be taken in.
pub const EMPTY: &str = "Tệp này trống.";
pub const FOREIGN: &str = "Đây không phải tệp chuyển tay của Sổ Thi đua.";
pub const NEWER: &str = "Tệp này làm bằng phiên bản mới hơn. Hãy cập nhật sổ trên máy này.";
pub const TRUNCATED: &str = "Tệp bị thiếu phần cuối. Hãy xin lại tệp.";
pub const ALTERED: &str = "Tệp đã bị thay đổi hoặc hỏng trên đường. Hãy xin lại tệp.";
pub const TOO_LARGE: &str = "Tệp này quá lớn.";
pub const WRONG_PASSPHRASE: &str = "Mật khẩu chưa đúng. Hãy hỏi lại người đưa tệp.";
pub const BAD_SIGNATURE: &str = "Có nội dung không đúng chữ ký của người ghi.";
pub const NOT_KEPT: &str = "Máy không lưu được, có thể đã hết chỗ.";
pub const NOT_HERE: &str =
    "Phần chuyển tay chưa tải về máy này. Cần có mạng một lần; hãy mở lại trang này khi có mạng.";
pub const NO_KEY: &str = "Máy này chưa có chữ ký. Hãy thử lại.";

// The moving code.
pub const CODE: &str = "Mã QR chuyển tay";
pub const HOLD_STILL: &str = "Trên máy kia mở Sổ chung, Chuyển tay, Quét mã QR của máy kia. Giữ hai máy cách nhau một gang tay đến khi máy kia báo đã nhận.";
pub const TOO_MANY: &str = "Nhiều quá cho mã QR.";
pub const TOO_MANY_WHY: &str = "Hãy chia sẻ bằng tệp.";
pub const FAST: &str = "Nhanh";
pub const SLOW: &str = "Chậm";
pub const SPEED: &str = "Đổi mã";

// The camera.
pub const CAMERA: &str = "Hình từ máy ảnh";
pub const POINT_CAMERA: &str = "Đưa máy ảnh vào mã QR trên máy kia.";
pub const OF_ANOTHER: &str = "Mã này của lần chuyển khác. Muốn nhận lần này, hãy quét lại từ đầu.";
pub const NO_CODE_OF_OURS: &str = "Mã QR này không phải của Sổ Thi đua.";
pub const TAKE_FILE: &str = "Nhận bằng tệp";
pub const SCAN_AGAIN: &str = "Quét lại từ đầu";
pub const CAMERA_REFUSED: &str = "Chưa được dùng máy ảnh.";
pub const CAMERA_REFUSED_WHY: &str =
    "Hãy cho phép Sổ Thi đua dùng máy ảnh trong phần cài đặt của trình duyệt, hoặc nhận bằng tệp.";
pub const NO_CAMERA: &str = "Máy này không có máy ảnh dùng được.";
pub const NO_CAMERA_WHY: &str = "Hãy nhận bằng tệp.";

pub const WAITS_LONG_WHY: &str = "Máy khác có thể mang giúp đến nơi có mạng";

/// At home, when the shared register has not been reached for days.
pub fn waits_long(changes: u32) -> String {
    format!("{changes} thay đổi chờ mạng đã lâu")
}

/// «12 thay đổi của 3 phiếu chưa vào sổ chung.»
pub fn to_give(changes: usize, records: usize) -> String {
    format!("{changes} thay đổi của {records} phiếu chưa vào sổ chung.")
}

pub fn of_elsewhere(changes: usize) -> String {
    format!("{changes} thay đổi là việc của nơi khác, máy này không xem được.")
}

pub fn relayed_too(changes: usize) -> String {
    format!(" Trong đó {changes} thay đổi đang mang giúp người khác.")
}

pub fn carrying(changes: usize) -> String {
    format!(" · mang giúp {changes} thay đổi")
}

pub fn file_of(changes: usize, kilobytes: usize, sealed: bool) -> String {
    let sealed = if sealed { "có" } else { "không có" };
    format!("{changes} thay đổi, {kilobytes} KB, {sealed} mật khẩu.")
}

pub fn taken(changes: usize) -> String {
    format!("{changes} thay đổi mới.")
}

pub fn known(changes: usize) -> String {
    format!(" {changes} thay đổi đã có từ trước.")
}

pub fn code_of(number: usize, all: usize) -> String {
    format!("Mã {number}/{all}")
}

pub fn a_round(seconds: usize) -> String {
    format!("Một vòng khoảng {seconds} giây.")
}

pub fn still_typed(count: usize) -> String {
    format!(
        "{count} ô đang gõ dở chưa lưu vào phiếu nên chưa vào sổ chung, chưa chuyển tay được. Hãy mở phiếu và bấm ra ngoài ô."
    )
}

pub fn read_codes(there: usize, all: usize) -> String {
    format!("Đã quét {there}/{all} mã")
}
