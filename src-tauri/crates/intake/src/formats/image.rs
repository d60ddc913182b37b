//! Photos: what they say about themselves, and their upright pixels. The declared size is looked at before anything is
//! decoded. Maker notes are not read; animations show their first frame, and TIFF its first page.

mod exif;
mod extras;
mod heic;
mod xmp;

use super::{Look, detect, malformed, read_whole, say_fact, too_large};
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use crate::pixels::{Layout, Pixels};
use fast_image_resize::images::Image as Raster;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::{bmp, gif, jpeg, png, tiff, webp};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, Limits, RgbImage};
use model::{FactOrigin, Kind};
use std::io::Cursor;

/// Longest image file in bytes: it is held in memory whole.
const LONGEST: u64 = 512 << 20;
/// Most bytes that decoded pixels take.
const MOST_BYTES: u64 = 768 << 20;
/// Most pixels of a HEIC photo; its planes are held beside the pixels.
const MOST_HEIC_PIXELS: u64 = 128_000_000;

/// An image of which the head is read.
struct Opened<'b> {
    bytes: &'b [u8],
    format: &'static str,
    media_type: &'static str,
}

type Decoder<'b> = Box<dyn ImageDecoder + 'b>;

/// Everything about the image but its pixels.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let Some((format, media_type)) = format_of(input, hints)? else {
        return Err(super::another_format());
    };
    sink.found(Found::Format {
        kind: Kind::Image,
        media_type: media_type.to_owned(),
        format: format.to_owned(),
    })?;
    let bytes = read_whole(input, LONGEST)?;
    let image = Opened {
        bytes: &bytes,
        format,
        media_type,
    };
    let written = image.metadata();
    let (width, height) = image.size();
    extras::say(&image, sink)?;
    if let Some((exif, broken)) = &written.exif {
        exif::say(exif, *broken, sink)?;
    }
    if let Some(packet) = &written.xmp {
        xmp::say(packet, sink)?;
    }
    say_orientation(&written, sink)?;
    let (width, height) = turned(width?, height?, written.turn);
    say_fact(sink, "width", width, FactOrigin::Container)?;
    say_fact(sink, "height", height, FactOrigin::Container)?;
    image.check_size()
}

fn say_orientation(written: &Written, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    match written.turn_from {
        Some(origin) => say_fact(sink, "orientation", written.turn.to_exif(), origin),
        None => Ok(()),
    }
}

