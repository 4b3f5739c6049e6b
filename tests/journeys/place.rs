//! The villages of the commune: one by one, many at once, found, changed, deleted and had back.

use crate::common::{LAN, add_villages, official, open_section, open_village};
use journeys::{Endpoint, Engine, Invitation, Phone, journey};

journey!(a_village_is_added_changed_deleted_and_had_back: Chromium, WebKit);
async fn a_village_is_added_changed_deleted_and_had_back(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.go_to_list("Thôn, bản").await;
    phone
        .sees(&[
            "Chưa có thôn nào",
            "Dán danh sách từ tin nhắn, hoặc thêm từng thôn.",
        ])
        .await;
    phone.screen("villages-empty").await;
    phone.tap("Thêm thôn").await;
    phone.see("Họ và tên trưởng thôn").await;
    phone.chooses("Là", "Bản").await;
    phone
        .writes(&[
            ("Tên", "Pò Mã"),
            ("Họ và tên trưởng thôn", "Lý Văn Ân"),
            ("Điện thoại", "0912345678"),
            ("Số hộ", "64"),
            ("Số nhân khẩu", "1287"),
        ])
        .await;
    phone.reads("Số nhân khẩu", "1.287").await;
    phone.screen("village").await;
    phone.tap("Xong").await;
    phone.sees_rows(&["Bản Pò Mã"]).await;
    phone.row_says("Bản Pò Mã", "Lý Văn Ân").await;
    phone.row_says("Bản Pò Mã", "64 hộ").await;

    phone.tap("Bản Pò Mã").await;
    phone
        .writes(&[("Họ và tên trưởng thôn", "Lý Thị Mùi")])
        .await;
    phone.tap("Xong").await;
    phone.row_says("Bản Pò Mã", "Lý Thị Mùi").await;

    phone.tap("Bản Pò Mã").await;
    phone.tap("Xoá phiếu này").await;
    phone.sees(&["Chưa có thôn nào", "Đã xoá Bản Pò Mã."]).await;
    phone.screen("village-deleted").await;
    phone.tap("Hoàn tác").await;
    phone.sees_rows(&["Bản Pò Mã"]).await;

    phone.tap("Bản Pò Mã").await;
    phone.tap("Xoá phiếu này").await;
    phone.see("Chưa có thôn nào").await;
    phone.reopen().await;
    phone.see("Chưa có thôn nào").await;
    phone.tab("Khác").await;
    phone.tap("Phiếu đã xoá").await;
    phone.screen("deleted").await;
    phone.tap("Bản Pò Mã").await;
    phone.see("Phiếu này đã bị xoá.").await;
    phone.tap("Khôi phục").await;
    phone.see_gone("Phiếu này đã bị xoá.").await;
    phone.go_to_list("Thôn, bản").await;
    phone.row_says("Bản Pò Mã", "Lý Thị Mùi").await;
    phone.complains_of_nothing().await;
}

journey!(what_must_be_written_is_asked_for_before_the_form_is_left: Chromium, WebKit);
async fn what_must_be_written_is_asked_for_before_the_form_is_left(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã, Lý Văn Ân, 64 hộ"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    // Emptied, and «Xong» with the keyboard still in it.
    phone.types("Tên", "").await;
    phone.tap("Xong").await;
    phone.sees_note("Tên", "Chưa nhập “Tên”.").await;
    phone
        .wait_until("document.activeElement.id.endsWith('-name')")
        .await;
    phone.screen("village-without-name").await;
    phone.writes(&[("Tên", "Pò Má"), ("Số hộ", "sáu tư")]).await;
    phone.tap("Xong").await;
    phone
        .wait_until("document.activeElement.id.endsWith('-households')")
        .await;
    phone.sees_note("Số hộ", "Chỉ nhập chữ số").await;
    phone.reads("Số hộ", "sáu tư").await;
    phone.writes(&[("Số hộ", "65")]).await;
    phone.tap("Xong").await;
    phone.sees_rows(&["Bản Pò Má"]).await;
    phone.row_says("Bản Pò Má", "65 hộ").await;

    // A new one, too; but nobody is kept in it.
    phone.tap("Thêm thôn").await;
    phone
        .writes(&[("Họ và tên trưởng thôn", "Lý Thị Mùi")])
        .await;
    phone.tap("Xong").await;
    phone.sees_note("Tên", "Chưa nhập “Tên”.").await;
    phone.go_back().await;
    phone.see("Bản Pò Má").await;
}

