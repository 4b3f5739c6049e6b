//! An invitation is followed, typed, mistyped, used twice, opened in the wrong place.

use crate::common::{AN, LAN};
use journeys::{Endpoint, Engine, Invitation, Line, NextRelease, Phone, journey};
use serde_json::json;

journey!(a_link_shows_who_invites_and_only_a_tap_enrols: Chromium, WebKit);
async fn a_link_shows_who_invites_and_only_a_tap_enrols(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.goto(&invited.link).await;
    phone
        .sees(&[
            "Lời mời vào sổ",
            "Nông Thị Lan",
            "Công chức phụ trách thi đua, khen thưởng",
            "Xã Mẫu Sơn, Lạng Sơn",
            "Quản trị Sổ Thi đua",
            "Nhận sổ trên máy này",
        ])
        .await;
    phone.screen("invitation").await;
    assert!(endpoint.devices().is_empty(), "looking enrols nobody");

    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Việc cần làm").await;
    phone.sees_title("Xã Mẫu Sơn").await;
    phone.sees_all_shared().await;
    phone.screen("home-empty").await;
    let devices = endpoint.devices();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0]["person"]["name"], "Nông Thị Lan");
    assert_eq!(
        devices[0]["roles"],
        json!([{ "scope": "06541", "role": "communeOfficer", "place": "Xã Mẫu Sơn" }])
    );
    phone.tab("Khác").await;
    phone.sees(&["Nông Thị Lan", "Xã Mẫu Sơn, Lạng Sơn"]).await;
    phone.screen("more").await;
    phone.complains_of_nothing().await;
}

journey!(a_code_can_be_typed: Chromium, WebKit);
async fn a_code_can_be_typed(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.open("/").await;
    phone
        .see("Sổ Thi đua mở bằng lời mời của người phụ trách")
        .await;
    phone.screen("guest").await;
    // As a person types it: small letters, blanks for dashes.
    let typed = invited.code.to_lowercase().replace('-', " ");
    phone.types("Mã mời", &typed).await;
    phone.tap("Xem lời mời").await;
    phone.see("Nông Thị Lan").await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Việc cần làm").await;
    phone.sees_title("Xã Mẫu Sơn").await;
}

journey!(a_link_is_read_wherever_it_comes: Chromium, WebKit);
async fn a_link_is_read_wherever_it_comes(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    // A messenger takes the sentence's dot for a part of the link.
    phone.goto(&format!("{}.", invited.link)).await;
    phone.see("Nông Thị Lan").await;
    phone.open("/").await;
    let sentence = format!("Mời chị vào sổ: {}.", invited.link);
    phone.types("Mã mời", &sentence).await;
    phone.tap("Xem lời mời").await;
    phone.see("Nông Thị Lan").await;
    phone.open("/").await;
    // What a keyboard has made of it is not sent: it is said what to do.
    phone.types("Mã mời", "68D9P1ẼEN").await;
    phone.tap("Xem lời mời").await;
    phone
        .see("Hãy tắt gõ tiếng Việt (Telex) rồi gõ lại mã.")
        .await;
    phone.screen("invitation-telex").await;
    phone.types("Mã mời", &invited.code).await;
    phone.tap("Xem lời mời").await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.sees_title("Xã Mẫu Sơn").await;
}

journey!(a_code_is_read_out_of_its_message: Chromium, WebKit);
async fn a_code_is_read_out_of_its_message(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    for message in [
        format!("Mã: {}", invited.code),
        format!(
            "Em chào chị ạ! Em gửi mã mời vào sổ: {}, có gì chị gọi em 0912345678 nhé.",
            invited.code
        ),
    ] {
        phone.open("/").await;
        phone.pastes("Mã mời", &message).await;
        phone.tap("Xem lời mời").await;
        phone.see("Nông Thị Lan").await;
    }
    phone.tap("Nhận sổ trên máy này").await;
    phone.sees_title("Xã Mẫu Sơn").await;
}

