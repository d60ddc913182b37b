// Which component stands for which place. The rail shows an entry only while its screen is here: no dead entries.

import type { Component } from "svelte";
import type { RouteName } from "../state/route.svelte";
import Backup from "./backup/Backup.svelte";
import Claims from "./claims/Claims.svelte";
import Custody from "./custody/Custody.svelte";
import Dossiers from "./dossiers/Dossiers.svelte";
import Help from "./help/Help.svelte";
import Matrix from "./matrix/Matrix.svelte";
import Review from "./review/Review.svelte";
import Search from "./search/Search.svelte";
import Settings from "./settings/Settings.svelte";
import Source from "./source/Source.svelte";

export { default as Door } from "./door/Door.svelte";
export { default as KeySheet } from "./help/KeySheet.svelte";
export { default as ImportLayer } from "./imports/ImportLayer.svelte";
export { default as ReviewDoor } from "./review/OpenDossier.svelte";
export { default as SourceDialog } from "./source/SourceDialog.svelte";
export { default as Welcome } from "./source/Welcome.svelte";
export { default as Workspace } from "./workspace/Workspace.svelte";

/** A dossier open for review; stands alone, also with no locker open. */
export const ReviewScreen: Component | undefined = Review;

export const screens: Partial<Record<RouteName, Component>> = {
  source: Source,
  claims: Claims,
  matrix: Matrix,
  dossiers: Dossiers,
  search: Search,
  custody: Custody,
  backup: Backup,
  settings: Settings,
  help: Help,
};
