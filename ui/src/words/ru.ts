import { backup, restore, shares, travel } from "./ru/backup";
import { claims, matrix } from "./ru/claims";
import { custody } from "./ru/custody";
import { door } from "./ru/door";
import { dossier, review } from "./ru/dossier";
import { errors } from "./ru/errors";
import { frame } from "./ru/frame";
import { guard } from "./ru/guard";
import { help } from "./ru/help";
import { imports } from "./ru/imports";
import { parts } from "./ru/parts";
import { place } from "./ru/place";
import { search } from "./ru/search";
import { settings } from "./ru/settings";
import { source } from "./ru/source";
import { workspace } from "./ru/workspace";
import type { Words } from "./index.svelte";

export const ru: Words = { backup, restore, shares, travel, claims, matrix, custody, dossier, review, door, errors, frame, guard, help, imports, parts, place, search, settings, source, workspace };
