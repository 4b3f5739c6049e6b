//! Who and what most journeys begin with.

use journeys::{Endpoint, Engine, Invitation, Phone};

pub const LAN: Invitation = Invitation {
    role: "communeOfficer",
    commune: "06541",
    village: None,
    name: "Nông Thị Lan",
};
pub const BINH: Invitation = Invitation {
    name: "Chu Văn Bình",
    ..LAN
};
/// The head of one village of Xã Mẫu Sơn.
pub const AN: Invitation = Invitation {
    role: "villageHead",
    commune: "06541",
    village: Some("Bản Pò Mã"),
    name: "Lý Văn Ân",
};
/// The official of another commune, in another province.
pub const DUA: Invitation = Invitation {
    commune: "02701",
    name: "Vàng Thị Dua",
    ..LAN
};

/// The phone of the official of Xã Mẫu Sơn, enrolled a moment ago.
pub async fn official(engine: Engine, endpoint: &Endpoint) -> Phone {
    Phone::enrolled(engine, endpoint, LAN).await
}

/// Adds villages, one a line, and waits until they are kept.
pub async fn add_villages(phone: &Phone, villages: &[&str]) {
    phone.go_to_list("Thôn, bản").await;
    phone.tap("Dán danh sách").await;
    phone
        .pastes("Danh sách, mỗi dòng một thôn", &villages.join("\n"))
        .await;
    phone.tap(&format!("Thêm {} thôn", villages.len())).await;
    phone.sees_title("Thôn, bản").await;
    for village in villages {
        let name = village.split(',').next().unwrap_or(village);
        phone.see(name).await;
    }
    phone.has_written().await;
}

/// Opens a village's form from anywhere.
pub async fn open_village(phone: &Phone, name: &str) {
    phone.go_to_list("Thôn, bản").await;
    phone.tap(name).await;
    phone.see("Họ và tên trưởng thôn").await;
}

/// Begins a registration of the year with nothing in it.
pub async fn begin_registration(phone: &Phone, who: &str) {
    phone.tab("Thi đua").await;
    phone.tap(who).await;
    phone.taps_in_dialog("Ghi mới từ đầu").await;
}

/// All devices lose their right while the signal is gone, and the phone comes to know it.
pub async fn revoke_all(endpoint: &mut Endpoint, phone: &Phone) {
    for device in endpoint.devices() {
        endpoint.revoke(device["device"].as_str().expect("a device has an id"));
    }
    endpoint.come_back();
    phone.gets_signal().await;
    phone.go_home().await;
    phone
        .status_says("Máy này không còn quyền vào sổ chung")
        .await;
}

/// A village's form is open on a phone that has lost the signal.
pub async fn in_a_village_without_signal(engine: Engine, endpoint: &mut Endpoint) -> Phone {
    let phone = official(engine, endpoint).await;
    add_villages(&phone, &["Bản Pò Mã"]).await;
    phone.is_ready_for_the_road().await;
    endpoint.kill();
    open_village(&phone, "Bản Pò Mã").await;
    phone
}

/// Opens a form out of the rows of the screen.
pub async fn open_section(phone: &Phone, section: &str) {
    phone.tap(section).await;
    phone.is_at(section).await;
}
