//! The locker on disk: key slots, SQLCipher, sealed blobs, search index, custody log, wipe.
