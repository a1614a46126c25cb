import { KanjoError } from "../../error.ts";

/** The binary files of a MeCab dictionary, by their names in its folder. */
export type MecabFileName = "sys.dic" | "unk.dic" | "matrix.bin" | "char.bin";

/** What does not fit in a file. */
export interface Misfit {
  /** In bytes from the start of the file. */
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

const COPY_AGAIN =
  "Copy the four files again from one dictionary as its package has them; an interrupted download or a mix of versions looks like this.";

/** @throws KanjoError `mecab-file-invalid`, always */
export function refuseFile(file: MecabFileName, misfit: Misfit): never {
  const { offset, found, expected, hint = COPY_AGAIN } = misfit;
  const message = `${file}: ${found} at byte ${offset}, expected ${expected}`;
  throw new KanjoError("mecab-file-invalid", message, { hint });
}
