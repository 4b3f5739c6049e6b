//! What is on its way to this phone: the app, the shared register.

pub const REST_ON_ITS_WAY: &str = "Đang tải phần còn lại của sổ…";
pub const REST_ON_ITS_WAY_WHY: &str =
    "Chỉ lần đầu mới phải chờ. Sau đó sổ dùng được cả khi không có mạng.";
pub const REST_DID_NOT_COME: &str = "Sổ chưa tải xong về máy này";
pub const REST_DID_NOT_COME_WHY: &str =
    "Mạng bị ngắt giữa chừng. Khi có mạng, sổ tự tải tiếp; những gì đã ghi vẫn còn nguyên.";
pub const COMING: &str = "Đang lấy sổ chung về máy…";
pub const COMING_WHY: &str = "Mạng yếu thì lâu hơn. Cứ để sổ mở; những gì đã ghi vẫn còn nguyên.";
pub const NOT_COME: &str = "Sổ chung chưa về hết máy này";
pub const NOT_COME_WHY: &str = "Máy chưa có mạng tới sổ chung. Khi có mạng, sổ tự về. Điều người khác đã ghi thì chưa thấy ở đây; ghi lại có thể thành hai.";
pub const TRYING: &str = "Đang thử…";

/// How many of the places that a person reads are here, and how many records came with them.
pub fn come_so_far(here: usize, of: usize, records: usize) -> String {
    let places = format!("Đã về {here}/{of} nơi (xã và các thôn)");
    match records {
        0 => format!("{places}."),
        _ => format!("{places}, {records} phiếu."),
    }
}