journey!(a_wrong_link_says_so_and_is_left_to_be_mended: Chromium, WebKit);
async fn a_wrong_link_says_so_and_is_left_to_be_mended(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    let unknown = "Không có lời mời với mã này.";
    // Opened: cut off by a messenger, or of another register.
    for wrong in ["K7QM-3XPH", "K7QM3XPH2B", "mã mời"] {
        phone.goto(&endpoint.url(&format!("/moi/{wrong}"))).await;
        phone.see(unknown).await;
        phone.reads("Mã mời", wrong).await;
    }
    phone.screen("invitation-wrong-link").await;
    assert!(
        !phone.words().await.contains("Thử lại"),
        "of what is no code"
    );
    // Pasted.
    for wrong in [
        "https://so.example.vn/moi/K7QM3XPH",
        "https://so.example.vn/",
    ] {
        phone.pastes("Mã mời", wrong).await;
        phone.tap("Xem lời mời").await;
        phone.see(unknown).await;
        phone.reads("Mã mời", wrong).await;
    }
    phone.types("Mã mời", &invited.code).await;
    phone.tap("Xem lời mời").await;
    phone.see("Nông Thị Lan").await;
}

journey!(a_code_that_opens_nothing_says_why: Chromium, WebKit);
async fn a_code_that_opens_nothing_says_why(engine: Engine) {
    let endpoint = Endpoint::start();
    let used = endpoint.invite(LAN);
    let late = endpoint.invite_in_vain(LAN);
    let first = Phone::new(engine, &endpoint).await;
    first.goto(&used.link).await;
    first.tap("Nhận sổ trên máy này").await;
    first.see("Việc cần làm").await;
    drop(first);

    let phone = Phone::new(engine, &endpoint).await;
    let mut mistyped = used.code.clone();
    let last = if mistyped.pop() == Some('7') {
        '8'
    } else {
        '7'
    };
    mistyped.push(last);
    phone.open("/").await;
    for (code, says, why) in [
        (
            mistyped.as_str(),
            "Không có lời mời với mã này.",
            "Hãy xem lại từng chữ trong mã",
        ),
        (
            "xin chào",
            "Không có lời mời với mã này.",
            "Hãy xem lại từng chữ trong mã",
        ),
        (
            used.code.as_str(),
            "Lời mời này đã được dùng.",
            "Hãy xin một lời mời mới",
        ),
        (
            late.code.as_str(),
            "Lời mời đã hết hạn.",
            "gửi một lời mời mới",
        ),
    ] {
        phone.types("Mã mời", code).await;
        phone.tap("Xem lời mời").await;
        phone.sees(&[says, why]).await;
        phone.speaks_vietnamese().await;
    }
    phone.screen("invitation-expired").await;
    assert_eq!(endpoint.devices().len(), 1);
}

journey!(a_used_invitation_opens_the_register_that_it_led_to: Chromium, WebKit);
async fn a_used_invitation_opens_the_register_that_it_led_to(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.goto(&invited.link).await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Việc cần làm").await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    phone.goto(&invited.link).await;
    phone.see("Máy này đã nhận sổ bằng lời mời này.").await;
    phone.screen("invitation-here").await;
    phone.tap("Mở sổ").await;
    phone.see("Việc cần làm").await;
}

journey!(without_the_network_an_invitation_waits: Chromium, WebKit);
async fn without_the_network_an_invitation_waits(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.open("/").await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    phone.goto(&invited.link).await;
    phone
        .sees(&["Chưa xem được lời mời.", "Máy chưa tới được sổ chung."])
        .await;
    phone.screen("invitation-no-network").await;
    endpoint.come_back();
    phone.tap("Thử lại").await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.sees_title("Xã Mẫu Sơn").await;
}

journey!(inside_another_app_the_way_out_is_shown: Chromium);
async fn inside_another_app_the_way_out_is_shown(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.calls_itself("Mozilla/5.0 (Linux; Android 13; SM-A145F Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 Zalo android/12110562 ZaloTheme/light ZaloLanguage/vi").await;
    phone.goto(&invited.link).await;
    phone
        .sees(&[
            "Nông Thị Lan",
            "Hãy mở bằng Chrome hoặc Safari.",
            invited.code.as_str(),
        ])
        .await;
    assert!(!phone.words().await.contains("Nhận sổ trên máy này"));
    phone.screen("invitation-in-zalo").await;
    assert!(endpoint.devices().is_empty());
    // It is advice, not a wall.
    phone.tap("Vẫn nhận trong trình duyệt này").await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.sees_title("Xã Mẫu Sơn").await;
}

