//! The texts of the interface, one table. Words as in LOOK: «sổ chung» is what
//! all share, «trên máy» what is on this phone; «gửi», «nộp», «trình» are kept
//! for what an office does with a dossier.

pub mod handover;
pub mod papers;

// The frame.
pub const APP: &str = "Sổ Thi đua";
pub const NAVIGATION: &str = "Các phần của sổ";
pub const TAB_HOME: &str = "Trang chủ";
pub const TAB_PLACES: &str = "Địa bàn";
pub const TAB_EMULATION: &str = "Thi đua";
pub const TAB_COMMENDATION: &str = "Khen thưởng";
pub const TAB_MORE: &str = "Khác";
pub const BACK: &str = "Quay lại";
pub const PART_BEFORE: &str = "Phần trước";
pub const GO_ON: &str = "Tiếp tục";
pub const DONE: &str = "Xong";
pub const CLOSE: &str = "Đóng";
pub const CANCEL: &str = "Thôi";
pub const UNDO: &str = "Hoàn tác";
pub const SEARCH: &str = "Tìm";
pub const SEARCH_EXAMPLE: &str = "Tìm: ban po";
pub const SEARCH_COLLECTIVE: &str = "Tìm: truong tieu hoc";
pub const FILTERS: &str = "Lọc danh sách";
pub const CLEAR: &str = "Xoá chữ đang tìm";
pub const SHOW_MORE: &str = "Hiện thêm";
pub const NOT_HERE: &str = "Không có trong sổ";
pub const NOT_HERE_WHY: &str =
    "Phiếu này không có trên máy. Có thể nó chưa về từ sổ chung, hoặc đã bị xoá ở máy khác.";
pub const STORE_FAILED: &str = "Chưa mở được sổ trên máy này";
pub const STORE_FAILED_WHY: &str = "Trình duyệt không cho mở kho dữ liệu. Những gì đã nhập vẫn còn nguyên. Hãy đóng các thẻ khác của sổ rồi mở lại.";
pub const STORE_GONE: &str = "Kho dữ liệu trên máy đã trống";
pub const STORE_GONE_WHY: &str = "Máy này từng mở sổ, nhưng trình duyệt đã xoá kho dữ liệu. Những gì đã vào sổ chung sẽ trở lại sau khi nhận lời mời mới; những gì chưa vào sổ chung trên máy này thì không còn.";
pub const STORE_CLEARED: &str = "Trình duyệt vừa xoá kho dữ liệu trên máy. Chữ đang thấy vẫn ở trên màn hình: hãy lưu phiếu này ra tệp rồi tải lại trang.";
pub const STORE_NEWER: &str = "Sổ vừa được mở bằng phiên bản mới hơn ở một thẻ khác. Hãy lưu phiếu này ra tệp rồi tải lại trang.";
pub const WAITING_FILE: &str = "so-thi-dua-chua-vao-so-chung.json";
pub const TAKE_FORM_OUT: &str = "Lưu phiếu này ra tệp";
pub const TAKE_WAITING_OUT: &str = "Lưu những gì chưa vào sổ chung ra tệp";
pub const NEW_RELEASE: &str = "Có phiên bản mới.";
pub const NEW_RELEASE_WHY: &str = "Những gì đang gõ vẫn được giữ.";
pub const TAKE_NEW_RELEASE: &str = "Cập nhật";

// Saving and the shared register.
pub const SAVED: &str = "Đã lưu trên máy";
pub const SAVES_ITSELF: &str = "Mọi điều nhập vào được lưu ngay trên máy";
pub const STORAGE_FULL: &str = "Máy đã hết chỗ lưu. Hãy xoá bớt ảnh, phim trên máy rồi sửa lại ô vừa nhập; chữ đang gõ vẫn ở trên màn hình.";
pub const NOT_SAVED: &str = "Chưa lưu được trên máy. Đừng đóng trang này; hãy thử rời ô rồi gõ lại, hoặc sao chép nội dung ra chỗ khác.";
pub const ALL_SHARED: &str = "Đã vào sổ chung";
pub const NOT_YET_REACHED: &str = " · chưa lần nào tới sổ chung";
pub const CANNOT_REACH_REVOKED: &str = "Máy này không còn quyền vào sổ chung";

