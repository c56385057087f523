//! How a page is looked at: the size of the screen, and what the person who looks prefers.

/// Width and height in CSS pixels, device pixels per CSS pixel, and whether it is held in a hand.
#[derive(Clone, Copy)]
pub struct Viewport {
    /// What its pictures are called.
    pub name: &'static str,
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// Device pixels for each CSS pixel.
    pub scale: u32,
    /// Touch instead of a mouse, and the layout rules of mobile browsers.
    pub mobile: bool,
}

impl Viewport {
    /// The smallest screen on which the page must not scroll.
    pub const LAPTOP: Self = Self {
        name: "1280x800",
        width: 1280,
        height: 800,
        scale: 1,
        mobile: false,
    };
    /// A large screen.
    pub const WIDE: Self = Self {
        name: "1920x1080",
        width: 1920,
        height: 1080,
        scale: 1,
        mobile: false,
    };
    /// A phone, upright.
    pub const PHONE: Self = Self {
        name: "390x844",
        width: 390,
        height: 844,
        scale: 2,
        mobile: true,
    };
    /// All of them.
    pub const ALL: [Self; 3] = [Self::LAPTOP, Self::WIDE, Self::PHONE];
}

/// What the system says it prefers; the page follows unless a theme was chosen in it.
#[derive(Clone, Copy)]
pub enum Theme {
    /// Dark ink on a light ground.
    Light,
    /// Light ink on a dark ground.
    Dark,
}

impl Theme {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// As the media feature `prefers-color-scheme` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
