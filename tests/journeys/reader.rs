//! Somebody who may only read: no control on any screen writes, and what is shown looks like it.

use crate::common::{BINH, LAN, add_villages, begin_registration, open_section, open_village};
use journeys::{Endpoint, Engine, Gallery, Invitation, Phone, journey};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const HANH: Invitation = Invitation {
    role: "viewer",
    commune: "06541",
    village: None,
    name: "Lương Thị Hạnh",
};

const HEAD: &str = "Họ và tên trưởng thôn";
const DISPUTED: &str = "Triệu Tiến Phúc";

/// The controls that a person could use now: of the dialog that is open, or of the page.
const CONTROLS: &str = "
const over = document.querySelector('dialog[open]') || document;
const said = (e) => [e.getAttribute('aria-label'), e.innerText, e.labels?.[0]?.innerText, e.id, e.type]
  .find(Boolean).replace(/\\s+/g, ' ').trim();
window.controls = [...over.querySelectorAll('button, input, select, textarea, summary')].filter((e) =>
  !e.disabled && !e.closest('[aria-disabled=true], nav') && (e.type === 'file' || e.checkVisibility()));
return window.controls.map(said);";

/// Uses one of them: presses it, or writes in it.
const USE: &str = "
const e = window.controls[arguments[0]];
// Nothing goes to the printer.
for (const frame of document.querySelectorAll('iframe')) frame.contentWindow.print = () => {};
const tell = (...names) => names.forEach((name) => e.dispatchEvent(new Event(name, { bubbles: true })));
if (e.matches('textarea, input:not([type=radio], [type=checkbox], [type=file])')) {
  e.focus();
  e.value += '7';
  tell('input', 'change');
  e.blur();
} else if (e.matches('select')) {
  e.selectedIndex = (e.selectedIndex + 1) % e.options.length;
  tell('input', 'change');
} else {
  e.click();
}
return true;";

/// How many rows there are of what the person has written, or begun to.
const OWN: &str = "return (async () => {
  const database = await new Promise((done) => {
    const asked = indexedDB.open(JSON.parse(localStorage.store));
    asked.onsuccess = () => done(asked.result);
  });
  let rows = 0;
  for (const table of ['overlay', 'refused', 'typing', 'receipts'])
    rows += await new Promise((done) => {
      const asked = database.transaction(table).objectStore(table).count();
      asked.onsuccess = () => done(asked.result);
    });
  database.close();
  return rows;
})()";

const PLACE: &str =
    "return location.pathname + (document.querySelector('dialog[open]') ? ' dialog' : '')";

const LINKS: &str = "return [...document.querySelectorAll('a[href]')].map((a) => new URL(a.href))
  .filter((url) => url.host === location.host).map((url) => url.pathname)";

/// What no person calls anything: ids, and the names of fields and codes.
const RAW: &str = "
const said = document.body.innerText;
const ids = said.match(/(?<![\\w-])[\\w-]{22}(?![\\w-])/g) || [];
const codes = said.match(/(?<![\\w.])[a-z]{2,}[A-Z]\\w*/g) || [];
return [...ids.filter((id) => /[0-9A-Z]/.test(id)), ...codes];";