journey!(a_number_that_may_only_be_read_has_its_unit_once: Chromium, WebKit);
async fn a_number_that_may_only_be_read_has_its_unit_once(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã, Lý Văn Ân, 59 hộ"]).await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    let reader = Invitation {
        role: "viewer",
        name: "Lương Thị Hạnh",
        ..LAN
    };
    let hanh = Phone::enrolled(engine, &endpoint, reader).await;
    open_village(&hanh, "Bản Pò Mã").await;
    hanh.reads("Số hộ", "59 hộ").await;
    hanh.screen("village-to-read").await;
    let field: String = hanh
        .script("return [...document.querySelectorAll('.field')].find((e) => e.innerText.includes('Số hộ')).innerText")
        .await;
    assert_eq!(
        field.split_whitespace().collect::<Vec<_>>(),
        ["Số", "hộ", "59", "hộ"]
    );
    hanh.tap("Xong").await;
    hanh.sees_rows(&["Bản Pò Mã"]).await;
}

journey!(the_end_of_a_list_is_seen_beside_what_can_be_taken_back: Chromium, WebKit);
async fn the_end_of_a_list_is_seen_beside_what_can_be_taken_back(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    let names: Vec<String> = (1..=12).map(|number| format!("Thôn {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    add_villages(&phone, &names).await;
    open_village(&phone, "Thôn 7").await;
    phone.tap("Xoá phiếu này").await;
    phone.see("Đã xoá Thôn 7.").await;
    phone
        .wait_until(
            "(() => {
                scrollTo(0, document.documentElement.scrollHeight);
                const box = (words) => document.querySelector(words)?.getBoundingClientRect();
                return box('main > a:last-of-type')?.bottom <= box('.snackbar')?.top;
            })()",
        )
        .await;
    phone.screen("villages-undo").await;
    phone.tap("Hoàn tác").await;
    phone.sees_title("Thôn, bản (12)").await;
}

journey!(what_is_typed_and_deleted_at_once_is_deleted: Chromium, WebKit);
async fn what_is_typed_and_deleted_at_once_is_deleted(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    open_village(&phone, "Bản Pò Mã").await;
    phone.types("Họ và tên trưởng thôn", "Lý Văn").await;
    phone.tap("Xoá phiếu này").await;
    phone.sees(&["Chưa có thôn nào", "Đã xoá Bản Pò Mã."]).await;
    phone.has_written().await;
    phone.reopen().await;
    phone.see("Chưa có thôn nào").await;
    phone.tab("Trang chủ").await;
    assert!(!phone.words().await.contains("chỗ cần xem lại"));
}

