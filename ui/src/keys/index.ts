// The keyboard map: chords to acts. The innermost screen answers first; single letters act only outside text fields and can be
// switched off. Letters are told by the key's place where the layout is not Latin, so that L works under a Cyrillic layout.

import { readonly, type Handlers } from "./chord";
import { chord, isBareLetter, isTyping } from "./chord";

type Layer = { handlers: Handlers };

const layers: Layer[] = [];
let lettersAct = true;

/** Whether single letters act (a setting of the locker). */
export const allowLetters = (allowed: boolean): void => void (lettersAct = allowed);

/**
 * Attachment-like: answers chords until the answer is called. A handler that returns `false` passes the chord on to outer layers.
 * In a component: `onMount(() => keys({ "F8": nextGap, "L": link }))`.
 */
export function keys(handlers: Handlers): () => void {
  const layer = { handlers: readonly(handlers) };
  layers.push(layer);
  return () => {
    const at = layers.indexOf(layer);
    if (at >= 0) layers.splice(at, 1);
  };
}

/** The window's one keydown handler. */
export function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = chord(event);
  if (!pressed) return;
  if (isBareLetter(pressed) && (!lettersAct || isTyping(event.target))) return;
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const act = layers[at]?.handlers[pressed];
    if (!act || act(event) === false) continue;
    event.preventDefault();
    return;
  }
}
