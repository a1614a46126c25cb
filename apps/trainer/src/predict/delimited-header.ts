import { isUtf8 } from "node:buffer";

import { KanjoError } from "@kanjo/shared/error";

import { BAD_ROW_REASONS } from "./bad-row-reason.ts";
import type { Dialect } from "./delimited-fields.ts";
import { joinLines, readRecord } from "./delimited-records.ts";
import type { LineSource } from "./line-source.ts";
import { dropByteOrderMark, type Line } from "./read-lines.ts";
import type { Position } from "./row.ts";

export interface Header {
  readonly fields: readonly string[];
  /** As it stands in the input, with its byte-order mark and without its line's end. */
  readonly source: string;
  readonly lineEnd: string;
  /** Where the first row begins. */
  readonly after: Position;
}

/**
 * Reads the first row that is not empty.
 * @param name of the input, for messages
 * @throws KanjoError `input-invalid`
 */
export async function readHeader(
  source: LineSource,
  dialect: Dialect,
  name: string,
): Promise<Header> {
  const first = await source.next();
  if (first === null) refuse(name, "is empty, expected a header");
  const unmarked = dropByteOrderMark(first);
  source.giveBack([unmarked]);
  const record = await readRecord(source, dialect);
  if (record === null) refuse(name, "has no header");
  if (record.fault !== null) refuse(name, `has no header: ${BAD_ROW_REASONS[record.fault]}`);
  const { fields, lines } = record;
  const bytes = joinLines(lines);
  if (!isUtf8(bytes)) refuseEncoding(name);
  const mark = unmarked === first ? "" : "\uFEFF";
  return { fields, source: `${mark}${bytes.toString()}`, ...endOf(lines) };
}

function endOf(lines: readonly [Line, ...Line[]]): Pick<Header, "lineEnd" | "after"> {
  const { end, offsetAfter, number } = lines.at(-1) ?? lines[0];
  return { lineEnd: end || "\n", after: { offset: offsetAfter, rows: 0, lines: number } };
}

function refuse(name: string, what: string): never {
  throw new KanjoError("input-invalid", `${name} ${what}`, {
    hint: "The first line has to name the columns.",
  });
}

function refuseEncoding(name: string): never {
  throw new KanjoError("input-invalid", `${name}: the header is not UTF-8`, {
    hint: "Convert it first, such as with: iconv -f CP932 -t UTF-8.",
  });
}

const COLUMNS_SHOWN = 30;
const LONGEST_NAME_SHOWN = 20;

/**
 * Index of the one column with this name.
 * @throws KanjoError `input-invalid`
 */
export function findColumn({ fields }: Header, wanted: string, name: string): number {
  const at = fields.indexOf(wanted);
  if (at !== -1 && fields.lastIndexOf(wanted) === at) return at;
  const problem = at === -1 ? "no column" : "more than one column";
  const shown = fields.slice(0, COLUMNS_SHOWN).map(showName).join(", ");
  throw new KanjoError(
    "input-invalid",
    `${name}: ${problem} ${JSON.stringify(wanted)}, there are: ${shown}`,
    { hint: "Name the column with the text: --text-column." },
  );
}

/** Where the header is missing, what stands in its place is somebody's text. */
function showName(name: string): string {
  return name.length > LONGEST_NAME_SHOWN ? `(${name.length} characters)` : JSON.stringify(name);
}
