import { join } from "node:path";

import { writeAtomically } from "../write-atomically.ts";
import { writeJson } from "../write-json.ts";
import type { CompareReport } from "./compare-report.ts";
import { renderComparePage } from "./page/render-compare-page.ts";
import { renderReportPage } from "./page/render-report-page.ts";
import type { Report } from "./report.ts";

/** Paths of a report as data and as a page. */
export interface ReportFiles {
  readonly json: string;
  readonly html: string;
}

/** Writes `report.json` and `report.html`, each either whole or not there; makes their folder. */
export async function writeReport(report: Report, folder: string): Promise<ReportFiles> {
  return writeFiles(join(folder, "report"), report, await renderReportPage(report));
}

/** Writes `compare.json` and `compare.html`, each either whole or not there; makes their folder. */
export async function writeCompareReport(
  report: CompareReport,
  folder: string,
): Promise<ReportFiles> {
  return writeFiles(join(folder, "compare"), report, await renderComparePage(report));
}

async function writeFiles(path: string, data: object, page: string): Promise<ReportFiles> {
  const files = { json: `${path}.json`, html: `${path}.html` };
  await writeJson(files.json, data);
  await writeAtomically(files.html, new TextEncoder().encode(page));
  return files;
}
