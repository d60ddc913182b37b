// The keyboard sheet and the page that explains the main things.

export const help = {
  title: "Help",
  keys: "Keyboard",
  keysLead: "Single letters act only outside text fields and can be turned off in Settings.",
  chords: {
    search: "search everything",
    panes: "rail, list, viewer, claims",
    nextPane: "next pane",
    move: "move",
    open: "open",
    up: "up one",
    range: "extend the message range",
    link: "link what is selected",
    relation: "supports, contradicts, context",
    region: "region (arrows move, Shift arrows size)",
    gap: "next blocker or gap",
    finish: "finish: link, next claim",
    lock: "lock now",
    wipe: "wipe, held for one second",
    sheet: "this sheet",
  },
  signs: "Signs and grades",
};