/// All that a register can hold that somebody else could go on with.
async fn a_full_register(engine: Engine, endpoint: &mut Endpoint) -> Vec<String> {
    let gallery = Gallery::new();
    let lan = Phone::enrolled(engine, endpoint, LAN).await;
    add_villages(&lan, &["Bản Pò Mã", "Thôn Lặp Pịa", "Bản Áng"]).await;
    open_village(&lan, "Bản Pò Mã").await;
    for name in ["bien ban.pdf", "ban ve.pdf"] {
        lan.attaches(&gallery.file(name, b"%PDF-1.4\nBi\xc3\xaan b\xe1\xba\xa3n"))
            .await;
        lan.see(&name[..6]).await;
    }
    lan.tap("ban ve").await;
    lan.see("Xoá ảnh, tệp này").await;
    let deleted_file: String = lan.script("return location.pathname").await;
    lan.tap("Xoá ảnh, tệp này").await;
    lan.see("Đã xoá ban ve.").await;
    lan.go_to_list("Thôn, bản").await;
    lan.tap("Bản Áng").await;
    lan.tap("Xoá phiếu này").await;
    lan.see("Đã xoá Bản Áng.").await;
    lan.go_to_list("Cá nhân").await;
    lan.tap("Thêm người").await;
    lan.taps_in_dialog("Chung của xã").await;
    open_section(&lan, "Lý lịch").await;
    lan.writes(&[("Họ và tên", DISPUTED)]).await;
    let person: String = lan.script("return location.pathname").await;
    begin_registration_of(&lan, "Bản Pò Mã").await;
    open_section(&lan, "A. Nội dung, chỉ tiêu thi đua").await;
    for number in [1, 2] {
        lan.adds_line("Thêm chỉ tiêu").await;
        lan.writes_in_line(number, &[("Chỉ tiêu", "Số hộ thoát nghèo")])
            .await;
    }
    lan.go_home().await;
    lan.tab("Khen thưởng").await;
    lan.tap("Đề nghị mới").await;
    lan.tap("Bản Pò Mã").await;
    lan.see("Các phần").await;
    lan.go_home().await;
    lan.tap("Hồ sơ của xã").await;
    lan.tap("Người đứng đầu, đơn vị cấp trên").await;
    lan.writes(&[("Họ và tên người ký văn bản", "Hoàng Văn Thụ")])
        .await;
    lan.go_home().await;
    lan.sees_all_shared().await;

    let binh = Phone::enrolled(engine, endpoint, BINH).await;
    binh.is_ready_for_the_road().await;
    binh.go_to_list("Cá nhân").await;
    binh.see(DISPUTED).await;
    endpoint.stop();
    for (phone, name) in [(&lan, "Lý Văn Ân"), (&binh, "Lý Văn Ấn")] {
        open_village(phone, "Bản Pò Mã").await;
        phone.writes(&[(HEAD, name)]).await;
    }
    lan.open(&person).await;
    lan.writes(&[("Quê quán", "Mẫu Sơn")]).await;
    binh.go_to_list("Cá nhân").await;
    binh.tap(DISPUTED).await;
    binh.tap("Xoá phiếu này").await;
    binh.see("Chưa có ai trong danh sách").await;
    endpoint.come_back();
    for phone in [&lan, &binh] {
        phone.go_home().await;
        phone.gets_signal().await;
        phone.sees_all_shared().await;
    }
    vec![deleted_file, person]
}

async fn begin_registration_of(phone: &Phone, who: &str) {
    phone.go_home().await;
    begin_registration(phone, who).await;
    phone.see("Các phần").await;
}

/// A page by its form: of the documents, of the histories and of the sections of one kind of record a few are enough.
fn shape(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts[..] {
        ["van-ban", _, _] | ["ho-so", ..] => Some("document".to_owned()),
        ["lich-su", _] => Some("history".to_owned()),
        _ => None,
    }
}

journey!(a_reader_finds_nothing_that_writes: Chromium, WebKit);
async fn a_reader_finds_nothing_that_writes(engine: Engine) {
    let mut endpoint = Endpoint::start();
    let further = a_full_register(engine, &mut endpoint).await;
    let hanh = Phone::enrolled(engine, &endpoint, HANH).await;
    hanh.is_ready_for_the_road().await;

    let mut open: Vec<String> = vec![
        "/".into(),
        "/dan-danh-sach".into(),
        "/khen-thuong/moi".into(),
    ];
    open.extend(further);
    let mut met = BTreeSet::new();
    let mut of_shape: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = open.pop() {
        if path.starts_with("/moi") || !met.insert(path.clone()) {
            continue;
        }
        if let Some(shape) = shape(&path) {
            let met = of_shape.entry(shape).or_default();
            *met += 1;
            if *met > 3 {
                continue;
            }
        }
        stands(&hanh, &path).await;
        let raw: Vec<String> = hanh.script(RAW).await;
        assert!(raw.is_empty(), "{path} says {raw:?}");
        open.extend(hanh.script::<Vec<String>>(LINKS).await);
        uses_all(&hanh, &path).await;
    }
    for path in ["/da-xoa", "/xem-lai", "/thi-dua", "/van-ban/nam"] {
        assert!(met.contains(path), "{path} was not met: {met:#?}");
    }
    assert!(met.len() > 40, "{met:#?}");
    hanh.open("/").await;
    hanh.sees_all_shared().await;
    shows_and_does_not_ask(&hanh).await;
    hanh.complains_of_nothing().await;
}