journey!(a_list_is_pasted: Chromium, WebKit);
async fn a_list_is_pasted(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Thôn Lặp Pịa, Hoàng Thị Ánh, 41 hộ"]).await;
    phone.tap("Dán danh sách").await;
    // «Âu Lò» as an iPhone's notes may hand it over: marks apart from their letters.
    let pasted = "DANH SÁCH CÁC THÔN, BẢN\n\
        \n\
        1. Bản Pò Mã - Lý Văn Ân - 64 hộ - 0912 345 678\n\
        2) Bản A\u{302}u Lo\u{300}, Trie\u{302}\u{323}u Sinh, 17 hộ\n\
        -----\n\
        Thôn Lặp Pịa\n\
        Co Chí\n\
        Bản Áng, Vi Văn Đức, ĐT: 09x2 345 678\n\
        bản pò mã\n\
        Tổng cộng: 6 thôn";
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone
        .sees(&[
            "Thêm 3 thôn",
            "Đã đọc 9 dòng, 3 dòng cần xem lại.",
            "Không phải tên thôn, bản.",
            "Không thấy tên thôn, bản.",
            "đã có trong sổ",
            "Chưa rõ có phải tên thôn, bản. Nếu phải thì chọn dòng này.",
            "Số điện thoại chưa đúng dạng.",
            "trùng dòng 3",
        ])
        .await;
    phone.screen("paste-preview").await;
    // One of which nothing says that it is a village, and two that are there already and are meant
    // all the same.
    phone.tap("Co Chí").await;
    phone.see("Thêm 4 thôn").await;
    phone.tap("Co Chí").await;
    phone.see("Thêm 3 thôn").await;
    phone.tap("Co Chí").await;
    phone.tap("đã có trong sổ").await;
    phone.tap("trùng dòng 3").await;
    phone.tap("Thêm 6 thôn").await;
    phone.sees_title("Thôn, bản (7)").await;
    phone.see("Đã thêm 6 thôn").await;
    phone.screen("paste-undo").await;
    // It stays where it was done: not elsewhere, and still there on coming back.
    phone.tap("Co Chí").await;
    phone.see("Họ và tên trưởng thôn").await;
    assert!(!phone.words().await.contains("Hoàn tác"));
    phone.go_back().await;
    phone.see("Đã thêm 6 thôn").await;
    phone.tab("Trang chủ").await;
    phone.see("Việc cần làm").await;
    assert!(!phone.words().await.contains("Hoàn tác"));
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Hoàn tác").await;
    phone.sees_rows(&["Thôn Lặp Pịa"]).await;

    phone.tap("Dán danh sách").await;
    phone.see("bấm giữ vào ô trên rồi chọn Dán").await;
    assert!(!phone.words().await.contains("Thêm 0"), "nothing to add");
    phone.screen("paste-empty").await;
    phone
        .pastes("Danh sách, mỗi dòng một thôn", "Thôn Lặp Pịa")
        .await;
    phone.see("Các thôn này đã có trong sổ.").await;
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone.tap("Co Chí").await;
    phone.tap("đã có trong sổ").await;
    phone.tap("trùng dòng 3").await;
    phone.tap("Thêm 6 thôn").await;
    phone.sees_title("Thôn, bản (7)").await;
    phone.row_says("Bản Pò Mã", "có thể trùng").await;
    phone.row_says("Thôn Lặp Pịa", "có thể trùng").await;
    phone.screen("villages").await;
    // Nothing is to be reviewed, and nothing says so; the villages have the screen.
    assert!(!phone.words().await.contains("Cần xem lại"));
    let rows: usize = phone
        .script(
            "const end = document.querySelector('nav.tabs').getBoundingClientRect().top;
            scrollTo(0, 0);
            return [...document.querySelectorAll('main .row')].filter((row) => row.getBoundingClientRect().bottom <= end).length",
        )
        .await;
    assert!(rows >= 5, "{rows} villages on the screen");

    // What looked wrong is kept as it was, and said again where it stands.
    open_village(&phone, "Bản Áng").await;
    let number = phone.field_says("Điện thoại").await;
    assert!(number.contains("09x2 345 678"), "{number}");
    phone
        .sees_note("Điện thoại", "Số điện thoại chưa đúng dạng.")
        .await;
    phone.screen("village-odd-phone").await;
    open_village(&phone, "Bản Âu Lò").await;
    assert_eq!(phone.field_says("Tên").await, "Âu Lò", "composed");
    phone.complains_of_nothing().await;
}

