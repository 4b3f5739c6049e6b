//! The invitation.

pub const INVITED: &str = "Lời mời vào sổ";
pub const CODE: &str = "Mã mời";
pub const CODE_HINT: &str =
    "Mười chữ và số trong lời mời, ví dụ K7QM-3XP2-7B; dán cả đường dẫn hay cả tin nhắn cũng được.";
pub const TYPE_CODE: &str = "Nhập mã mời";
pub const TYPE_CODE_WHY: &str =
    "Sổ Thi đua mở bằng lời mời của người phụ trách: một đường dẫn, một mã QR hoặc một mã ngắn.";
pub const LOOK_UP: &str = "Xem lời mời";
pub const TAKE_INVITATION: &str = "Nhận sổ trên máy này";
pub const TAKING: &str = "Đang nhận…";
pub const TAKING_WHY: &str = "Mạng yếu thì lâu hơn một chút. Sổ tự mở khi nhận xong.";
pub const LOOKING: &str = "Đang xem lời mời…";
pub const OPEN_OUTSIDE: &str = "Hãy mở bằng Chrome hoặc Safari.";
pub const OPEN_OUTSIDE_WHY: &str = "Trang này đang mở bên trong một ứng dụng khác, nơi sổ không giữ được lâu. Hãy mở trình duyệt của máy, vào địa chỉ dưới đây rồi nhập mã:";
pub const TO_HOME_SCREEN_FIRST: &str = "Hãy đưa sổ ra màn hình chính trước.";
pub const TO_HOME_SCREEN_FIRST_WHY: &str = "Trên iPhone, ứng dụng ở màn hình chính giữ kho dữ liệu riêng. Bấm nút Chia sẻ, chọn “Thêm vào MH chính”, mở Sổ Thi đua từ màn hình chính rồi nhập mã này:";
pub const TAKE_HERE_ALL_THE_SAME: &str = "Vẫn nhận trong trình duyệt này";
pub const INVITATION_UNKNOWN: &str = "Không có lời mời với mã này.";
pub const INVITATION_UNKNOWN_WHY: &str =
    "Hãy xem lại từng chữ trong mã, hoặc xin mã mới từ người đã mời.";
pub const INVITATION_COMPOSED: &str =
    "Bàn phím đã đổi chữ trong mã thành chữ có dấu. Hãy tắt gõ tiếng Việt (Telex) rồi gõ lại mã.";
pub const NOT_ENROLLED: &str = "Chưa nhận được sổ.";
pub const INVITATION_USED: &str = "Lời mời này đã được dùng.";
pub const INVITATION_USED_WHY: &str = "Mỗi lời mời chỉ dùng cho một máy. Hãy xin một lời mời mới.";
pub const INVITATION_HERE: &str = "Máy này đã nhận sổ bằng lời mời này.";
pub const INVITATION_HERE_WHY: &str = "Không cần nhận lại.";
pub const NOT_KNOWN: &str = "Sổ chung không còn biết máy này.";
pub const NOT_KNOWN_WHY: &str = "Những gì đã ghi vẫn còn trên máy. Hãy xin người phụ trách một lời mời mới; mã cần đưa có ở trang Sổ chung.";
pub const OPEN_REGISTER: &str = "Mở sổ";
pub const INVITATION_EXPIRED: &str = "Lời mời đã hết hạn.";
pub const INVITATION_EXPIRED_WHY: &str = "Hãy xin người đã mời gửi một lời mời mới.";
pub const INVITATION_LATER: &str = "Chưa xem được lời mời.";
pub const INVITATION_NO_NETWORK: &str =
    "Máy chưa tới được sổ chung. Lời mời cần có mạng một lần; hãy thử lại khi có sóng.";
pub const INVITATION_TOO_MANY: &str = "Đã thử quá nhiều lần. Hãy đợi vài phút rồi thử lại.";
pub const NAME: &str = "Họ và tên";
pub const ROLE: &str = "Việc được giao";
pub const AT: &str = "Tại";
pub const INVITED_BY: &str = "Người mời";
