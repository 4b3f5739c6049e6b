//! What a phone does with files, and files to do it with.

use crate::world::{HttpAnswer, Phone};
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

pub const PIECE: usize = 256 * 1024;

/// A file as a phone holds it.
#[derive(Clone)]
pub struct Held {
    pub scope: String,
    pub file_type: &'static str,
    pub bytes: Vec<u8>,
    /// What the record says.
    pub sha256: String,
}

pub fn held(scope: &str, file_type: &'static str, bytes: Vec<u8>) -> Held {
    let sha256 = URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes));
    Held {
        scope: scope.into(),
        file_type,
        bytes,
        sha256,
    }
}

/// No two bytes in a row of any use, and no two pieces alike.
fn noise(start: &[u8], size: usize) -> Vec<u8> {
    let mut state = 7_u32;
    let rest = std::iter::from_fn(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(state.to_be_bytes()[0])
    });
    start.iter().copied().chain(rest).take(size).collect()
}

pub fn photograph(scope: &str, size: usize) -> Held {
    held(scope, "image/jpeg", noise(b"\xff\xd8\xff\xe0", size))
}

pub fn document(scope: &str, size: usize) -> Held {
    held(scope, "application/pdf", noise(b"%PDF-1.7\n", size))
}

impl Held {
    pub fn address(&self) -> String {
        let scope = self.scope.replace('/', "%2F");
        format!("/v1/files/{}?scope={scope}", self.sha256)
    }

    pub fn metadata(&self) -> String {
        let encode = |text: &str| STANDARD.encode(text);
        format!(
            "scope {},sha256 {},type {}",
            encode(&self.scope),
            encode(&self.sha256),
            encode(self.file_type)
        )
    }
}

impl Phone<'_> {
    pub async fn tus(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> HttpAnswer {
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header("authorization", format!("Bearer {}", self.token));
        if !headers.iter().any(|(name, _)| *name == "tus-resumable") {
            request = request.header("tus-resumable", "1.0.0");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.world.send(request.body(body.into()).unwrap()).await
    }

    pub async fn create(&self, file: &Held) -> HttpAnswer {
        let length = file.bytes.len().to_string();
        let headers = [
            ("upload-length", length.as_str()),
            ("upload-metadata", &file.metadata()),
        ];
        self.tus("POST", "/v1/files", &headers, "").await
    }

    /// Has it taken over from another scope, if it is whole there.
    pub async fn create_from(&self, file: &Held, from: &str) -> HttpAnswer {
        let length = file.bytes.len().to_string();
        let metadata = format!("{},from {}", file.metadata(), STANDARD.encode(from));
        let headers = [
            ("upload-length", length.as_str()),
            ("upload-metadata", &metadata),
        ];
        self.tus("POST", "/v1/files", &headers, "").await
    }

    pub async fn progress(&self, file: &Held) -> HttpAnswer {
        self.tus("HEAD", &file.address(), &[], "").await
    }

    /// How many bytes the endpoint says are there.
    pub async fn arrived(&self, file: &Held) -> usize {
        let answer = self.progress(file).await;
        assert_eq!(answer.status, 200);
        answer.header("upload-offset").parse().unwrap()
    }

    /// Sends some of the bytes, from an offset.
    pub async fn append(&self, file: &Held, offset: usize, count: usize) -> HttpAnswer {
        let bytes = file.bytes[offset..offset + count].to_vec();
        self.append_bytes(file, offset, bytes).await
    }

    pub async fn append_bytes(&self, file: &Held, offset: usize, bytes: Vec<u8>) -> HttpAnswer {
        let headers = [
            ("content-type", "application/offset+octet-stream"),
            ("upload-offset", &offset.to_string()),
        ];
        self.tus("PATCH", &file.address(), &headers, bytes).await
    }

    pub async fn fetch(&self, file: &Held) -> HttpAnswer {
        self.tus("GET", &file.address(), &[], "").await
    }

    /// Creates, and sends piece by piece what is not there.
    pub async fn upload(&self, file: &Held) {
        let created = self.create(file).await;
        assert_eq!(created.status, 201, "{}", created.json());
        let mut offset: usize = created.header("upload-offset").parse().unwrap();
        while offset < file.bytes.len() {
            let count = PIECE.min(file.bytes.len() - offset);
            let answer = self.append(file, offset, count).await;
            assert_eq!(answer.status, 204, "{}", answer.json());
            offset += count;
            assert_eq!(answer.header("upload-offset"), offset.to_string());
        }
    }
}
