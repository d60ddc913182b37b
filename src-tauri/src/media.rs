//! `evidence://localhost/…`: pictures and recordings, decrypted in memory and never written. Paths are ids, not files.
//!
//! `thumb/E-014` · `image/E-014?max=2000` · `page/E-014/3?max=1600` · `original/E-014` (with ranges) and the same below
//! `review/` for the dossier that is open.

use crate::session::Session;
use locker::{Bytes, Error};
use tauri::http::{Request, Response, StatusCode, header};

/// Largest edge of a picture in pixels, whatever the address asks for.
const MAX_EDGE: u32 = 6_000;
/// Most bytes in one answer: players ask again for more.
const MAX_RANGE: u64 = 4 << 20;

/// Answers one request.
pub fn answer(session: &Session, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let Some(wanted) = Wanted::read(request) else {
        return plain(StatusCode::BAD_REQUEST);
    };
    match fetch(session, &wanted) {
        Ok(Fetched::Picture(media_type, bytes)) => respond(StatusCode::OK, media_type, bytes, None),
        Ok(Fetched::Part(part)) => partial(part),
        Err(Error::Locked) => plain(StatusCode::FORBIDDEN),
        Err(_) => plain(StatusCode::NOT_FOUND),
    }
}

/// What an address asks for.
struct Wanted {
    review: bool,
    what: What,
    id: String,
    range: Option<(u64, Option<u64>)>,
}

enum What {
    Thumb,
    Image { max: u32 },
    Page { page: u32, max: u32 },
    Original,
}

enum Fetched {
    Picture(&'static str, Vec<u8>),
    Part(Bytes),
}

impl Wanted {
    fn read(request: &Request<Vec<u8>>) -> Option<Self> {
        let mut parts = request.uri().path().trim_matches('/').split('/').collect::<Vec<_>>();
        let review = parts.first() == Some(&"review");
        if review {
            parts.remove(0);
        }
        let max = query_max(request.uri().query());
        let what = match parts.as_slice() {
            ["thumb", _] => What::Thumb,
            ["image", _] => What::Image { max },
            ["page", _, page] => What::Page {
                page: page.parse().ok()?,
                max,
            },
            ["original", _] => What::Original,
            _ => return None,
        };
        let range = request
            .headers()
            .get(header::RANGE)
            .and_then(|range| read_range(range.to_str().ok()?));
        Some(Self {
            review,
            what,
            id: parts.get(1)?.to_string(),
            range,
        })
    }
}

fn query_max(query: Option<&str>) -> u32 {
    let asked = query
        .and_then(|query| query.strip_prefix("max="))
        .and_then(|max| max.parse().ok());
    asked.unwrap_or(2_000).clamp(16, MAX_EDGE)
}

/// `bytes=START-` and `bytes=START-END` (RFC 9110, 14.1.2); other forms are answered whole.
fn read_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (start, end) = text.strip_prefix("bytes=")?.split_once('-')?;
    let end = if end.is_empty() { None } else { Some(end.parse().ok()?) };
    Some((start.parse().ok()?, end))
}

fn fetch(session: &Session, wanted: &Wanted) -> Result<Fetched, Error> {
    if wanted.review {
        let review = session.review().map_err(|_| Error::Locked)?;
        return fetch_with(
            wanted,
            session,
            &|id, what, env| review.picture(id, what, env),
            &|id, from, most| review.bytes(id, from, most),
        );
    }
    let open = session.open().map_err(|_| Error::Locked)?;
    fetch_with(
        wanted,
        session,
        &|id, what, env| open.picture(id, what, env),
        &|id, from, most| open.bytes(id, from, most),
    )
}

type Pictures<'a> = &'a dyn Fn(&str, locker::Picture, &locker::Env) -> Result<(&'static str, Vec<u8>), Error>;
type Parts<'a> = &'a dyn Fn(&str, u64, u64) -> Result<Bytes, Error>;

fn fetch_with(wanted: &Wanted, session: &Session, pictures: Pictures<'_>, parts: Parts<'_>) -> Result<Fetched, Error> {
    let picture = match wanted.what {
        What::Thumb => locker::Picture::Thumb,
        What::Image { max } => locker::Picture::Image { max },
        What::Page { page, max } => locker::Picture::Page { page, max },
        What::Original => {
            let (start, end) = wanted.range.unwrap_or((0, None));
            let most = end
                .map_or(MAX_RANGE, |end| end.saturating_sub(start).saturating_add(1))
                .min(MAX_RANGE);
            return parts(&wanted.id, start, most).map(Fetched::Part);
        }
    };
    pictures(&wanted.id, picture, session.env()).map(|(media_type, bytes)| Fetched::Picture(media_type, bytes))
}

fn partial(part: Bytes) -> Response<Vec<u8>> {
    let whole = part.from == 0 && part.bytes.len() as u64 == part.total;
    if whole {
        return respond(StatusCode::OK, &part.media_type, part.bytes, None);
    }
    let last = (part.from + part.bytes.len() as u64).saturating_sub(1);
    let range = format!("bytes {}-{}/{}", part.from, last, part.total);
    respond(StatusCode::PARTIAL_CONTENT, &part.media_type, part.bytes, Some(range))
}

fn plain(status: StatusCode) -> Response<Vec<u8>> {
    respond(status, "text/plain", Vec::new(), None)
}

fn respond(status: StatusCode, media_type: &str, bytes: Vec<u8>, range: Option<String>) -> Response<Vec<u8>> {
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, media_type)
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "tauri://localhost")
        .header(header::ACCESS_CONTROL_EXPOSE_HEADERS, "content-range, accept-ranges");
    if let Some(range) = range {
        response = response.header(header::CONTENT_RANGE, range);
    }
    response.body(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_writes_them() {
        assert_eq!(read_range("bytes=0-"), Some((0, None)));
        assert_eq!(read_range("bytes=10-19"), Some((10, Some(19))));
        assert_eq!(read_range("bytes=-5"), None, "a suffix is answered whole");
        assert_eq!(read_range("items=0-1"), None);
    }

    #[test]
    fn an_address_that_names_no_item_is_refused() {
        for path in ["/", "/thumb", "/etc/passwd", "/page/E-001/x", "/image/a/b/c"] {
            let request = Request::builder()
                .uri(format!("evidence://localhost{path}"))
                .body(Vec::new())
                .expect("a request");
            assert!(Wanted::read(&request).is_none(), "{path}");
        }
    }
}
