//! What may be set, kept in the locker.

use crate::views::Settings;
use crate::{Error, OpenLocker, Result};

const SETTINGS: &str = "settings";
/// Whether the locker is the sample case's.
pub(crate) const SAMPLE: &str = "sample";

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_minutes: 10,
            theme: "system".to_owned(),
            language: String::new(),
            letter_keys: true,
        }
    }
}

impl OpenLocker {
    /// The settings, or what they are before anybody set them.
    pub fn settings(&self) -> Result<Settings> {
        self.read(|reader| Ok(reader.setting(SETTINGS)?.unwrap_or_default()))
    }

    /// Sets them. [`Error::BadRequest`] for a value that is none.
    pub fn set_settings(&self, settings: Settings) -> Result<Settings> {
        let theme = ["system", "light", "dark", "field"].contains(&settings.theme.as_str());
        let language = ["", "en", "ru", "uk"].contains(&settings.language.as_str());
        if !theme || !language || settings.idle_minutes > 24 * 60 {
            return Err(Error::BadRequest);
        }
        self.inside()?.db.set_setting(SETTINGS, &settings)?;
        Ok(settings)
    }
}