journey!(a_table_is_pasted: Chromium, WebKit);
async fn a_table_is_pasted(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    let pasted = "🏡 STT; Tên thôn; Số hộ; Số khẩu\n\
        1; Bản Pò Mã; 64; 287\n\
        2; Thôn Lặp Pịa 🌸; 41; 180\n\
        Thôn Co Chí";
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone
        .sees(&["Thêm 3 thôn", "64 hộ · 287 khẩu", "Dòng tiêu đề của bảng."])
        .await;
    phone.screen("paste-table").await;
    phone.tap("Thêm 3 thôn").await;
    phone
        .sees_rows(&["Bản Pò Mã", "Thôn Co Chí", "Thôn Lặp Pịa"])
        .await;
    open_village(&phone, "Thôn Lặp Pịa").await;
    phone.reads("Số nhân khẩu", "180").await;
    phone.complains_of_nothing().await;
}

journey!(a_message_of_zalo_is_pasted: Chromium, WebKit);
async fn a_message_of_zalo_is_pasted(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    let pasted = "Em chào chị ạ, em gửi danh sách 24 thôn của xã mình\n\
        1. Thôn Khe Lầy - Bàn Văn Páo - 41 hộ - \u{202d}0912 345 678\u{202c}\n\
        2. Pò Lọi (Trưởng thôn Vi Văn Thắng, 88 hộ)\n\
        \n\
        Thôn Lặp Pịa\n\
        Trưởng thôn: Hoàng Thị Ánh\n\
        SĐT: 0987654321/0966111333\n\
        64 hộ, 287 khẩu\n\
        \n\
        Xóm Bãi, chưa có trưởng thôn\n\
        Hoàng Su\n\
        Em cảm ơn chị nhiều ạ!";
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone
        .sees(&[
            "Thêm 4 thôn",
            "Không phải tên thôn, bản.",
            "Bàn Văn Páo · 41 hộ · 0912345678",
            "Chưa rõ là thôn hay bản, tổ dân phố; tạm ghi là thôn.",
            "Hoàng Thị Ánh · 64 hộ · 287 khẩu · 0987654321 · Chưa dùng đến “0966111333”.",
            "Chưa dùng đến “chưa có trưởng thôn”.",
            "Chưa rõ có phải tên thôn, bản. Nếu phải thì chọn dòng này.",
        ])
        .await;
    // What is to be looked at comes first; what nothing speaks for is not ticked.
    let order: Vec<String> = phone
        .script(
            "return [...document.querySelectorAll('.preview li')].map((line) =>
                `${line.querySelector('input').checked ? '+' : '-'}${line.querySelector('.row-title').innerText} ${line.dataset.tone}`)",
        )
        .await;
    assert_eq!(
        order,
        [
            "+Thôn Pò Lọi warn",
            "+Thôn Lặp Pịa warn",
            "-Thôn Hoàng Su warn",
            "+Thôn Khe Lầy good",
            "+Xóm Bãi good",
            "-Em chào chị ạ, em gửi danh sách 24 thôn của xã mình plain",
            "-Em cảm ơn chị nhiều ạ! plain",
        ]
    );
    phone.screen("paste-message").await;
    phone.tap("Thêm 4 thôn").await;
    phone
        .sees_rows(&["Thôn Khe Lầy", "Thôn Lặp Pịa", "Thôn Pò Lọi", "Xóm Bãi"])
        .await;
    phone
        .row_says("Thôn Khe Lầy", "Trưởng thôn Bàn Văn Páo")
        .await;
    open_village(&phone, "Xóm Bãi").await;
    phone.reads("Tên", "Bãi").await;
    phone.complains_of_nothing().await;
}

journey!(a_table_of_excel_is_pasted: Chromium);
async fn a_table_of_excel_is_pasted(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    let pasted = "STT\t\"Thôn, bản,\ntổ dân phố\"\tTrưởng thôn\tSố hộ\n\
        1\tThôn Lặp Pịa\t\"Hoàng Thị Ánh\n0912345678\"\t41\n\
        2\t\"Bản Pò Mã \"\"mới\"\"\"\t\"Ðặng Văn Ân\"\t64";
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone
        .sees(&[
            "Thêm 1 thôn",
            "Hoàng Thị Ánh · 41 hộ · 0912345678",
            "Đặng Văn Ân · 64 hộ",
            "Tên dài hoặc có lẫn phần khác. Hãy xem lại.",
            "Dòng tiêu đề của bảng.",
        ])
        .await;
    phone.tap("Bản Pò Mã \"mới\"").await;
    phone.tap("Thêm 2 thôn").await;
    phone
        .sees_rows(&["Bản Pò Mã \"mới\"", "Thôn Lặp Pịa"])
        .await;
    open_village(&phone, "Thôn Lặp Pịa").await;
    phone.reads("Điện thoại", "0912 345 678").await;
    phone.complains_of_nothing().await;
}

