import { backup, restore, shares, travel } from "./en/backup";
import { claims, matrix } from "./en/claims";
import { custody } from "./en/custody";
import { door } from "./en/door";
import { dossier, review } from "./en/dossier";
import { errors } from "./en/errors";
import { frame } from "./en/frame";
import { guard } from "./en/guard";
import { help } from "./en/help";
import { imports } from "./en/imports";
import { parts } from "./en/parts";
import { place } from "./en/place";
import { search } from "./en/search";
import { settings } from "./en/settings";
import { source } from "./en/source";
import { workspace } from "./en/workspace";

export const en = { backup, restore, shares, travel, claims, matrix, custody, dossier, review, door, errors, frame, guard, help, imports, parts, place, search, settings, source, workspace };
