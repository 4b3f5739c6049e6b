//! More people than anybody would type.

use serde_json::{Value, json};

use crate::Phone;

/// Brings people into the shared register, as another phone of the same
/// enrolment would: in requests of a thousand, with names of the mountains.
const BRING_PEOPLE: &str = r"
const [people, scope] = arguments;
const database = await new Promise((done) => {
  const opening = indexedDB.open(JSON.parse(localStorage.store));
  opening.onsuccess = () => done(opening.result);
});
const stored = await new Promise((done) => {
  const asked = database.transaction('meta').objectStore('meta').get('app|enrolment');
  asked.onsuccess = () => done(asked.result);
});
database.close();
const { token } = JSON.parse(new TextDecoder().decode(stored));
const families = ['Lý', 'Hoàng', 'Nông', 'Triệu', 'Chu', 'Vi', 'Giàng', 'Phàn', 'Lò', 'Nguyễn'];
const middles = ['Văn', 'Thị', 'Tiến', 'A', 'Tả', 'Minh', 'Thu', 'Đức', 'Hồng', 'Xuân'];
const givens = ['Ân', 'Ánh', 'Lan', 'Phúc', 'Bình', 'Páo', 'Mẩy', 'Đại', 'Tuấn', 'Hậu', 'Khánh', 'Ước'];
const pad = (number) => String(number).padStart(22, '0');
const device = 'bench-' + Math.random().toString(36).slice(2);
let sent = 0;
while (sent < people) {
  const ops = [];
  for (let i = sent; i < Math.min(sent + 1000, people); i += 1) {
    const name = [families[i % 10], middles[Math.floor(i / 10) % 10], givens[Math.floor(i / 100) % 12], i].join(' ');
    ops.push({ n: i + 1, record: pad(i), kind: 'person', field: 'fullName', value: name, at: 1 });
  }
  const answer = await fetch('/v1/sync', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: 1, schema: 1, device, devices: [device], digest: '', scopes: [{ scope, ops }] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  sent += ops.length;
}
return sent;
";

/// How many people the phone has.
const COUNT: &str = r"
const database = await new Promise((done) => {
  const opening = indexedDB.open(JSON.parse(localStorage.store));
  opening.onsuccess = () => done(opening.result);
});
const rows = await new Promise((done) => {
  const asked = database.transaction('summary').objectStore('summary').getAll();
  asked.onsuccess = () => done(asked.result);
});
database.close();
const lines = rows.flatMap((row) => JSON.parse(new TextDecoder().decode(row)));
return lines.filter((line) => line.k === 'person').length;
";

impl Phone {
    /// How many people this phone has in its store.
    pub async fn people(&self) -> usize {
        self.script(COUNT).await
    }

    /// So many people of Xã Mẫu Sơn, into the shared register.
    pub async fn brings_people(&self, count: usize) {
        let arguments = vec![json!(count), json!("06541")];
        let brought: Value = self.script_with(BRING_PEOPLE, arguments).await;
        assert_eq!(brought, json!(count));
    }
}
