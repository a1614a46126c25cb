/**
 * `npm test`: every runner one after another, then one line over all of them:
 * `N passed, N failed, N skipped`. Arguments are passed on to vitest.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root, run } from "./run.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  readonly run: (reportFile: string) => Promise<number>;
  readonly count: (report: string) => Counts;
}

const SUITES: readonly Suite[] = [
  vitestSuite("set-up", "scripts"),
  vitestSuite("shared", "packages/shared"),
  vitestSuite("trainer", "apps/trainer"),
  vitestSuite("edge (in workerd)", "apps/edge"),
  vitestSuite("edge (on Node)", "apps/edge", ["--config", "node/vitest.config.ts"]),
  pytestSuite("engine", "apps/trainer/python"),
  vitestSuite("bench", "bench"),
  pytestSuite("bench in Python", "bench/python"),
  vitestSuite("end to end", "test"),
];

const reports = await mkdtemp(join(tmpdir(), "kanjo-test-"));
try {
  process.exitCode = await runSuites();
} finally {
  await rm(reports, { recursive: true, force: true });
}

async function runSuites(): Promise<number> {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const [index, suite] of SUITES.entries()) {
    process.stderr.write(`\n== ${index + 1}/${SUITES.length} ${suite.name}\n`);
    const reportFile = join(reports, `${index}`);
    const code = await suite.run(reportFile);
    const counts = await readCounts(suite, reportFile, code);
    totals.passed += counts.passed;
    totals.failed += counts.failed;
    totals.skipped += counts.skipped;
  }
  process.stdout.write(
    `\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`,
  );
  return totals.failed === 0 ? 0 : 1;
}

/** A runner that fails without a failed test (a file that does not load) counts as one failure. */
async function readCounts(suite: Suite, reportFile: string, code: number): Promise<Counts> {
  const report = await readFile(reportFile, "utf8").catch(() => null);
  const counts = report === null ? { passed: 0, failed: 0, skipped: 0 } : suite.count(report);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function vitestSuite(name: string, folder: string, options: readonly string[] = []): Suite {
  return {
    name,
    run: (reportFile) =>
      run(
        join(root, "node_modules/.bin/vitest"),
        [
          "run",
          ...options,
          "--passWithNoTests",
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${reportFile}`,
          ...process.argv.slice(2),
        ],
        { cwd: join(root, folder) },
      ),
    count: countVitest,
  };
}

function countVitest(report: string): Counts {
  const numbers = (name: string): number =>
    Number(new RegExp(`"${name}":\\s*(\\d+)`).exec(report)?.[1] ?? 0);
  return {
    passed: numbers("numPassedTests"),
    failed: numbers("numFailedTests"),
    skipped: numbers("numPendingTests") + numbers("numTodoTests"),
  };
}

function pytestSuite(name: string, folder: string): Suite {
  return {
    name,
    run: (reportFile) =>
      run(
        process.env["KANJO_PYTHON"] ?? "python3",
        ["-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", `--junitxml=${reportFile}`],
        { cwd: join(root, folder) },
      ),
    count: countJunit,
  };
}

function countJunit(report: string): Counts {
  const numbers = (name: string): number =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(report)?.[1] ?? 0);
  const failed = numbers("failures") + numbers("errors");
  const skipped = numbers("skipped");
  return { passed: numbers("tests") - failed - skipped, failed, skipped };
}