pub fn saved_at(second: &str) -> String {
    format!("{SAVED} {second}")
}

pub fn waiting(count: u32) -> String {
    format!(" · {count} thay đổi chưa vào sổ chung")
}

pub fn last_reached_at(when: &str) -> String {
    format!(" Gần nhất {when}.")
}

pub fn last_reached(when: &str) -> String {
    format!(" · gần nhất {when}")
}

pub fn could_not_enter(count: usize) -> String {
    format!("{count} thay đổi chưa ghi được vào sổ chung")
}

pub fn clock_off(minutes: i64) -> String {
    if minutes.abs() >= 2 * 24 * 60 {
        format!("Đồng hồ của máy lệch {} ngày.", (minutes / 24 / 60).abs())
    } else {
        format!("Đồng hồ của máy lệch {} phút.", minutes.abs())
    }
}
pub const CLOCK_OFF_WHY: &str =
    "Không mất gì cả, nhưng ngày giờ hiện trên máy này không đúng. Hãy chỉnh lại đồng hồ.";

// Forms.
pub const SECTIONS: &str = "Các phần";
pub const SECTION: &str = "Phần";
pub const FURTHER: &str = "Các phần khác";
pub const COMPLETE: &str = "Đủ";
pub const WRITTEN: &str = "Đã ghi";
pub const NOT_BEGUN: &str = "Chưa ghi";
pub const CHECK: &str = "Kiểm tra lại";
pub const TO_MEND: &str = "Cần sửa";
pub const TO_NOTE: &str = "Nên xem";
pub const NOTHING_MISSING: &str = "Đã đủ.";
pub const NOTHING_MISSING_WHY: &str = "Không còn ô nào thiếu hay cần sửa.";
pub const WORTH_A_LOOK: &str = "Nên xem lại trước khi ký";
pub const REQUIRED_MARK: &str = "Ô có dấu * phải ghi thì phiếu mới đủ.";
pub const NOT_WRITTEN: &str = "chưa ghi";
pub const NOT_CHOSEN: &str = "Chưa chọn";
pub const NOT_ON_THIS_PHONE: &str = "Đã chọn, nhưng chưa có trên máy này";
pub const CHOOSE: &str = "Chọn";
pub const UNCHOOSE: &str = "Bỏ chọn";
pub const UNCHECKED: &str = "Biểu mẫu chưa đối chiếu với văn bản hiện hành.";
pub const DELETE: &str = "Xoá phiếu này";
pub const IS_DELETED: &str = "Phiếu này đã bị xoá.";
pub const IS_DELETED_WHY: &str = "Nội dung vẫn còn, có thể khôi phục.";
pub const RESTORE: &str = "Khôi phục";
pub const DISPUTED: &str = "Có người đã xoá, có người vẫn sửa.";
pub const DISPUTED_WHY: &str = "Người xoá chưa thấy những sửa đổi mới. Hãy quyết định giữ hay xoá.";
pub const KEEP_IT: &str = "Giữ lại";
pub const DELETE_ALL_THE_SAME: &str = "Vẫn xoá";

pub fn found_again(when: &str) -> String {
    format!("Nội dung gõ dở lúc {when} được giữ lại. Bấm ra ngoài ô để lưu vào phiếu.")
}

pub fn missing(count: usize) -> String {
    format!("còn thiếu {count} ô")
}

pub fn must_write(count: usize) -> String {
    format!("{count} ô phải ghi")
}

pub fn to_look_at(count: usize) -> String {
    format!("Còn {count} chỗ cần xem")
}

