//! The first screen.

pub const TO_DO: &str = "Việc cần làm";
pub const IN_WORK: &str = "Đang làm dở";
pub const NOT_YET_TYPED: &str = "Đang gõ dở, chưa lưu vào phiếu";
pub const PROFILE: &str = "Hồ sơ của xã";
pub const YEAR: &str = "Năm";
pub const MY_VILLAGE: &str = "Thôn của tôi";

pub fn registration_of(year: i32) -> String {
    format!("Đăng ký thi đua năm {year}")
}

pub fn registered(done: usize, all: usize) -> String {
    format!("{done}/{all} đơn vị đã bắt đầu đăng ký")
}

pub fn sections_missing(count: u8) -> String {
    format!("còn thiếu {count} phần")
}

pub fn sections(done: u8, all: u8) -> String {
    format!("{done}/{all} phần")
}

pub fn profile_first(block: &str) -> String {
    format!("Ghi người ký, địa danh, ký hiệu văn bản, {block}")
}
