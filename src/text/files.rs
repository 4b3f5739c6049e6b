//! Photos and files.

pub const FILES: &str = "Ảnh và tệp kèm theo";
pub const ADD_FILES: &str = "Thêm ảnh hoặc tệp PDF";
pub const FILE: &str = "Tệp";
pub const PHOTO: &str = "Ảnh";
pub const PDF: &str = "Tệp PDF";
pub const FILE_NAME: &str = "Tên ảnh, tệp";
pub const FILE_SORT: &str = "Loại";
pub const FILE_ADDED: &str = "Người thêm";
pub const SAVE_FILE: &str = "Lưu tệp ra máy";
pub const DELETE_FILE: &str = "Xoá ảnh, tệp này";
pub const NOT_IN_REGISTER: &str = "Chưa vào sổ chung";
pub const FILE_REFUSED: &str = "Chưa ghi được vào sổ chung";
pub const FILE_REFUSED_WHY: &str =
    "Sổ chung không nhận tệp này. Hãy hỏi người quản trị, rồi thử lại; tệp vẫn ở trên máy.";
pub const NOT_TAKEN: &str = "Không thêm được.";
pub const FILE_KIND: &str = "chỉ nhận ảnh và tệp PDF.";
pub const FILE_TOO_LARGE: &str = "tệp lớn hơn 10 MB. Hãy chia thành nhiều tệp nhỏ hơn.";
pub const FILE_UNREADABLE: &str =
    "máy không đọc được tệp này. Hãy chụp lại, hoặc chọn ảnh dạng JPEG.";
pub const FILE_NOT_KEPT: &str = "máy không còn chỗ hoặc không lưu được. Tệp gốc vẫn ở trên máy.";
pub const FILE_COMING: &str = "Đang lấy bản đầy đủ…";
pub const FILE_AWAY: &str = "Chưa lấy được bản đầy đủ.";
pub const FILE_AWAY_WHY: &str = "Cần có mạng. Hãy thử lại khi có mạng.";
pub const FILE_NOT_THERE: &str = "Chưa có trong sổ chung.";
pub const FILE_NOT_THERE_WHY: &str = "Ảnh, tệp này còn ở máy của người đã thêm. Hãy thử lại sau.";
pub const FILE_DELETED: &str = "Ảnh, tệp này đã bị xoá";
pub const FILE_DELETED_WHY: &str = "Có thể khôi phục.";
pub const SEND_FILES: &str = "Khi có mạng, gửi ảnh và tệp";
pub const FILES_WAIT: &str = " Đang để sau: sẽ chờ đến khi chọn “Gửi ngay”.";
pub const SEND_FILES_NOW: &str = "Gửi ngay";
pub const SEND_FILES_LATER: &str = "Để sau";

pub const FILES_ALL_SHARED: &str = "Mọi ảnh, tệp trên máy này đã vào sổ chung.";

pub fn files_outside(count: usize) -> String {
    format!(" · {count} ảnh, tệp chưa vào sổ chung")
}

/// «3 tệp chưa vào sổ chung, còn 2,1 MB.»
pub fn files_waiting(count: usize, size: &str) -> String {
    format!("{count} ảnh, tệp chưa vào sổ chung, còn {size} MB.")
}
