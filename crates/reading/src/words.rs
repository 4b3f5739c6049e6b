//! What is wrong, in the words of those who write rule sets.

pub(crate) const ROOT: &str = "gốc tệp";
pub(crate) const MISSING: &str = "thiếu mục này";
pub(crate) const TWICE: &str = "mục này có hai lần";
pub const OBJECT: &str = "phải là một đối tượng {…}";
pub const LIST: &str = "phải là một danh sách […]";
pub(crate) const ITEMS: &str = "danh sách này thiếu mục";
pub(crate) const NO_PART: &str = "mục này thừa hoặc sai tên";
pub(crate) const TEXT: &str = "phải là chữ trong ngoặc kép";
pub(crate) const BOOL: &str = "phải là true hoặc false";
pub(crate) const NUMBER: &str = "phải là một số nguyên";
pub(crate) const TOO_LARGE: &str = "số này quá lớn hoặc quá nhỏ";
