//! The errors that clients see: one list of stable codes with their HTTP status. The inner errors
//! of stores, files and the sync are translated into these here and nowhere else.

use super::tus;
use crate::acts::ActError;
use crate::enrolments::{EnrolmentError, JoinError};
use crate::files::FileError;
use crate::invitations::InvitationError;
use crate::model::{ActRefusal, Revocation, StoreError};
use crate::sync::SyncError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The stable codes of errors. `docs/PROTOCOL.md` explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    NotJson,
    BadRequest,
    ProtocolUnknown,
    Unauthorized,
    Revoked,
    DeviceOfAnother,
    DeviceNotProved,
    TooManyDevices,
    NotFound,
    InvitationUnknown,
    MethodNotAllowed,
    TooSlow,
    InvitationUsed,
    InvitationExpired,
    InvitationOfAnother,
    TooLarge,
    RateLimited,
    Unavailable,
    TusVersion,
    BadSignature,
    ActTooOld,
    NoRight,
    FileDiffers,
    OffsetDiffers,
    HashDiffers,
    FileTooLarge,
    FileTypeNotAllowed,
    TooMuch,
    Erased,
}

/// What tus answers when a sum is not that of the bytes.
const CHECKSUM_MISMATCH: u16 = 460;

impl ErrorCode {
    fn status(self) -> StatusCode {
        match self {
            Self::NotJson | Self::BadRequest | Self::ProtocolUnknown => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Revoked
            | Self::DeviceOfAnother
            | Self::DeviceNotProved
            | Self::TooManyDevices
            | Self::BadSignature => StatusCode::FORBIDDEN,
            Self::NotFound | Self::InvitationUnknown => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::InvitationUsed | Self::InvitationOfAnother | Self::ActTooOld => {
                StatusCode::CONFLICT
            }
            Self::InvitationExpired | Self::Erased => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::TusVersion => StatusCode::PRECONDITION_FAILED,
            Self::NoRight => StatusCode::FORBIDDEN,
            Self::FileDiffers | Self::OffsetDiffers => StatusCode::CONFLICT,
            Self::HashDiffers => {
                StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::BAD_REQUEST)
            }
            Self::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::FileTypeNotAllowed => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMuch => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// Whether the same request can never succeed.
    fn is_fatal(self) -> bool {
        !matches!(
            self,
            Self::RateLimited
                | Self::Unavailable
                | Self::TooSlow
                | Self::OffsetDiffers
                | Self::HashDiffers
                | Self::TooMuch
                | Self::DeviceNotProved
        )
    }

    fn usual_detail(self) -> &'static str {
        match self {
            Self::NotJson => "the body is not JSON",
            Self::BadRequest => "the request is not of the shape that is asked for",
            Self::ProtocolUnknown => "this endpoint speaks protocol 1",
            Self::Unauthorized => "there is no such token",
            Self::Revoked => "the enrolment of this device is revoked",
            Self::DeviceOfAnother => "the device id belongs to another enrolment",
            Self::DeviceNotProved => "the device id is made from a key that is not proved",
            Self::TooManyDevices => "the person has as many device ids as one may have",
            Self::NotFound => "there is nothing here",
            Self::InvitationUnknown => "there is no such invitation",
            Self::MethodNotAllowed => "not by this method",
            Self::TooSlow => "it took too long",
            Self::InvitationUsed => "the invitation was used",
            Self::InvitationExpired => "the invitation has expired",
            Self::InvitationOfAnother => "the invitation is for somebody else",
            Self::TooLarge => "the body is too large",
            Self::RateLimited => "too many tries; wait",
            Self::Unavailable => "not possible right now; try again later",
            Self::TusVersion => "this endpoint speaks tus 1.0.0",
            Self::BadSignature => "the signature is not of this by a key of this enrolment",
            Self::ActTooOld => "the act is of another day, or of another epoch",
            Self::NoRight => "the person may not do this here",
            Self::FileDiffers => "the file is there with another size or type",
            Self::OffsetDiffers => "what has arrived does not end there",
            Self::HashDiffers => "the whole has another hash; it was thrown away",
            Self::FileTooLarge => "the file is larger than it may be",
            Self::FileTypeNotAllowed => "the file is of no type that is kept",
            Self::Erased => "it was erased, and is not taken again",
            Self::TooMuch => "the scope has no room for more files",
        }
    }
}

/// An error as a client sees it: a stable code, and English that holds nothing
/// of anybody's data.
#[derive(Debug)]
pub struct ApiError {
    pub code: ErrorCode,
    detail: &'static str,
    retry_after_s: Option<u64>,
    revoked: Option<RevokedIn>,
}

/// Of a phone that is revoked: how, and in which history of the register.
#[derive(Debug)]
struct RevokedIn {
    how: Revocation,
    epoch: String,
}

impl ApiError {
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            detail: code.usual_detail(),
            retry_after_s: None,
            revoked: None,
        }
    }

    pub fn bad_request(detail: &'static str) -> Self {
        Self {
            detail,
            ..Self::new(ErrorCode::BadRequest)
        }
    }

    pub fn of_type(detail: &'static str) -> Self {
        Self {
            detail,
            ..Self::new(ErrorCode::FileTypeNotAllowed)
        }
    }

    /// A phone that is lost deletes what it has, if the register is still the one that it knows.
    pub fn revoked(how: Revocation, epoch: String) -> Self {
        Self {
            revoked: Some(RevokedIn { how, epoch }),
            ..Self::new(ErrorCode::Revoked)
        }
    }

    pub fn rate_limited(retry_after_s: u64) -> Self {
        Self {
            retry_after_s: Some(retry_after_s),
            ..Self::new(ErrorCode::RateLimited)
        }
    }
}