journey!(a_name_with_other_marks_is_left_to_the_person: Chromium, WebKit);
async fn a_name_with_other_marks_is_left_to_the_person(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Thôn Co Lói", "Bản Pò Mã"]).await;
    phone.tap("Dán danh sách").await;
    let pasted = "Thôn Co Lọi, 41 hộ\nban po ma\nThôn CO LÓI\nBản Áng";
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone
        .sees(&[
            "Đã đọc 4 dòng, 2 dòng cần xem lại.",
            "Giống tên Thôn Co Lói đã có trong sổ, chỉ khác dấu. Nếu là thôn khác thì chọn dòng này.",
            "Giống tên Bản Pò Mã đã có trong sổ, chỉ khác dấu.",
        ])
        .await;
    assert_eq!(
        preview(&phone).await,
        [
            "-Thôn Co Lọi Chưa chắc",
            "-Bản po ma Chưa chắc",
            "+Bản Áng Mới",
            "-Thôn CO LÓI đã có trong sổ",
        ]
    );
    phone.screen("paste-other-marks").await;
    phone.tap("Thôn Co Lọi").await;
    phone.tap("Thêm 2 thôn").await;
    phone
        .sees_rows(&["Bản Áng", "Bản Pò Mã", "Thôn Co Lói", "Thôn Co Lọi"])
        .await;
    phone.complains_of_nothing().await;
}

/// The lines of the preview: whether each is taken, what it would be, and the verdict.
async fn preview(phone: &Phone) -> Vec<String> {
    phone
        .script(
            "return [...document.querySelectorAll('.preview li')].map((line) =>
                `${line.querySelector('input').checked ? '+' : '-'}${line.querySelector('.row-title').innerText} ${line.querySelector('.badge').innerText}`)",
        )
        .await
}

