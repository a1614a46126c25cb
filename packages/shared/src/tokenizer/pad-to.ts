import { KanjoError } from "../error.ts";

/** Up to how many ids an encoding is filled; 0 where nobody says. @throws KanjoError `pad-to-invalid` */
export function requirePadTo(padTo = 0): number {
  if (Number.isSafeInteger(padTo) && padTo >= 0) return padTo;
  throw new KanjoError("pad-to-invalid", `padTo is ${padTo}, expected a whole number from 0 on`);
}
