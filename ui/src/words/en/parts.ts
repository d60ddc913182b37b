// Words that parts say wherever they stand.

export const parts = {
  relation: { supports: "Supports", contradicts: "Contradicts", context: "Context" },
  status: {
    corroborated: "Corroborated", "single-witness": "Single witness", contested: "Contested", contradicted: "Contradicted", untested: "Untested",
  },
  source: "Source",
  information: "Information",
  sourceGrade: {
    A: "completely reliable", B: "usually reliable", C: "fairly reliable", D: "not usually reliable", E: "unreliable", F: "cannot be judged",
  },
  informationGrade: {
    1: "confirmed", 2: "probably true", 3: "possible", 4: "doubtful", 5: "improbable", 6: "cannot be judged",
  },
  gradePair: (source: string | null, information: string | number | null) =>
    [source && `Source ${source}`, information && `information ${information}`].filter(Boolean).join(", "),
  kind: {
    chat: "Chat", image: "Photo", pdf: "PDF", document: "Document", sheet: "Table", mail: "E-mail", audio: "Audio", video: "Video",
    text: "Text", transcript: "Transcript", archive: "Archive", other: "Other file",
  },
  zone: {
    "explicit-epoch": "UTC", "explicit-offset": "zone stated", assumed: "zone assumed", unknown: "no time zone",
  },
  byteUnits: ["B", "KB", "MB", "GB", "TB"],
  identitySealed: "Identity sealed",
  protectedName: "Protected name, shown as its pseudonym",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  saving: "Saving",
  back: "Back",
  retry: "Try again",
  stop: "Stop",
  stopping: "Stopping",
  more: "Show more",
  open: "Open",
  nothingMatches: "Nothing matches.",
  missing: "Missing",
  pane: "Pane",
  clear: "Clear",
};
