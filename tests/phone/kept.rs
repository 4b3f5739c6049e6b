//! What a phone keeps in its stores, and what it hands out as files.

use serde_json::Value;

use super::Phone;

impl Phone {
    /// The text of the file that a button offers.
    pub async fn offered_file(&self, button: &str) -> String {
        const NOTE: &str = "const original = URL.createObjectURL;
            URL.createObjectURL = (blob) => {
                blob.text().then((text) => { window.offered = text; });
                return original.call(URL, blob);
            };";
        self.script::<Value>(NOTE).await;
        self.tap(button).await;
        self.wait_until("window.offered").await;
        self.script("return window.offered").await
    }

    /// The bytes of the file that a button makes.
    pub async fn offered_bytes(&self, button: &str) -> Vec<u8> {
        const NOTE: &str = "const original = URL.createObjectURL;
            URL.createObjectURL = (blob) => {
                blob.arrayBuffer().then((bytes) => { window.offered = [...new Uint8Array(bytes)]; });
                return original.call(URL, blob);
            };
            delete window.offered;";
        self.does(NOTE, vec![]).await;
        self.tap(button).await;
        self.wait_until("window.offered").await;
        self.script("return window.offered").await
    }

    /// Waits until the shared register knows this phone's signature: what it hands over from now on
    /// is believed.
    pub async fn may_hand_over(&self) {
        self.wait_for("the phone has a key", async || {
            self.kept_keys().await.iter().any(|key| key == "app|key")
        })
        .await;
        // Asked once more, the register has the key before it answers.
        self.open("/so-chung").await;
        self.tap("Thử ngay").await;
        self.see("Đã tới sổ chung").await;
    }

    async fn kept_keys(&self) -> Vec<String> {
        const READ: &str = "return (async () => {
            let keys = [];
            for (const { name } of await indexedDB.databases()) {
                if (!name.startsWith('so-thi-dua-')) continue;
                const database = await new Promise((done) => {
                    const request = indexedDB.open(name);
                    request.onsuccess = () => done(request.result);
                });
                keys = keys.concat(await new Promise((done) => {
                    const request = database.transaction('meta').objectStore('meta').getAllKeys();
                    request.onsuccess = () => done(request.result);
                }));
                database.close();
            }
            return keys;
        })()";
        self.script(READ).await
    }

    /// All that the phone keeps in its stores, as one text.
    pub async fn kept_words(&self) -> String {
        const READ: &str = "return (async () => {
            let text = '';
            for (const { name } of await indexedDB.databases()) {
                if (!name.startsWith('so-thi-dua-')) continue;
                const database = await new Promise((done) => {
                    const request = indexedDB.open(name);
                    request.onsuccess = () => done(request.result);
                });
                for (const table of database.objectStoreNames) {
                    const rows = await new Promise((done) => {
                        const request = database.transaction(table).objectStore(table).getAll();
                        request.onsuccess = () => done(request.result);
                    });
                    // What every phone has anyway, of all provinces.
                    for (const row of rows) {
                        const words = new TextDecoder().decode(row);
                        if (!words.includes('legalBases')) text += words + '\\n';
                    }
                }
                database.close();
            }
            return text;
        })()";
        self.script(READ).await
    }

    /// Waits until everything that the app has begun to write is written: a transaction over all
    /// stores comes after those that were there before.
    pub async fn has_written(&self) {
        const BARRIER: &str = "return (async () => {
            for (const { name } of await indexedDB.databases()) {
                if (!name.startsWith('so-thi-dua-')) continue;
                const database = await new Promise((done, failed) => {
                    const request = indexedDB.open(name);
                    request.onsuccess = () => done(request.result);
                    request.onerror = failed;
                });
                await new Promise((done, failed) => {
                    const all = database.transaction([...database.objectStoreNames], 'readwrite', { ofTheTest: true });
                    all.objectStore('meta').get('');
                    all.oncomplete = done;
                    all.onerror = all.onabort = failed;
                });
                database.close();
            }
            return true;
        })()";
        assert!(self.script::<bool>(BARRIER).await);
    }
}