journey!(what_the_register_has_not_is_filled_in_by_a_paste: Chromium, WebKit);
async fn what_the_register_has_not_is_filled_in_by_a_paste(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(
        &phone,
        &[
            "Bản Pò Mã",
            "Thôn Lặp Pịa, Hoàng Thị Ánh, 41 hộ",
            "Thôn Co Chí, Vi Văn Đức, 30 hộ",
            "Bản Áng",
        ],
    )
    .await;
    // Cleared once, and typed and not yet right: neither is a value, and neither is lost.
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "60")]).await;
    phone.writes(&[("Số hộ", "")]).await;
    open_village(&phone, "Bản Áng").await;
    phone.writes(&[("Số hộ", "năm mươi")]).await;
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    let pasted = "Bản Pò Mã, Lý Văn Ân, 0912345678, 64 hộ\n\
        Thôn Lặp Pịa, Hoàng Thị Ánh, 0987654321, 44 hộ\n\
        Thôn Co Chí, Lý Thị Mùi, 0966111333, 30 hộ, 121 khẩu\n\
        Bản Áng, 52 hộ\n\
        Thôn Nà Pục, 17 hộ";
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone
        .sees(&[
            "Thêm 1 thôn, bổ sung 2 thôn",
            "thêm trưởng bản Lý Văn Ân, 64 hộ, điện thoại 0912345678",
            "thêm điện thoại 0987654321 · Số hộ trong sổ là 41, dòng này ghi 44: giữ như trong sổ.",
            "thêm 121 khẩu · Trưởng thôn trong sổ là Vi Văn Đức, dòng này ghi Lý Thị Mùi: giữ như trong sổ.",
            "Chưa dùng đến “0966111333”: trong sổ là người khác.",
            "Số hộ trong sổ là năm mươi, dòng này ghi 52: giữ như trong sổ.",
        ])
        .await;
    assert_eq!(
        preview(&phone).await,
        [
            "+Thôn Lặp Pịa đã có, bổ sung",
            "-Thôn Co Chí đã có, bổ sung",
            "-Bản Áng đã có trong sổ",
            "+Bản Pò Mã đã có, bổ sung",
            "+Thôn Nà Pục Mới",
        ]
    );
    phone.screen("paste-fills").await;
    phone.tap("Thêm 1 thôn, bổ sung 2 thôn").await;
    phone.sees_title("Thôn, bản (5)").await;
    phone.see("Đã thêm 1 thôn, bổ sung 2 thôn").await;
    phone.row_says("Bản Pò Mã", "Trưởng bản Lý Văn Ân").await;
    phone.row_says("Bản Pò Mã", "64 hộ").await;
    phone.row_says("Thôn Lặp Pịa", "41 hộ").await;
    phone.screen("paste-filled").await;
    // One step takes all of it back, and nothing else.
    phone.tap("Hoàn tác").await;
    phone
        .sees_rows(&["Bản Áng", "Bản Pò Mã", "Thôn Co Chí", "Thôn Lặp Pịa"])
        .await;
    assert!(!phone.words().await.contains("Lý Văn Ân"));
    open_village(&phone, "Thôn Lặp Pịa").await;
    phone.reads("Họ và tên trưởng thôn", "Hoàng Thị Ánh").await;
    phone.reads("Điện thoại", "").await;

    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    phone.pastes("Danh sách, mỗi dòng một thôn", pasted).await;
    phone.tap("Thôn Nà Pục").await;
    phone.tap("Bổ sung 2 thôn").await;
    phone.see("Đã bổ sung 2 thôn").await;
    phone.has_written().await;
    // What is written over what was filled in is not taken back with it.
    open_village(&phone, "Bản Pò Mã").await;
    phone.writes(&[("Số hộ", "66")]).await;
    phone.tap("Xong").await;
    phone.row_says("Bản Pò Mã", "66 hộ").await;
    assert!(!phone.words().await.contains("Hoàn tác"));
    open_village(&phone, "Bản Áng").await;
    phone.reads("Số hộ", "năm mươi").await;
    open_village(&phone, "Thôn Lặp Pịa").await;
    phone.reads("Điện thoại", "0987 654 321").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
    assert!(
        !phone.words().await.contains("cần xem lại"),
        "nothing is said twice"
    );
    phone.complains_of_nothing().await;
}

journey!(what_was_read_is_in_sight_after_a_paste: Chromium, WebKit);
async fn what_was_read_is_in_sight_after_a_paste(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    let pasted: Vec<String> = (1..=24)
        .map(|number| format!("{number}. Thôn {number}, 0912 345 6{number:02}, {number} hộ"))
        .collect();
    phone
        .pastes("Danh sách, mỗi dòng một thôn", &pasted.join("\n"))
        .await;
    phone.see("Đã đọc 24 dòng.").await;
    // The words how much was read, and the first lines, between the bars above and below.
    const IN_SIGHT: &str = "(() => {
        const box = (words) => document.querySelector(words).getBoundingClientRect();
        const [top, end] = [box('header').bottom, box('.actions').top];
        const lines = [...document.querySelectorAll('.preview li')].slice(0, 3);
        const parts = [document.getElementById('pasted-read'), ...lines].map((e) => e.getBoundingClientRect());
        return parts.every((part) => part.top >= top && part.bottom <= end);
    })()";
    phone.wait_until(IN_SIGHT).await;
    phone.screen("paste-in-sight").await;
    // Who types goes on typing where he is.
    phone.does("scrollTo(0, 0)", vec![]).await;
    phone
        .types_on("Danh sách, mỗi dòng một thôn", ", 97 khẩu")
        .await;
    phone.see("24 hộ · 97 khẩu").await;
    phone
        .wait_until("document.getElementById('paste').getBoundingClientRect().top > 0")
        .await;
}

