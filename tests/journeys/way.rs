//! Back is where one came from.

use crate::common::{add_villages, official, open_section};
use journeys::{Endpoint, Engine, journey};

journey!(back_is_where_one_came_from: Chromium, WebKit);
async fn back_is_where_one_came_from(engine: Engine) {
    const FIRST: &str = "Đối tượng và hình thức đề nghị";
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.tab("Khen thưởng").await;
    phone.tap("Đề nghị mới").await;
    phone.search("Triệu Tiến Phúc").await;
    phone.tap("Thêm người “Triệu Tiến Phúc”").await;
    phone.sees_title("Triệu Tiến Phúc").await;
    // Who it is for has been answered.
    phone.back().await;
    phone.sees_rows(&["Triệu Tiến Phúc"]).await;

    phone.tab("Trang chủ").await;
    phone.tap("Đề nghị khen thưởng: Triệu Tiến Phúc").await;
    phone.see("Các phần").await;
    phone.go_back().await;
    phone.see("Việc cần làm").await;

    // However far one goes on in a form, back is its sections, and then where it was opened.
    phone.tap("Đề nghị khen thưởng: Triệu Tiến Phúc").await;
    open_section(&phone, FIRST).await;
    phone.tap("Tiếp tục").await;
    phone.tap("Tiếp tục").await;
    phone.back().await;
    phone.see("Các phần").await;
    // The same section once more: its address stands where it should.
    open_section(&phone, FIRST).await;
    phone.tap("Tiếp tục").await;
    phone.tap("Phần trước").await;
    phone.is_at(FIRST).await;
    phone.reopen().await;
    phone.is_at(FIRST).await;
    phone.tap("Các phần").await;
    phone.see("Xoá phiếu này").await;
    phone.tap("Kiểm tra lại").await;
    phone.tap("Xong").await;
    phone.see("Việc cần làm").await;

    // Who came from nowhere is led to the list.
    phone.tap("Đề nghị khen thưởng: Triệu Tiến Phúc").await;
    phone.see("Các phần").await;
    let address: String = phone.script("return location.pathname").await;
    phone.goto("about:blank").await;
    phone.open(&address).await;
    phone.go_back().await;
    phone.sees_title("Khen thưởng").await;
    phone.complains_of_nothing().await;
}

journey!(a_pasted_list_is_not_pasted_again: Chromium, WebKit);
async fn a_pasted_list_is_not_pasted_again(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    // From the list, and from the first screen.
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.back().await;
    phone.sees_title("Địa bàn").await;
    phone.tap("Thôn, bản").await;
    phone.tap("Bản Pò Mã").await;
    phone.tap("Xoá phiếu này").await;
    phone.see("Chưa có thôn nào").await;
    phone.tab("Trang chủ").await;
    phone.tap("Dán danh sách").await;
    phone
        .pastes("Danh sách, mỗi dòng một thôn", "Bản Áng")
        .await;
    phone.tap("Thêm 1 thôn").await;
    phone.sees_rows(&["Bản Áng"]).await;
    phone.back().await;
    phone.see("Việc cần làm").await;
}

journey!(back_leaves_a_dialog_and_not_the_page: Chromium, WebKit);
async fn back_leaves_a_dialog_and_not_the_page(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.go_to_list("Cá nhân").await;
    phone.tap("Thêm người").await;
    phone.see("Thuộc nơi nào?").await;
    phone.back().await;
    phone.see_gone("Thuộc nơi nào?").await;
    phone.sees_title("Cá nhân").await;
    // However it is left, it is no step of the way.
    phone.tap("Thêm người").await;
    phone.taps_in_dialog("Thôi").await;
    phone.see_gone("Thuộc nơi nào?").await;
    phone.tap("Thêm người").await;
    phone.taps_in_dialog("Bản Pò Mã").await;
    phone.see("Các phần").await;
    phone.back().await;
    phone.sees_title("Cá nhân").await;
    phone.back().await;
    phone.sees_title("Địa bàn").await;
    phone.complains_of_nothing().await;
}

journey!(a_page_after_page_without_a_pause_stops_nothing: WebKit);
async fn a_page_after_page_without_a_pause_stops_nothing(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    const HURRY: &str = "window.hurried = true;
        for (let n = 0; n < 200; n += 1)
        document.querySelectorAll('nav.tabs a')[n % 2].click()";
    phone.does(HURRY, vec![]).await;
    // The browser has taken over.
    phone
        .wait_until("!window.hurried && document.querySelector('nav.tabs')")
        .await;
    phone.tab("Thi đua").await;
    phone.sees_title("Thi đua").await;
    assert!(!phone.words().await.contains("bị dừng do lỗi"));
}
