//! Where everything stands: in columns from left to right, or in rows on a narrow canvas.

use super::{downward, rightward};
use crate::show::frame::Frame;
use crate::show::geometry::Rect;
use crate::show::layout::{Layout, RIGHTWARD_FROM};

/// Lays out a frame.
pub fn lay_out(frame: &Frame<'_>) -> Layout {
    let canvas = frame.size.area();
    let whole = arrange(frame, canvas);
    let Some(above) = whole.above_caption(canvas) else {
        return whole;
    };
    let mut layout = arrange(frame, above);
    layout.caption = Some([12.0, canvas.height - 10.0]);
    layout
}

fn arrange(frame: &Frame<'_>, canvas: Rect) -> Layout {
    if frame.size.width >= RIGHTWARD_FROM {
        rightward::arrange(frame, canvas)
    } else {
        downward::arrange(frame, canvas)
    }
}
