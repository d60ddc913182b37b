//! Settings of the locker that are no act on evidence, as JSON under a key.

use super::{Change, Db, Reader};
use crate::db::rows::{from_json, to_json, within};
use crate::{Error, Result};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Reader {
    /// The value under `key`, where one is set.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let text: Option<String> = self
            .conn
            .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        text.map(|text| from_json(&text)).transpose()
    }
}

impl Db {
    /// Sets a value; at most 100 characters of key and 1,000,000 of JSON.
    pub fn set_setting<T: Serialize>(&self, key: &str, value: &T) -> Result<()> {
        let change = self.begin()?;
        change.put_setting(key, value)?;
        change.commit_unlogged()
    }
}

impl Change<'_> {
    /// The same, together with what else is changed.
    pub(crate) fn put_setting<T: Serialize>(&self, key: &str, value: &T) -> Result<()> {
        let json = to_json(value);
        within(key, 100)?;
        if json.len() > 1_000_000 {
            return Err(Error::TooLong);
        }
        self.conn.execute(
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            params![key, json],
        )?;
        Ok(())
    }
}
