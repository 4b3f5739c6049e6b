//! What is wrong, in the words of those who write rule sets.

pub const ROOT: &str = "gốc tệp";
pub const MISSING: &str = "thiếu mục này";
pub(crate) const TWICE: &str = "mục này có hai lần";
pub const OBJECT: &str = "phải là một đối tượng {…}";
pub const LIST: &str = "phải là một danh sách […]";
pub const ITEMS: &str = "danh sách này thiếu mục";
pub const NO_PART: &str = "mục này thừa hoặc sai tên";
pub const TEXT: &str = "phải là chữ trong ngoặc kép";
pub const BOOL: &str = "phải là true hoặc false";
pub const NUMBER: &str = "phải là một số nguyên";
pub const TOO_LARGE: &str = "số này quá lớn hoặc quá nhỏ";