journey!(an_iphone_is_asked_for_the_home_screen_first: Chromium);
async fn an_iphone_is_asked_for_the_home_screen_first(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.calls_itself("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1").await;
    phone.goto(&invited.link).await;
    phone
        .sees(&[
            "Hãy đưa sổ ra màn hình chính trước.",
            "Thêm vào MH chính",
            invited.code.as_str(),
        ])
        .await;
    assert!(!phone.words().await.contains("Nhận sổ trên máy này"));
    phone.screen("invitation-on-iphone").await;
    assert!(endpoint.devices().is_empty());
}

journey!(a_lost_reply_is_asked_for_again: Chromium, WebKit);
async fn a_lost_reply_is_asked_for_again(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.goto(&invited.link).await;
    // The endpoint enrols the phone; what it answers is lost on the way.
    phone
        .does(
            "const real = window.fetch;
            window.fetch = async (input, init) => {
                const address = String(input.url ?? input);
                const answer = await real(input, init);
                if (address.endsWith('/v1/enrolments')) { window.fetch = real; throw new TypeError('lost'); }
                return answer;
            }",
            vec![],
        )
        .await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Chưa xem được lời mời.").await;
    assert_eq!(endpoint.devices().len(), 1, "the endpoint has enrolled it");

    phone.tap("Thử lại").await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Việc cần làm").await;
    phone.sees_title("Xã Mẫu Sơn").await;
    phone.sees_all_shared().await;
    let devices = endpoint.devices();
    assert_eq!(devices.len(), 1, "it is the same phone: {devices:?}");
}

journey!(the_same_phone_may_claim_again_after_its_store_was_lost: Chromium, WebKit);
async fn the_same_phone_may_claim_again_after_its_store_was_lost(engine: Engine) {
    let endpoint = Endpoint::start();
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.goto(&invited.link).await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Việc cần làm").await;
    phone.sees_all_shared().await;

    // From a page without the app, which would hold the store open.
    phone.goto(&endpoint.url("/v1/health")).await;
    phone
        .script::<bool>(
            "return indexedDB.databases().then((all) => Promise.all(all.map(({ name }) => new Promise((done) => {
                const request = indexedDB.deleteDatabase(name);
                request.onsuccess = request.onerror = done;
            })))).then(() => true)",
        )
        .await;
    phone.open("/").await;
    phone.see("Kho dữ liệu trên máy đã trống").await;
    phone.screen("store-gone").await;

    phone.goto(&invited.link).await;
    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Việc cần làm").await;
    phone.sees_title("Xã Mẫu Sơn").await;
    phone.sees_all_shared().await;
}

journey!(the_network_goes_before_the_rest_has_come: Chromium, WebKit);
async fn the_network_goes_before_the_rest_has_come(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let whole = endpoint.app().to_owned();
    let half = NextRelease::without(&endpoint, "split_rest");
    endpoint.update(half.folder());
    let invited = endpoint.invite(LAN);
    let phone = Phone::new(engine, &endpoint).await;
    phone.goto(&invited.link).await;
    phone.tap("Nhận sổ trên máy này").await;
    // The first screen stands, and every screen says why the rest does not.
    phone.see("Sổ chung chưa về hết máy này").await;
    phone.tab("Địa bàn").await;
    phone.see("Sổ chưa tải xong về máy này").await;
    phone.screen("rest-did-not-come").await;
    phone.tap("Thử lại").await;
    phone.see("Sổ chưa tải xong về máy này").await;
    phone.go_home().await;
    phone.see("Sổ chung chưa về hết máy này").await;
    phone.tab("Địa bàn").await;
    phone.see("Sổ chưa tải xong về máy này").await;
    // It goes on by itself when the network is back.
    endpoint.update(whole);
    phone.gets_signal().await;
    phone.see("Thôn, bản").await;
    phone.go_home().await;
    phone.sees_all_shared().await;
}

