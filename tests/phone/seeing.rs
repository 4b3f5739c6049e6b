//! What a person sees on a phone.

use super::Phone;
use crate::Engine;

impl Phone {
    /// What stands in the header.
    pub async fn title(&self) -> String {
        self.script::<String>(
            "return (document.querySelector('header h1') || { innerText: '' }).innerText",
        )
        .await
        .replace('\n', " ")
    }

    pub async fn sees_title(&self, title: &str) {
        self.wait_for(&format!("the header says “{title}”"), async || {
            self.title().await.contains(title)
        })
        .await;
    }

    /// Waits until the words are on the screen; headings may be drawn in capitals.
    pub async fn see(&self, words: &str) {
        let wanted = words.to_lowercase();
        self.wait_for(&format!("the screen says “{words}”"), async || {
            self.words().await.to_lowercase().contains(&wanted)
        })
        .await;
    }

    /// All of these words are on the screen.
    pub async fn sees(&self, words: &[&str]) {
        for words in words {
            self.see(words).await;
        }
    }

    /// The words of the status line, on a screen that has one.
    pub async fn status(&self) -> String {
        self.script(
            "return (document.querySelector('a.status .status-text') || { innerText: '' }).innerText",
        )
        .await
    }

    pub async fn status_says(&self, words: &str) {
        self.wait_for(&format!("the status line says “{words}”"), async || {
            self.status().await.contains(words)
        })
        .await;
    }

    /// Everything of this phone is in the shared register, and the phone knows it.
    pub async fn sees_all_shared(&self) {
        self.status_says("Đã vào sổ chung").await;
    }

    /// The rows of the list on the screen, title and badges.
    pub async fn rows(&self) -> Vec<String> {
        self.script(
            "return [...document.querySelectorAll('main .row')].filter((row) => row.checkVisibility ? row.checkVisibility() : row.offsetParent)
                .map((row) => row.innerText.replace(/\\s+/g, ' ').trim())",
        )
        .await
    }

    /// The titles of the rows, in their order.
    pub async fn row_titles(&self) -> Vec<String> {
        self.script(
            "return [...document.querySelectorAll('main .row')].filter((row) => row.checkVisibility ? row.checkVisibility() : row.offsetParent)
                .map((row) => row.querySelector('.row-title').innerText.trim())",
        )
        .await
    }

    /// The row with this title carries these words (a badge, a detail).
    pub async fn row_says(&self, title: &str, words: &str) {
        self.wait_for(
            &format!("the row “{title}” says “{words}”"),
            async || {
                let rows = self.rows().await;
                rows.iter()
                    .any(|row| row.contains(title) && row.contains(words))
            },
        )
        .await;
    }

    pub async fn sees_rows(&self, titles: &[&str]) {
        self.wait_for(&format!("exactly the rows {titles:?}"), async || {
            self.row_titles().await == titles
        })
        .await;
    }

    /// A picture of the screen, and a look at its words: all of them Vietnamese.
    pub async fn screen(&self, name: &str) {
        self.speaks_vietnamese().await;
        self.screenshot(&format!("{name}-{:?}", self.engine()))
            .await;
    }

    /// The console has no complaint: no broken script, no breach of the Content-Security-Policy.
    pub async fn complains_of_nothing(&self) {
        if self.engine() != Engine::Chromium {
            return;
        }
        // A dead port is told as an error of the network; that is what the journeys do on purpose.
        let complaints: Vec<String> = self
            .console()
            .await
            .into_iter()
            .filter(|line| {
                !line.contains("net::ERR_CONNECTION_RE") && !line.contains("net::ERR_FAILED")
            })
            .collect();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// At home, nothing of this name is left to do.
    pub async fn sees_no_more_to_do(&self, title: &str) {
        self.go_home().await;
        self.wait_for(&format!("“{title}” is done"), async || {
            !self.row_titles().await.iter().any(|row| row == title)
        })
        .await;
    }
}