/// The body of an error.
#[derive(Serialize, ToSchema)]
pub struct ErrorBody {
    pub error: ErrorDescription,
}

// The inside of an `ErrorBody`: the code for programs, and words for logs.
#[derive(Serialize, ToSchema)]
pub struct ErrorDescription {
    pub code: ErrorCode,
    /// For whoever reads logs; not for a screen.
    pub detail: &'static str,
    /// The same request can never succeed.
    pub fatal: bool,
    /// Of `revoked`: `over` or `lost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<&'static str>,
    /// Of `revoked`: the register's, as in a reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self {
            code,
            detail,
            retry_after_s,
            revoked,
        } = self;
        let how = revoked.as_ref().map(|revoked| revoked.how);
        let error = ErrorDescription {
            code,
            detail,
            fatal: code.is_fatal(),
            how: how.map(Revocation::word),
            epoch: revoked.map(|revoked| revoked.epoch),
        };
        let mut response = (code.status(), Json(ErrorBody { error })).into_response();
        let headers = response.headers_mut();
        if code == ErrorCode::Unauthorized {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if how == Some(Revocation::Lost) {
            // Attachments that were looked at lie in the browser's own cache.
            headers.insert("clear-site-data", HeaderValue::from_static("\"cache\""));
        }
        if code == ErrorCode::TusVersion {
            headers.insert(tus::TUS_VERSION, tus::VERSION);
        }
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // For the request's line in the log.
        response.extensions_mut().insert(code);
        response
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        tracing::error!(code = error.code(), cause, "the store failed");
        Self::new(ErrorCode::Unavailable)
    }
}

impl From<InvitationError> for ApiError {
    fn from(error: InvitationError) -> Self {
        match error {
            InvitationError::Unknown => Self::new(ErrorCode::InvitationUnknown),
            InvitationError::Used => Self::new(ErrorCode::InvitationUsed),
            InvitationError::Expired => Self::new(ErrorCode::InvitationExpired),
            InvitationError::Locked { wait_ms } => {
                // Rounded up: who comes a moment early is turned away again.
                Self::rate_limited(u64::try_from(wait_ms / 1000).unwrap_or_default() + 1)
            }
            InvitationError::Store(error) => error.into(),
        }
    }
}

impl From<JoinError> for ApiError {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Invitation(error) => error.into(),
            JoinError::OfAnother => Self::new(ErrorCode::InvitationOfAnother),
        }
    }
}

impl From<EnrolmentError> for ApiError {
    fn from(error: EnrolmentError) -> Self {
        match error {
            EnrolmentError::Invitation(error) => error.into(),
            EnrolmentError::KeyNotProved => Self::bad_request("the key is not proved"),
            EnrolmentError::DeviceOfAnother => Self::new(ErrorCode::DeviceOfAnother),
        }
    }
}

impl From<ActError> for ApiError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::BadSignature => Self::new(ErrorCode::BadSignature),
            ActError::BadRequest(detail) => Self::bad_request(detail),
            ActError::TooOld => Self::new(ErrorCode::ActTooOld),
            ActError::Refused(ActRefusal::NoRight) => Self::new(ErrorCode::NoRight),
            ActError::Refused(ActRefusal::Unknown) => Self::new(ErrorCode::NotFound),
            ActError::Refused(ActRefusal::InvitationUsed) => Self::new(ErrorCode::InvitationUsed),
            ActError::Refused(ActRefusal::InvitationExpired) => {
                Self::new(ErrorCode::InvitationExpired)
            }
            ActError::Refused(ActRefusal::NonceUsed) => {
                Self::bad_request("another act has this nonce")
            }
            ActError::Store(error) => error.into(),
        }
    }
}

impl From<SyncError> for ApiError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::ProtocolUnknown => Self::new(ErrorCode::ProtocolUnknown),
            SyncError::BadRequest(detail) => Self::bad_request(detail),
            SyncError::DeviceOfAnother => Self::new(ErrorCode::DeviceOfAnother),
            SyncError::DeviceNotProved => Self::new(ErrorCode::DeviceNotProved),
            SyncError::TooManyDevices => Self::new(ErrorCode::TooManyDevices),
            SyncError::Revoked => Self::new(ErrorCode::Revoked),
            SyncError::Store(error) => error.into(),
        }
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Unknown => Self::new(ErrorCode::NotFound),
            FileError::NoRight => Self::new(ErrorCode::NoRight),
            FileError::Empty => Self::bad_request("a file has at least one byte"),
            FileError::TooLarge => Self::new(ErrorCode::FileTooLarge),
            FileError::TypeNotAllowed => Self::new(ErrorCode::FileTypeNotAllowed),
            FileError::Differs => Self::new(ErrorCode::FileDiffers),
            FileError::TooMuch => Self::new(ErrorCode::TooMuch),
            FileError::Erased => Self::new(ErrorCode::Erased),
            FileError::OffsetDiffers => Self::new(ErrorCode::OffsetDiffers),
            FileError::HashDiffers => Self::new(ErrorCode::HashDiffers),
            FileError::BrokenOff => Self::new(ErrorCode::Unavailable),
            FileError::Store(error) => error.into(),
        }
    }
}
