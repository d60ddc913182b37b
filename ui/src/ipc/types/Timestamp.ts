// Written by a test of the locker crate from its views. Do not edit.

/**
 * Milliseconds since 1970-01-01T00:00:00Z; between the years -9999 and 9999. Printed as RFC 3339 in UTC.
 */
export type Timestamp = string;