/// A reason why what was typed cannot be saved is said with it.
pub fn found_wrong(when: &str, reason: &str) -> String {
    format!("Nội dung gõ dở lúc {when} được giữ lại. {reason}")
}

/// The name of a kind of thing within a sentence: «Chỉ tiêu» as «chỉ tiêu».
pub fn within(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

pub const OF_NOMINATIONS: &str = "đề nghị khen thưởng";
pub const OF_PEOPLE: &str = "cá nhân";
pub const OF_FAMILIES: &str = "gia đình";
pub const OF_COLLECTIVES: &str = "tập thể";

pub fn registration_with_state(year: i32, signed: bool) -> String {
    let state = if signed {
        "đã ký giao ước"
    } else {
        "chưa ký giao ước"
    };
    format!("đăng ký thi đua năm {year} ({state})")
}

pub fn hangs_on_village(what: &str) -> String {
    format!("Thôn này có {what}. Các phiếu ấy vẫn ở trong sổ và được ghi là của thôn đã xoá.")
}

pub fn delete_it(what: &str) -> String {
    format!("Xoá {what}?")
}

pub fn at_least_one(item: &str) -> String {
    format!("Cần ghi ít nhất một {item}.")
}

pub fn deleted(what: &str) -> String {
    format!("Đã xoá {what}.")
}

pub const MOVE_UP: &str = "Đưa lên:";
pub const MOVE_DOWN: &str = "Đưa xuống:";
pub const DELETE_LINE: &str = "Xoá";

/// «2. Số km đường», or «Chỉ tiêu thứ 2» before it has a name.
pub fn line_title(item: &str, number: usize, name: Option<String>) -> String {
    match name {
        Some(name) => format!("{number}. {name}"),
        None => format!("{item} thứ {number}"),
    }
}

/// «Xoá chỉ tiêu thứ 2: Số km đường».
pub fn of_line(verb: &str, item: &str, number: usize, name: Option<String>) -> String {
    let line = format!("{verb} {} thứ {number}", within(item));
    match name {
        Some(name) => format!("{line}: {name}"),
        None => line,
    }
}

pub fn make_new(kind: &str, name: &str) -> String {
    let what = match kind {
        register::kind::PERSON => "người",
        register::kind::FAMILY => "gia đình",
        _ => "tập thể",
    };
    format!("Thêm {what} “{name}”")
}

// Two people, one field.
pub const CHOOSE_RIGHT: &str = "Hãy chọn nội dung đúng:";
pub const BOTH_KEPT: &str =
    "Hai người cùng sửa ô này khi chưa có mạng. Cả hai nội dung đều được giữ.";
pub const WRITE_OTHER: &str = "Ghi khác…";
pub const USE_THIS: &str = "Dùng nội dung này";
pub const CHOOSE_ONE_FIRST: &str = "Hãy chọn một nội dung trước.";
pub const CLEARED: &str = "(để trống)";
pub const THIS_PHONE: &str = "máy này";
pub const ANOTHER_PHONE: &str = "máy khác";
pub const REVIEW: &str = "Cần xem lại";
pub const NOTHING_TO_REVIEW: &str = "Không có chỗ nào cần xem lại";
pub const NOTHING_TO_REVIEW_WHY: &str =
    "Khi hai người cùng sửa một ô, hoặc người này xoá mà người kia vẫn sửa, sẽ chọn ở đây.";

pub fn places_to_review(count: u32) -> String {
    format!("{count} chỗ cần xem lại")
}

// The invitation.
pub const INVITED: &str = "Lời mời vào sổ";
pub const CODE: &str = "Mã mời";
pub const CODE_HINT: &str = "Mười chữ và số trong lời mời, ví dụ K7QM-3XPD-2A.";
pub const TYPE_CODE: &str = "Nhập mã mời";
pub const TYPE_CODE_WHY: &str =
    "Sổ Thi đua mở bằng lời mời của người phụ trách: một đường dẫn, một mã QR hoặc một mã ngắn.";
pub const LOOK_UP: &str = "Xem lời mời";
pub const TAKE_INVITATION: &str = "Nhận sổ trên máy này";
pub const TAKING: &str = "Đang nhận…";
pub const LOOKING: &str = "Đang xem lời mời…";
pub const OPEN_OUTSIDE: &str = "Hãy mở bằng Chrome hoặc Safari.";
pub const OPEN_OUTSIDE_WHY: &str = "Trang này đang mở bên trong một ứng dụng khác, nơi sổ không giữ được lâu. Hãy mở trình duyệt của máy, vào địa chỉ dưới đây rồi nhập mã:";
pub const TO_HOME_SCREEN_FIRST: &str = "Hãy đưa sổ ra màn hình chính trước.";
pub const TO_HOME_SCREEN_FIRST_WHY: &str = "Trên iPhone, ứng dụng ở màn hình chính giữ kho dữ liệu riêng. Bấm nút Chia sẻ, chọn “Thêm vào MH chính”, mở Sổ Thi đua từ màn hình chính rồi nhập mã này:";
pub const TAKE_HERE_ALL_THE_SAME: &str = "Vẫn nhận trong trình duyệt này";
pub const INVITATION_UNKNOWN: &str = "Không có lời mời với mã này.";
pub const INVITATION_UNKNOWN_WHY: &str =
    "Hãy xem lại từng chữ trong mã, hoặc xin mã mới từ người đã mời.";
pub const INVITATION_USED: &str = "Lời mời này đã được dùng.";
pub const INVITATION_USED_WHY: &str = "Mỗi lời mời chỉ dùng cho một máy. Hãy xin một lời mời mới.";
pub const INVITATION_HERE: &str = "Máy này đã nhận sổ bằng lời mời này.";
pub const INVITATION_HERE_WHY: &str = "Không cần nhận lại.";
pub const OPEN_REGISTER: &str = "Mở sổ";
pub const INVITATION_EXPIRED: &str = "Lời mời đã hết hạn.";
pub const INVITATION_EXPIRED_WHY: &str = "Hãy xin người đã mời gửi một lời mời mới.";
pub const INVITATION_LATER: &str = "Chưa xem được lời mời.";
pub const INVITATION_NO_NETWORK: &str =
    "Máy chưa tới được sổ chung. Lời mời cần có mạng một lần; hãy thử lại khi có sóng.";
pub const INVITATION_TOO_MANY: &str = "Đã thử quá nhiều lần. Hãy đợi vài phút rồi thử lại.";
pub const REST_ON_ITS_WAY: &str = "Đang tải phần còn lại của sổ…";
pub const REST_ON_ITS_WAY_WHY: &str =
    "Chỉ lần đầu mới phải chờ. Sau đó sổ dùng được cả khi không có mạng.";
pub const REST_DID_NOT_COME: &str = "Sổ chưa tải xong về máy này";
pub const REST_DID_NOT_COME_WHY: &str =
    "Mạng bị ngắt giữa chừng. Khi có mạng, sổ tự tải tiếp; những gì đã ghi vẫn còn nguyên.";
pub const TRY_AGAIN: &str = "Thử lại";
pub const NAME: &str = "Họ và tên";
pub const ROLE: &str = "Việc được giao";
pub const AT: &str = "Tại";
pub const INVITED_BY: &str = "Người mời";

// Home.
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

// The place and its people.
pub const VILLAGES: &str = "Thôn, bản";
pub const PEOPLE: &str = "Cá nhân";
pub const FAMILIES: &str = "Gia đình";
pub const COLLECTIVES: &str = "Tập thể";
pub const ADD_VILLAGE: &str = "Thêm thôn";
pub const ADD_PERSON: &str = "Thêm người";
pub const ADD_FAMILY: &str = "Thêm gia đình";
pub const ADD_COLLECTIVE: &str = "Thêm tập thể";
pub const PASTE_LIST: &str = "Dán danh sách";
pub const NO_VILLAGES: &str = "Chưa có thôn nào";
pub const NO_VILLAGES_WHY: &str = "Dán danh sách từ tin nhắn, hoặc thêm từng thôn.";
pub const NONE_YET: &str = "Chưa có ai trong danh sách";
pub const NONE_YET_WHY: &str =
    "Thêm ở đây, hoặc thêm ngay khi đang ghi bản đăng ký, đề nghị khen thưởng.";
pub const NOTHING_FOUND: &str = "Không tìm thấy";
pub const NOTHING_FOUND_WHY: &str = "Thử gõ ít chữ hơn. Không cần gõ dấu.";
pub const WHERE_TO: &str = "Thuộc nơi nào?";
pub const WHOLE_COMMUNE: &str = "Chung của xã";
pub const MAY_BE_TWICE: &str = "có thể trùng";
pub const ON_THIS_PHONE: &str = "trên máy";
pub const ALL: &str = "Tất cả";
pub const NOT_REGISTERED: &str = "Chưa đăng ký";
pub const PLEDGE_SIGNED: &str = "Đã ký giao ước";
pub const COMPLETE_UNSIGNED: &str = "Đủ, chưa ký";
pub const INCOMPLETE: &str = "Chưa đủ phần";
pub const UNNAMED: &str = "(chưa ghi tên)";

// Pasting a list.
pub const PASTE_TITLE: &str = "Dán danh sách thôn";
pub const PASTE_LABEL: &str = "Danh sách, mỗi dòng một thôn";
pub const PASTE_HINT: &str = "Dán từ tin nhắn Zalo hoặc bảng tính. Có thể có thêm cột trưởng thôn, số hộ, số khẩu, điện thoại.";
pub const NEW: &str = "Mới";
pub const SKIPPED: &str = "Bỏ qua";

pub const IN_REGISTER: &str = "đã có trong sổ";
pub const PASTE_EMPTY: &str = "Chép danh sách trong Zalo hoặc bảng tính, bấm giữ vào ô trên rồi chọn Dán. Gõ từng dòng cũng được.";
pub const PASTE_CHOOSE: &str = "Bỏ dấu ở dòng nào thì dòng ấy không được thêm.";
pub const PASTE_NO_NAMES: &str =
    "Chưa thấy tên thôn nào. Mỗi dòng ghi một thôn, ví dụ: Bản Pò Mã, Lý Văn Ân, 64 hộ.";
pub const PASTE_ALL_TWICE: &str = "Các thôn này đã có trong sổ.";

pub fn same_as_line(line: usize) -> String {
    format!("trùng dòng {line}")
}

pub fn added_villages(count: usize) -> String {
    format!("Đã thêm {count} thôn")
}

pub fn earlier_work(count: usize) -> String {
    format!(
        "{count} thay đổi đã nhập trên máy này chưa vào sổ chung. Chuyển sang để không phải nhập lại."
    )
}

pub fn add_villages(count: usize) -> String {
    format!("Thêm {count} thôn")
}

// Emulation.
pub const REGISTRATIONS: &str = "Đăng ký thi đua";
pub const BEGIN_EMPTY: &str = "Ghi mới từ đầu";
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

// Commendation.
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

// What is not in the shared register.
pub const SHARED_REGISTER: &str = "Sổ chung";
pub const SHARED_REGISTER_IS: &str = "Sổ chung:";
pub const WAITING_HERE: &str = "Đang chờ trên máy";
pub const WAITING_WHY: &str = "Sẽ tự vào sổ chung khi máy có mạng. Không cần làm gì thêm.";
pub const NOTHING_WAITS: &str = "Mọi thay đổi đã vào sổ chung";
pub const NOTHING_WAITS_WHY: &str = "Máy này không giữ thay đổi nào chưa vào sổ chung.";
pub const EARLIER_WORK: &str = "Còn việc của lần nhận sổ trước.";
pub const TAKE_ALONG: &str = "Chuyển sang sổ này";
pub const COULD_NOT_ENTER: &str = "Chưa ghi được vào sổ chung";
pub const TRY_NOW: &str = "Thử ngay";
pub const TAKE_OUT: &str = "Lưu ra tệp để phòng hỏng máy";
pub const NO_RIGHT: &str = "Người dùng không có quyền sửa mục này.";
pub const REFUSED_FORM: &str = "Sổ chung không đọc được thay đổi này.";
pub const REFUSED_OTHER: &str = "Sổ chung không nhận thay đổi này.";
pub const LINK_STARTING: &str = "Đang mở.";
pub const LINK_BUSY: &str = "Đang trao đổi với sổ chung…";
pub const LINK_REACHED: &str = "Đã tới sổ chung.";
pub const LINK_AWAY: &str = "Chưa có mạng tới sổ chung. Mọi việc vẫn làm được.";
pub const LINK_TROUBLE: &str = "Sổ chung đang bận hoặc cần phiên bản mới. Máy sẽ tự thử lại.";
pub const LINK_REVOKED: &str = "Quyền của máy này đã bị thu hồi. Những gì đã nhập vẫn ở trên máy; hãy liên hệ người phụ trách để nhận lời mời mới.";

// More.
pub const TEXT_SIZE: &str = "Cỡ chữ";
pub const COLOURS: &str = "Màu nền";
pub const SETTINGS: &str = "Máy này";
pub const THE_PERSON: &str = "Người dùng";
pub const OTHER_PERSON: &str = "Người khác dùng máy này";
pub const SWITCH_TO: &str = "Chuyển sang";
pub const DELETED_RECORDS: &str = "Phiếu đã xoá";
pub const NOTHING_DELETED: &str = "Chưa xoá phiếu nào";
pub const NOTHING_DELETED_WHY: &str = "Phiếu bị xoá sẽ nằm ở đây để khôi phục khi cần.";
pub const RELEASE: &str = "Phiên bản";
pub const INSTALL: &str = "Đưa sổ ra màn hình chính.";
pub const INSTALL_WHY: &str =
    "Sổ mở nhanh hơn khi không có mạng, và trình duyệt không tự xoá dữ liệu.";
pub const INSTALL_ACT: &str = "Đưa ra màn hình chính";
pub const INSTALL_IPHONE: &str = "Bấm nút Chia sẻ của Safari rồi chọn “Thêm vào MH chính”.";
pub const LATER: &str = "Để sau";
pub const RULES: &str = "Bộ quy định";
pub const TYPE_A_NAME: &str = "Gõ tên để tìm trong sổ, hoặc để thêm mới.";
pub const SEARCH_PERSON: &str = "Gõ tên, không cần dấu";
pub const SEARCH_PERSON_EXAMPLE: &str = "Tìm: tien phuc hoặc ttp";
pub const OPEN_RECORD: &str = "Mở phiếu";
pub const WAS_DELETED: &str = "đã xoá";
pub const OF_DELETED_VILLAGE: &str = "Thôn đã xoá";

pub fn records(count: usize) -> String {
    format!("{count} phiếu")
}

pub fn changes(count: usize) -> String {
    format!("{count} thay đổi")
}

pub fn profile_first(block: &str) -> String {
    format!("Ghi người ký, địa danh, ký hiệu văn bản, {block}")
}

pub fn nominate(who: &str) -> String {
    format!("Đề nghị khen thưởng: {who}")
}

pub fn storage_used(used: u64, of: u64) -> String {
    format!("Kho trên máy: đã dùng {used} MB trong {of} MB")
}

// Photos and files.
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
