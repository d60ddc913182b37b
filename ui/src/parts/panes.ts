// What a Pane knows of the Panes around it.
export const panesKey = Symbol("panes");
export type PanesContext = { isNow: (id: string) => boolean; show: (id: string) => void };
