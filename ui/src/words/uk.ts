import { backup, restore, shares, travel } from "./uk/backup";
import { claims, matrix } from "./uk/claims";
import { custody } from "./uk/custody";
import { door } from "./uk/door";
import { dossier, review } from "./uk/dossier";
import { errors } from "./uk/errors";
import { frame } from "./uk/frame";
import { guard } from "./uk/guard";
import { help } from "./uk/help";
import { imports } from "./uk/imports";
import { parts } from "./uk/parts";
import { place } from "./uk/place";
import { search } from "./uk/search";
import { settings } from "./uk/settings";
import { source } from "./uk/source";
import { workspace } from "./uk/workspace";
import type { Words } from "./index.svelte";

export const uk: Words = { backup, restore, shares, travel, claims, matrix, custody, dossier, review, door, errors, frame, guard, help, imports, parts, place, search, settings, source, workspace };
