//! Facts: what a locker holds, in the words of the field. Everything is validated when it is made, so that the layers
//! above can rely on it.
//!
//! Deliberately absent: files, cryptography, databases, sentences for people. This crate knows what a claim is, not
//! where it is kept.

mod claim;
mod clock;
mod custody;
mod digest;
mod evidence;
mod excerpt;
mod id;
mod message;
mod progress;
mod source;
mod time;

pub use claim::{Claim, ClaimStatus, Counts, Grades, InfoGrade, Link, Relation, SourceGrade, status_of};
pub use clock::{Clock, FixedClock, SystemClock};
pub use custody::{Act, CustodyEntry};
pub use digest::Sha256Digest;
pub use evidence::{Evidence, Fact, FactOrigin, Kind, Note};
pub use excerpt::{BadSelector, Region, Selector};
pub use id::{BadId, ClaimId, EvidenceId, LinkId, SourceId};
pub use message::{Attachment, Message, MessageKind};
pub use progress::{Progress, Quiet, Stopped};
pub use source::{BadCodename, Codename, Source};
pub use time::{BadTimestamp, Moment, Timestamp, ZoneKnown, is_time_zone};
