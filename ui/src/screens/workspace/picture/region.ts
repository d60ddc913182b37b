// Rectangles on a picture, in per cent of its upright width and height; and turning the view by quarters.
import type { Box } from "../../../state/selector";

/** Smallest side, so that a slip of the hand marks nothing. */
export const SMALLEST = 0.5;

export type Point = { x: number; y: number };
/** Quarter turns to the right by which the picture is shown. */
export type Quarter = 0 | 1 | 2 | 3;

const within = (n: number, low: number, high: number) => Math.min(high, Math.max(low, n));
const hundredth = (n: number) => Math.round(n * 100) / 100;

/** The rectangle moved and cut so that it lies inside the picture; sides in hundredths that never sum to more than 100. */
export function inside(box: Box): Box {
  const width = within(hundredth(box.width), SMALLEST, 100);
  const height = within(hundredth(box.height), SMALLEST, 100);
  return { x: within(hundredth(box.x), 0, hundredth(100 - width)), y: within(hundredth(box.y), 0, hundredth(100 - height)), width, height };
}

/** The rectangle between two points, wherever the drag began. */
export function between(a: Point, b: Point): Box {
  const clip = (point: Point) => ({ x: within(point.x, 0, 100), y: within(point.y, 0, 100) });
  const [p, q] = [clip(a), clip(b)];
  return inside({ x: Math.min(p.x, q.x), y: Math.min(p.y, q.y), width: Math.abs(p.x - q.x), height: Math.abs(p.y - q.y) });
}

export const big = (box: Box): boolean => box.width >= SMALLEST * 2 && box.height >= SMALLEST * 2;

/** Moves by per cent. At the edge it stops and keeps its size. */
export const moved = (box: Box, by: Point): Box => inside({ ...box, x: box.x + by.x, y: box.y + by.y });

/** Sizes by per cent from its lower right corner, which stops at the edge. */
export const sized = (box: Box, by: Point): Box =>
  inside({ ...box, width: within(box.width + by.x, SMALLEST, 100 - box.x), height: within(box.height + by.y, SMALLEST, 100 - box.y) });

/** A point of the screen's picture, in per cent, as a point of the upright picture. */
export function upright(seen: Point, turned: Quarter): Point {
  switch (turned) {
    case 0: return seen;
    case 1: return { x: seen.y, y: 100 - seen.x };
    case 2: return { x: 100 - seen.x, y: 100 - seen.y };
    case 3: return { x: 100 - seen.y, y: seen.x };
  }
}

/** A step on the screen as a step on the upright picture. */
export function uprightStep(by: Point, turned: Quarter): Point {
  switch (turned) {
    case 0: return by;
    case 1: return { x: by.y, y: 0 - by.x };
    case 2: return { x: 0 - by.x, y: 0 - by.y };
    case 3: return { x: 0 - by.y, y: by.x };
  }
}

/** a, b, … z, aa: how regions of one picture are named. */
export function letterOf(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** Whether the middle of a run lies in a rectangle, both in per cent. */
export const holds = (box: Box, run: Box): boolean => {
  const [x, y] = [run.x + run.width / 2, run.y + run.height / 2];
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
};