/// Looks before each frame is painted whether there are words on the page, and in its main part; and
/// how far the opening picture's bar has been seen.
const WATCH: &str = "
    window.blanks = [];
    window.bars = [];
    const look = () => {
        const empty = (part) => part && !part.innerText.trim();
        if (document.readyState !== 'loading' && (empty(document.body) || empty(document.querySelector('main')))) {
            window.blanks.push(document.body.innerHTML.slice(0, 300));
        }
        const bar = document.getElementById('opening-bar');
        if (bar?.checkVisibility?.()) window.bars.push(bar.value);
        requestAnimationFrame(look);
    };
    look();";
/// The app that is tried is large: over this line it is on its way for some seconds.
const SLOW: u32 = 700_000;

journey!(over_a_slow_line_something_stands_at_every_moment: Chromium, WebKit);
async fn over_a_slow_line_something_stands_at_every_moment(engine: Engine) {
    let mut endpoint = Endpoint::start();
    // Their villages are made by the invitations.
    for village in ["Bản Pò Mã", "Thôn Lặp Pịa", "Khuổi Slao"] {
        endpoint.invite(Invitation {
            village: Some(village),
            ..AN
        });
    }
    let line = Line::to(&endpoint, SLOW);
    let later = ["/assets/split_rest", "/rule-sets/", "/v1/sync"];
    for held in later.iter().chain(&["/v1/enrolments"]) {
        line.holds(held);
    }
    let phone = Phone::new(engine, &endpoint).await;
    if engine == Engine::Chromium {
        phone
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": WATCH }),
            )
            .await;
    }
    phone.goto(&line.over(&endpoint.invite(LAN).link)).await;
    if engine == Engine::WebKit {
        phone.does(WATCH, vec![]).await;
    }
    phone.tap("Nhận sổ trên máy này").await;
    phone.see("Đang nhận").await;
    phone.screen("enrolling").await;
    line.lets_go("/v1/enrolments");

    // The first screen stands before its rules, the other screens and the register are here.
    const COMING: &str = "Đang lấy sổ chung về máy";
    phone.sees_title("Xã Mẫu Sơn").await;
    phone.see(COMING).await;
    phone.screen("home-coming").await;
    phone.tab("Địa bàn").await;
    phone.see("Đang tải phần còn lại của sổ").await;
    line.lets_go("/assets/split_rest");
    line.lets_go("/rule-sets/");
    phone.tap("Thôn, bản").await;
    phone.see(COMING).await;
    phone.screen("villages-coming").await;
    let makes = async || {
        let words = phone.words().await;
        words.contains("Dán danh sách") || words.contains("Thêm thôn")
    };
    assert!(!makes().await, "what is on its way would be there twice");
    // The first answer says how much there is.
    line.lets_pass("/v1/sync", 1);
    phone.go_home().await;
    phone.sees(&[COMING, "Đã về 0/"]).await;
    phone.screen("home-coming-so-far").await;
    assert!(!makes().await, "what is on its way would be there twice");

    // The network goes before it has all come.
    endpoint.kill();
    line.lets_go("/v1/sync");
    phone
        .sees(&[
            "Sổ chung chưa về hết máy này",
            "Máy chưa có mạng tới sổ chung.",
            "Thử ngay",
            "Dán danh sách",
        ])
        .await;
    phone.screen("home-not-come").await;
    endpoint.come_back();
    phone.tap("Thử ngay").await;
    phone.row_says("Đăng ký thi đua năm", "0/4 đơn vị").await;
    phone.go_to_list("Thôn, bản").await;
    phone.sees_title("Thôn, bản (3)").await;
    assert!(makes().await);

    let blanks: Vec<String> = phone.script("return window.blanks").await;
    assert!(blanks.is_empty(), "{blanks:?}");
    if engine == Engine::Chromium {
        let bars: Vec<f64> = phone.script("return window.bars").await;
        let on_the_way = bars.iter().filter(|far| (0.05..0.95).contains(*far));
        assert!(on_the_way.count() > 3, "{bars:?}");
    }
}