journey!(villages_are_sorted_and_found: Chromium, WebKit);
async fn villages_are_sorted_and_found(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(
        &phone,
        &[
            "Bản Pò Mã, Lý Văn Ân, 64 hộ",
            "Bản Đồng Sơn",
            "Bản Áng",
            "Bản Dốc",
            "Thôn 10",
            "Bản Âu Lò",
            "Bản An",
            "Thôn 2",
        ],
    )
    .await;
    phone
        .sees_rows(&[
            "Bản An",
            "Bản Áng",
            "Bản Âu Lò",
            "Bản Dốc",
            "Bản Đồng Sơn",
            "Bản Pò Mã",
            "Thôn 2",
            "Thôn 10",
        ])
        .await;
    for (search, found) in [
        ("ban po", vec!["Bản Pò Mã"]),
        ("pm", vec!["Bản Pò Mã"]),
        ("dong", vec!["Bản Đồng Sơn"]),
        ("ly van an", vec!["Bản Pò Mã"]),
        ("Pò", vec!["Bản Pò Mã"]),
        ("thôn", vec!["Thôn 2", "Thôn 10"]),
    ] {
        phone.search(search).await;
        phone.sees_rows(&found).await;
    }
    phone.screen("villages-search").await;
    phone.search("không có").await;
    phone.sees(&["Không tìm thấy", "Không cần gõ dấu."]).await;
    phone.tap("Xoá chữ đang tìm").await;
    phone.see("Bản Đồng Sơn").await;
}

journey!(what_is_begun_and_not_written_leaves_nothing: Chromium, WebKit);
async fn what_is_begun_and_not_written_leaves_nothing(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.tap("Hồ sơ của xã").await;
    open_section(&phone, "Ký hiệu văn bản").await;
    phone.reads("Ký hiệu báo cáo", "BC-UBND").await;
    phone.go_home().await;
    phone.row_says("Hồ sơ của xã", "Chưa ghi").await;
    phone.go_to_list("Cá nhân").await;
    phone.tap("Thêm người").await;
    open_section(&phone, "Lý lịch").await;
    phone.enter("Họ và tên").await;
    phone.go_back().await;
    phone.go_back().await;
    phone.see("Chưa có ai trong danh sách").await;
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Thêm thôn").await;
    phone.see("Họ và tên trưởng thôn").await;
    assert!(!phone.words().await.contains("Xoá phiếu này"));
    phone.tap("Xong").await;
    phone.see("Chưa có thôn nào").await;
    phone.has_written().await;
    phone.reopen().await;
    phone.see("Chưa có thôn nào").await;
    phone.tab("Trang chủ").await;
    phone.sees_all_shared().await;

    // The first letter makes it: the phone may put the tab away before and after.
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Thêm thôn").await;
    phone.see("Họ và tên trưởng thôn").await;
    phone.reopen().await;
    phone.reads("Là", "Thôn").await;
    phone.types("Họ và tên trưởng thôn", "Lý Văn").await;
    phone.is_typed("Lý Văn").await;
    phone.open("/").await;
    phone.tap("Đang gõ dở").await;
    phone.reads("Họ và tên trưởng thôn", "Lý Văn").await;
    phone.types_on("Họ và tên trưởng thôn", " Ân").await;
    phone.chooses("Là", "Bản").await;
    phone.writes(&[("Tên", "Pò Mã")]).await;
    phone.go_to_list("Thôn, bản").await;
    phone.row_says("Bản Pò Mã", "Lý Văn Ân").await;
    phone.tab("Trang chủ").await;
    phone.sees_all_shared().await;
    assert!(!phone.words().await.contains("cần xem lại"));
    phone.complains_of_nothing().await;
}
