//! The four types of attachments and the bytes by which each is known. It judges the beginning of a
//! file, not what is further in it.

/// A type of attachment that is kept. It is told by the first bytes: what a file says of itself is
/// believed only if it begins so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    Jpeg,
    Png,
    Webp,
    Pdf,
}

/// Bytes, and how many are before them.
type MagicBytes = (usize, &'static [u8]);

impl FileType {
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf];

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    fn marks(self) -> &'static [MagicBytes] {
        match self {
            Self::Jpeg => &[(0, b"\xff\xd8\xff")],
            Self::Png => &[(0, b"\x89PNG\r\n\x1a\n")],
            Self::Webp => &[(0, b"RIFF"), (8, b"WEBP")],
            Self::Pdf => &[(0, b"%PDF-")],
        }
    }

    /// How many bytes tell the type.
    pub fn told_by(self) -> usize {
        let ends = self.marks().iter().map(|(at, mark)| at + mark.len());
        ends.max().unwrap_or_default()
    }

    /// Whether a file of so many bytes can be of this type.
    pub fn fits_in(self, size: u64) -> bool {
        usize::try_from(size).is_ok_and(|size| size >= self.told_by())
    }

    /// Whether a file of this type may begin so, as far as it is there.
    pub fn may_begin(self, start: &[u8]) -> bool {
        self.marks()
            .iter()
            .all(|(at, mark)| start.iter().skip(*at).zip(*mark).all(|(a, b)| a == b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &[u8], expected: &[FileType]) {
        let begun: Vec<FileType> = FileType::ALL
            .into_iter()
            .filter(|kind| kind.may_begin(start))
            .collect();
        assert_eq!(begun, expected);
    }

    #[test]
    fn first_bytes_tell_the_type() {
        check(b"", &FileType::ALL);
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", &[FileType::Jpeg]);
        check(b"\x89PNG\r\n\x1a\n....", &[FileType::Png]);
        check(b"\x89PNG\n\x1a\n....", &[]);
        check(b"RIFF\0\0\0\0WEBPVP8 ", &[FileType::Webp]);
        check(b"RIFF\0\0\0\0WAVEfmt ", &[]);
        check(b"RIFF", &[FileType::Webp]);
        check(b"%PDF-1.7", &[FileType::Pdf]);
        check(b"<html>", &[]);
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for kind in FileType::ALL {
            assert_eq!(FileType::of(kind.word()), Some(kind));
        }
        assert_eq!(FileType::of("image/svg+xml"), None);
        assert!(!FileType::Webp.fits_in(11) && FileType::Webp.fits_in(12));
    }
}