/// What stands in the fields is there as words: nothing looks as if it were to be filled in.
async fn shows_and_does_not_ask(phone: &Phone) {
    const FIELDS: &str = "document.querySelectorAll('main :is(input, textarea, select)').length";
    open_village(phone, "Bản Pò Mã").await;
    phone
        .sees(&[
            "Phiếu này chỉ để xem",
            "Lý Văn Ân",
            "Lý Văn Ấn",
            "Người có quyền ghi sẽ quyết định.",
            "bien ban",
        ])
        .await;
    phone.wait_until(&format!("{FIELDS} === 0")).await;
    let words = phone.words().await;
    for asks in ["Ô có dấu *", "ví dụ", "Đã lưu trên máy", "Thêm ảnh", "Xoá"] {
        assert!(!words.contains(asks), "{asks}: {words}");
    }
    phone.screen("reader-form").await;
    asks_nothing_at_home(phone).await;
    phone.screen("reader-home").await;
    phone.tab("Thi đua").await;
    phone.row_says("Thôn Lặp Pịa", "Chưa đăng ký").await;
    phone.screen("reader-emulation").await;
    phone.tap("Bản Pò Mã").await;
    phone.see("Phiếu này chỉ để xem").await;
    open_section(phone, "A. Nội dung, chỉ tiêu thi đua").await;
    phone.wait_until(&format!("{FIELDS} === 0")).await;
    phone.screen("reader-lines").await;
}

/// At home, nothing is asked of a reader that only others can do.
async fn asks_nothing_at_home(phone: &Phone) {
    phone.go_home().await;
    let words = phone.words().await;
    for asks in [
        "Hồ sơ của xã",
        "cần xem lại",
        "Đề nghị khen thưởng:",
        "Đang làm dở",
    ] {
        assert!(!words.contains(asks), "{asks}: {words}");
    }
}

/// Opens a page and waits until it is whole.
async fn stands(phone: &Phone, path: &str) {
    phone.open(path).await;
    phone
        .wait_until("document.querySelector('main') && !document.body.innerText.includes('Đang lập văn bản')")
        .await;
    rests(phone).await;
}

/// Waits until nothing is being written, drawn or shown.
async fn rests(phone: &Phone) {
    phone
        .wait_until("!document.querySelector('main [aria-busy=true]')")
        .await;
    phone.has_written().await;
    phone.painted().await;
}

/// Uses each control of a page once, and those of the dialogs that it opens.
async fn uses_all(phone: &Phone, path: &str) {
    let mut next = 0;
    loop {
        let controls: Vec<String> = phone.script(CONTROLS).await;
        let Some(control) = controls.get(next) else {
            return;
        };
        uses(phone, path, control, next).await;
        let mut within = 0;
        while phone.script::<String>(PLACE).await == format!("{path} dialog") {
            let inner: Vec<String> = phone.script(CONTROLS).await;
            let Some(control) = inner.get(within) else {
                break;
            };
            uses(phone, path, control, within).await;
            within += 1;
            if phone.script::<String>(PLACE).await != format!("{path} dialog") {
                stands(phone, path).await;
                phone.script::<Vec<String>>(CONTROLS).await;
                phone.script_with::<bool>(USE, vec![json!(next)]).await;
                phone.painted().await;
            }
        }
        let here: String = phone.script(PLACE).await;
        let now: Vec<String> = phone.script(CONTROLS).await;
        if here != path || now != controls {
            stands(phone, path).await;
        }
        next += 1;
    }
}

async fn uses(phone: &Phone, path: &str, control: &str, place: usize) {
    phone.script_with::<bool>(USE, vec![json!(place)]).await;
    phone.painted().await;
    rests(phone).await;
    println!("{path}: {control}");
    let words = phone.words().await;
    assert_eq!(
        (
            phone.script::<u32>(OWN).await,
            words.contains("Không có gì thay đổi")
        ),
        (0, false),
        "“{control}” on {path} writes\n{words}"
    );
}
