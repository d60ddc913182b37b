// Which component stands for which place. The rail shows an entry only while its screen is here: no dead entries.

import type { Component } from "svelte";
import type { RouteName } from "../state/route.svelte";
import ClaimsScreen from "./claims/Claims.svelte";
import DossiersScreen from "./dossiers/Dossiers.svelte";
import MatrixScreen from "./matrix/Matrix.svelte";
import Review from "./review/Review.svelte";
import SourceScreen from "./source/Source.svelte";

export { default as Door } from "./door/Door.svelte";
export { default as KeySheet } from "./help/KeySheet.svelte";
export { default as SourceDialog } from "./source/SourceDialog.svelte";
export { default as Welcome } from "./source/Welcome.svelte";

/** Stands alone, also with no locker open. */
export const ReviewScreen: Component = Review;

export const screens: Partial<Record<RouteName, Component>> = {
  source: SourceScreen,
  claims: ClaimsScreen,
  matrix: MatrixScreen,
  dossiers: DossiersScreen,
};