/// The image upright, no larger than asked.
pub fn picture(input: &mut dyn ReadSeek, hints: &Hints, max_w: u32, max_h: u32) -> Result<Pixels, Unparsed> {
    let Some((format, media_type)) = format_of(input, hints)? else {
        return Err(Unparsed::Unsupported {
            what: "image".to_owned(),
        });
    };
    let bytes = read_whole(input, LONGEST)?;
    let image = Opened {
        bytes: &bytes,
        format,
        media_type,
    };
    let turn = image.metadata().turn;
    image.check_size()?;
    let decoded = image.decode()?;
    let (max_w, max_h) = turned(max_w.max(1), max_h.max(1), turn);
    let mut small = shrink(decoded, max_w, max_h)?;
    small.apply_orientation(turn);
    let (width, height) = (small.width(), small.height());
    let layout = if small.color().has_alpha() {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    Ok(Pixels {
        width,
        height,
        layout,
        bytes: small.into_bytes(),
    })
}

fn format_of(input: &mut dyn ReadSeek, hints: &Hints) -> Result<Option<(&'static str, &'static str)>, Unparsed> {
    let look = Look::at(input, hints)?;
    let ours = detect(&look)
        .into_iter()
        .find(|one| one.kind == Kind::Image && one.parse.is_some());
    Ok(ours.map(|one| (one.format, one.media_type)))
}

fn turned(width: u32, height: u32, turn: Orientation) -> (u32, u32) {
    if turn.to_exif() >= 5 {
        (height, width)
    } else {
        (width, height)
    }
}

/// What the image says beside its pixels.
struct Written {
    exif: Option<(::exif::Exif, bool)>,
    xmp: Option<String>,
    turn: Orientation,
    turn_from: Option<FactOrigin>,
}

impl<'b> Opened<'b> {
    fn decoder(&self) -> Result<Decoder<'b>, Unparsed> {
        let bytes = Cursor::new(self.bytes);
        let decoder: Result<Decoder<'b>, ImageError> = match self.format {
            "jpeg" => jpeg::JpegDecoder::new(bytes).map(|one| Box::new(one) as Decoder<'b>),
            "png" => png::PngDecoder::with_limits(bytes, limits()).map(|one| Box::new(one) as Decoder<'b>),
            "gif" => gif::GifDecoder::new(bytes).map(|one| Box::new(one) as Decoder<'b>),
            "webp" => webp::WebPDecoder::new(bytes).map(|one| Box::new(one) as Decoder<'b>),
            "tiff" => tiff::TiffDecoder::new(bytes).map(|one| Box::new(one) as Decoder<'b>),
            "bmp" => bmp::BmpDecoder::new(bytes).map(|one| Box::new(one) as Decoder<'b>),
            _ => {
                return Err(Unparsed::Unsupported {
                    what: "image".to_owned(),
                });
            }
        };
        decoder.map_err(|error| why(&error))
    }

    /// Width and height as stored; of HEIC as shown.
    fn size(&self) -> (Result<u32, Unparsed>, Result<u32, Unparsed>) {
        let size = match (self.format, extras::png_size(self.bytes)) {
            ("heic", _) => heic_rs::probe(self.bytes)
                .map(|info| (info.width, info.height))
                .map_err(|error| why_heic(&error)),
            // Read here, so that a size that no decoder accepts is known all the same.
            ("png", Some(size)) => Ok(size),
            _ => self.decoder().map(|decoder| decoder.dimensions()),
        };
        (size.clone().map(|size| size.0), size.map(|size| size.1))
    }

    fn check_size(&self) -> Result<(), Unparsed> {
        let (width, height) = self.size();
        let pixels = u64::from(width?) * u64::from(height?);
        let most = if self.format == "heic" {
            MOST_HEIC_PIXELS
        } else {
            MOST_BYTES / 3
        };
        let fits = pixels <= most && (self.format == "heic" || self.decoder()?.total_bytes() <= MOST_BYTES);
        match (pixels, fits) {
            (0, _) => Err(malformed("empty-image")),
            (_, true) => Ok(()),
            (_, false) => Err(too_large("pixels")),
        }
    }

    fn decode(&self) -> Result<DynamicImage, Unparsed> {
        if self.format == "heic" {
            let image = heic::decode(self.bytes, MOST_HEIC_PIXELS)?;
            let pixels = RgbImage::from_raw(image.width, image.height, image.data).ok_or_else(|| malformed("heic"))?;
            return Ok(pixels.into());
        }
        let mut decoder = self.decoder()?;
        decoder.set_limits(limits()).map_err(|error| why(&error))?;
        DynamicImage::from_decoder(decoder).map_err(|error| why(&error))
    }

    fn metadata(&self) -> Written {
        let exif = exif::read(self.exif_block());
        let xmp = self.xmp_packet();
        // irot and imir of HEIC are applied by its decoder and override EXIF.
        let by_exif = exif
            .as_ref()
            .and_then(|(exif, _)| exif::orientation(exif))
            .map(|turn| (turn, FactOrigin::Exif));
        let by_xmp = || {
            xmp.as_deref()
                .and_then(xmp::orientation)
                .map(|turn| (turn, FactOrigin::Xmp))
        };
        let turn = if self.format == "heic" {
            None
        } else {
            by_exif.or_else(by_xmp)
        };
        let (turn, turn_from) = turn.map_or((Orientation::NoTransforms, None), |(turn, from)| (turn, Some(from)));
        Written {
            exif,
            xmp,
            turn,
            turn_from,
        }
    }

    fn exif_block(&self) -> Option<Vec<u8>> {
        match self.format {
            "heic" => {
                let file = heic_rs::context::Context::open(self.bytes).ok()?;
                let primary = heic_rs::probe(self.bytes).ok()?.primary_item;
                file.exif(primary).ok()?.map(<[u8]>::to_vec)
            }
            "tiff" => (self.bytes.len() <= 128 << 20).then(|| self.bytes.to_vec()),
            _ => self.decoder().ok()?.exif_metadata().ok()?,
        }
    }

    fn xmp_packet(&self) -> Option<String> {
        let bytes = match self.format {
            "heic" => xmp::find(self.bytes)?.to_vec(),
            _ => self.decoder().ok()?.xmp_metadata().ok()??,
        };
        (bytes.len() <= 4 << 20).then(|| String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BYTES);
    limits
}

fn shrink(image: DynamicImage, max_w: u32, max_h: u32) -> Result<DynamicImage, Unparsed> {
    let alpha = image.color().has_alpha();
    let (width, height) = (image.width(), image.height());
    let scale = (f64::from(max_w) / f64::from(width)).min(f64::from(max_h) / f64::from(height));
    let (kind, bytes) = match alpha {
        true => (PixelType::U8x4, image.into_rgba8().into_raw()),
        false => (PixelType::U8x3, image.into_rgb8().into_raw()),
    };
    if scale >= 1.0 {
        return rebuild(width, height, bytes, alpha);
    }
    let side = |side: u32, most: u32| ((f64::from(side) * scale).round() as u32).clamp(1, most);
    let large = Raster::from_vec_u8(width, height, bytes, kind).map_err(|_| malformed("pixels"))?;
    let mut small = Raster::new(side(width, max_w), side(height, max_h), kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new()
        .resize(&large, &mut small, &options)
        .map_err(|_| malformed("pixels"))?;
    let (width, height) = (small.width(), small.height());
    rebuild(width, height, small.into_vec(), alpha)
}

fn rebuild(width: u32, height: u32, bytes: Vec<u8>, alpha: bool) -> Result<DynamicImage, Unparsed> {
    let image = match alpha {
        true => image::RgbaImage::from_raw(width, height, bytes).map(DynamicImage::from),
        false => RgbImage::from_raw(width, height, bytes).map(DynamicImage::from),
    };
    image.ok_or_else(|| malformed("pixels"))
}

fn why(error: &ImageError) -> Unparsed {
    match error {
        ImageError::Limits(_) => too_large("pixels"),
        ImageError::Unsupported(_) => Unparsed::Unsupported {
            what: "image-variant".to_owned(),
        },
        ImageError::Decoding(_) | ImageError::Encoding(_) | ImageError::Parameter(_) | ImageError::IoError(_) => {
            malformed("image")
        }
    }
}

fn why_heic(error: &heic_rs::Error) -> Unparsed {
    match error {
        heic_rs::Error::PixelLimit { .. } => too_large("pixels"),
        heic_rs::Error::Unsupported(_) => Unparsed::Unsupported {
            what: "heic-variant".to_owned(),
        },
        _ => malformed("heic"),
    }
}
