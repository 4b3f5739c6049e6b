#![expect(clippy::expect_used, reason = "a test that breaks off has failed")]

mod files;
mod host;
mod pauses;
mod replies;
mod tabs;
mod text_field;
