//! The fields of one JSON object in the order of the file. Whoever understands a field takes it; what is left over is
//! what we do not understand, and is counted.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Fields not yet taken. A key that stands twice is there twice.
pub struct Fields(Vec<(String, Option<Value>)>);

impl Fields {
    /// Takes the first field of this name.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.0
            .iter_mut()
            .find(|(name, value)| name == key && value.is_some())?
            .1
            .take()
    }

    /// Takes a text that is not empty.
    pub fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text),
            other => self.put_back(key, other),
        }
    }

    /// Takes an id: a text, or a number as earlier versions wrote it.
    pub fn id(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(id) => Some(id),
            Value::Number(id) => Some(id.to_string()),
            other => self.put_back(key, other),
        }
    }

    /// Whether the field is there, not taken.
    pub fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, value)| name == key && value.is_some())
    }

    /// Takes everything that is left.
    pub fn rest(&mut self) -> impl Iterator<Item = (String, Value)> + '_ {
        self.0
            .drain(..)
            .filter_map(|(key, value)| value.map(|value| (key, value)))
    }

    /// Lets go of a field that says nothing to us, whatever it holds.
    pub fn pass(&mut self, keys: &[&str]) {
        for (key, value) in &mut self.0 {
            if keys.contains(&key.as_str()) {
                *value = None;
            }
        }
    }

    /// Lets `change` see every text in the fields, however deep.
    pub fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        for value in self.0.iter_mut().filter_map(|(_, value)| value.as_mut()) {
            each_text_in(value, change);
        }
    }

    fn put_back<T>(&mut self, key: &str, value: Value) -> Option<T> {
        if !value.is_null() {
            self.0.push((key.to_owned(), Some(value)));
        }
        None
    }
}

/// No deeper than serde_json reads, which is 128.
fn each_text_in(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(parts) => parts.iter_mut().for_each(|part| each_text_in(part, change)),
        Value::Object(fields) => fields.values_mut().for_each(|part| each_text_in(part, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Fields, M::Error> {
        let mut fields = Vec::with_capacity(16);
        while let Some((key, value)) = map.next_entry::<Cow<'de, str>, Value>()? {
            fields.push((key.into_owned(), Some(value)));
        }
        Ok(Fields(fields))
    }
}
