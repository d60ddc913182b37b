//! HEIC pixels by heic-rs, put together here for one reason: a photo without a colour box is full range in BT.601, as phones
//! write it, and not limited range in BT.709, which would stretch its tones.

use super::super::too_large;
use super::why_heic;
use crate::draft::Unparsed;
use heic_rs::color;
use heic_rs::context::Context;
use heic_rs::grid::compose;
use heic_rs::hevc::{Frame, decode_still};
use heic_rs::props::ItemProps;
use heic_rs::{Error, Image, MatrixCoefficients, Nclx, PixelLayout, Range, transform};

/// Most tiles of a photo.
const MOST_TILES: usize = 4_096;

/// The photo as it is to be shown, in red, green and blue: `irot` and `imir` are applied.
pub fn decode(bytes: &[u8], most_pixels: u64) -> Result<Image, Unparsed> {
    let file = Context::open(bytes).map_err(|error| why_heic(&error))?;
    let primary = file.meta.primary;
    let props = file.props(primary).map_err(|error| why_heic(&error))?;
    let (width, height) = file.coded_size(primary, &props).map_err(|error| why_heic(&error))?;
    if u64::from(width) * u64::from(height) > most_pixels {
        return Err(too_large("pixels"));
    }
    let flat = put_together(&file, primary, &props, most_pixels).map_err(|error| why_heic(&error))?;
    transform::apply_all(flat, &props.transforms).map_err(|error| why_heic(&error))
}

fn put_together(file: &Context<'_>, item: u32, props: &ItemProps<'_>, most: u64) -> Result<Image, Error> {
    let nclx = props.nclx.unwrap_or_else(as_phones_write);
    let frame = match file.grid(item)? {
        None => decode_coded(file, item, props)?,
        Some((_, tiles)) if tiles.len() > MOST_TILES => return Err(Error::Malformed("tiles")),
        Some((grid, tiles)) => {
            let frames = tiles.iter().map(|tile| decode_coded(file, *tile, &file.props(*tile)?));
            compose(&grid, &frames.collect::<Result<Vec<Frame>, _>>()?, most)?
        }
    };
    color::convert(&frame, None, nclx, PixelLayout::Rgb8, most, Some(1))
}

fn decode_coded(file: &Context<'_>, item: u32, props: &ItemProps<'_>) -> Result<Frame, Error> {
    let config = props.hvcc.as_ref().ok_or(Error::MissingBox("hvcC"))?;
    let data = file.item_data(item)?;
    let frame = decode_still(&config.parameter_sets(), &config.split_nals(&data)?)?;
    frame.validate()?;
    Ok(frame)
}

fn as_phones_write() -> Nclx {
    Nclx {
        matrix: MatrixCoefficients::Bt601,
        matrix_code: 6,
        range: Range::Full,
        ..Nclx::default()
    }
}
