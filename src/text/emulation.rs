//! Emulation.

pub const REGISTRATIONS: &str = "Đăng ký thi đua";
pub const BEGIN_EMPTY: &str = "Ghi mới từ đầu";
pub const OF_DELETED_VILLAGE: &str = "Thôn đã xoá";
pub const BEGIN_FROM_OTHER: &str = "Lấy chỉ tiêu từ:";

pub fn in_year(year: i64) -> String {
    format!("năm {year}")
}

pub fn begin(who: &str, year: i32) -> String {
    format!("Bắt đầu bản đăng ký năm {year} của {who}")
}

pub fn begin_from_year(year: i32) -> String {
    format!("Lấy từ năm {year} của chính đơn vị này")
}

pub fn results_of_year(year: i32) -> String {
    format!("Số đăng ký năm {year} được ghi sẵn vào “Thực hiện năm trước”; hãy sửa theo kết quả.")
}
