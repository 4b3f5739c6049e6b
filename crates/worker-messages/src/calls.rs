//! The list of calls from the page to the worker. A call names a function that `crates/worker`
//! exports; the shapes of arguments and answers are in the other modules.

macro_rules! calls {
    ($($(#[doc = $says:literal])+ $call:ident = $export:literal,)+) => {
        /// A function of the second module that the page can ask for. Its arguments go along in the
        /// order in which that function takes them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Call {
            $($(#[doc = $says])+ $call,)+
        }

        impl Call {
            pub const ALL: &[Self] = &[$(Self::$call,)+];

            /// The name of the function that `crates/worker` exports.
            pub const fn export(self) -> &'static str {
                match self {
                    $(Self::$call => $export,)+
                }
            }
        }
    };
}

calls! {
    /// Which documents there are: [`crate::documents::CatalogEntry`]s.
    Documents = "papers",
    /// What there is to say of one of them.
    Document = "paper_known",
    /// One of them in a format.
    DocumentFile = "paper",
    /// One file of a dossier.
    DossierFile = "dossier_file",
    /// Files in one.
    Zip = "zipped",
    /// The year's deadlines for a calendar.
    Calendar = "year_calendar",
    /// [`crate::documents::Backdrop`]s of a stage.
    Backdrops = "backdrops",
    /// The drawing of one.
    BackdropDrawing = "backdrop_drawn",
    /// [`crate::paste::LineRead`]s of what was pasted.
    PastedVillages = "pasted_villages",
    /// A key that this phone signs with.
    MakeKey = "make_key",
    /// Signatures by it.
    Sign = "sign",
    /// Signed operations as a bundle.
    Pack = "pack",
    /// And back.
    Unpack = "unpack",
    /// A bundle as the texts of a moving QR code.
    Frames = "frames",
    /// A text as a QR code.
    DrawCode = "draw_code",
    /// Another moving QR code is going to be read.
    ScanAnew = "scan_anew",
    /// A picture of it.
    Scan = "scan",
    /// What the pictures came to.
    Scanned = "scanned",
}
