//! Commendation.

pub const NOMINATIONS: &str = "Đề nghị khen thưởng";
pub const NEW_NOMINATION: &str = "Đề nghị mới";
pub const NO_NOMINATIONS: &str = "Chưa có đề nghị nào";
pub const NO_NOMINATIONS_WHY: &str = "Bắt đầu một bản nháp; có thể ghi dần, không cần mạng.";
pub const WHO_IS_IT: &str = "Đề nghị cho ai?";
pub const FOR_COLLECTIVE: &str = "Tập thể";
pub const FOR_INDIVIDUAL: &str = "Cá nhân";
pub const FOR_FAMILY: &str = "Gia đình";
pub const MISSING_PARTS: &str = "Còn thiếu phần";
pub const COMPLETE_DRAFTS: &str = "Đủ các phần";
pub const SEARCH_SUBJECT: &str = "Tên người, gia đình, tập thể, thôn";
pub const TYPE_A_NAME: &str = "Gõ tên để tìm trong sổ, hoặc để thêm mới.";

/// «Thôn, bản (tập thể)»: what a village is nominated as.
pub fn village_as(subject: &str) -> String {
    format!("{} ({})", register::kind::VILLAGES, super::within(subject))
}

pub fn nominate(who: &str) -> String {
    format!("Đề nghị khen thưởng: {who}")
}
