// How a picture is looked at: how large, how turned, and whether a region is being drawn.
import type { Quarter } from "./region";

const STEP = 1.25;
const [SMALLEST, LARGEST] = [0.25, 16];

export class PictureLook {
  /** 1 fits the window. */
  zoom = $state(1);
  turned: Quarter = $state(0);
  drawing = $state(false);

  larger(by = STEP): void {
    this.zoom = Math.min(LARGEST, Math.max(SMALLEST, this.zoom * by));
  }
  smaller(): void {
    this.larger(1 / STEP);
  }
  fit(): void {
    this.zoom = 1;
  }
  turn(): void {
    this.turned = ((this.turned + 1) % 4) as Quarter;
  }
}

/** Sizes that are asked for: the next one that shows every pixel at this size, so that zooming asks seldom. */
export function sizeFor(pixels: number): number {
  return [1000, 2000, 4000].find((size) => size >= pixels) ?? 8000;
}
