import { KanjoError } from "../error.ts";

/** The error for bytes that are not a whole compiled dictionary; `finding` goes on after "dictionary: ". */
export function invalidDictionary(finding: string): KanjoError {
  return new KanjoError("dictionary-invalid", `dictionary: ${finding}`, {
    hint: "Fetch the file again, or compile it again: trainer dictionary build.",
  });
}
