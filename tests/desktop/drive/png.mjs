// Reads the pictures that the driver takes: PNG (RFC 2083), 8 bits a channel, not interlaced. Nothing else is asked of it.

import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

/** More green and blue than this a pixel of the field theme does not have. */
const RED_ENOUGH = 140;

/** How many pixels give light of another colour than red. */
export function whitePart(file) {
  const { pixels, step } = read(readFileSync(file));
  let found = 0;
  for (let at = 0; at < pixels.length; at += step) if (pixels[at + 1] > RED_ENOUGH && pixels[at + 2] > RED_ENOUGH) found += 1;
  return found;
}

function read(bytes) {
  const packed = [];
  let [width, height, step] = [0, 0, 0];
  for (let at = 8; at < bytes.length; ) {
    const [length, type] = [bytes.readUInt32BE(at), bytes.toString("latin1", at + 4, at + 8)];
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      step = { 2: 3, 6: 4 }[body[9]];
      if (body[8] !== 8 || !step || body[12] !== 0) throw new Error("a PNG of another sort than the driver writes");
    }
    if (type === "IDAT") packed.push(body);
    at += length + 12;
  }
  return { pixels: unfiltered(inflateSync(Buffer.concat(packed)), width * step, height, step), step };
}

/** Section 6: each line begins with the number of its filter. */
function unfiltered(raw, line, height, step) {
  const out = Buffer.alloc(line * height);
  for (let row = 0; row < height; row += 1) {
    const filter = raw[row * (line + 1)];
    for (let x = 0; x < line; x += 1) {
      const left = x >= step ? out[row * line + x - step] : 0;
      const up = row > 0 ? out[(row - 1) * line + x] : 0;
      const corner = x >= step && row > 0 ? out[(row - 1) * line + x - step] : 0;
      const guess = filter === 0 ? 0 : filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
      out[row * line + x] = raw[row * (line + 1) + 1 + x] + guess;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const goal = left + up - corner;
  const [a, b, c] = [Math.abs(goal - left), Math.abs(goal - up), Math.abs(goal - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
