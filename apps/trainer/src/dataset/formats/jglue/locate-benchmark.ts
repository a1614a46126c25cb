import type { DataSource } from "../../../recipe/data-source.ts";
import { fetchGithubFile } from "../../../remote/fetch-github-file.ts";
import { readRemoteSettings } from "../../../remote/settings.ts";
import type { LoadOptions } from "../../load-options.ts";

export type BenchmarkSource = Extract<
  DataSource,
  { format: "jcola" | "jnli" | "jsts" | "jcommonsenseqa" | "jsquad" }
>;
export type BenchmarkFormat = BenchmarkSource["format"];

/** Path of each split's file; `test` is null where there is none. */
export interface BenchmarkFiles {
  readonly train: string;
  readonly validation: string;
  readonly test: string | null;
}

interface Origin extends BenchmarkFiles {
  readonly owner: string;
  readonly repository: string;
  readonly license: string;
}

const JGLUE = {
  owner: "yahoojapan",
  repository: "JGLUE",
  license: "JGLUE is under CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)",
};

const ORIGINS: Readonly<Record<BenchmarkFormat, Origin>> = {
  jcola: {
    owner: "osekilab",
    repository: "JCoLA",
    license: "JCoLA's sentences are their authors' and publishers' (github.com/osekilab/JCoLA)",
    train: "data/jcola-v1.0/in_domain_train-v1.0.json",
    validation: "data/jcola-v1.0/in_domain_valid-v1.0.json",
    test: "data/jcola-v1.0/out_of_domain_valid-v1.0.json",
  },
  jnli: { ...JGLUE, ...jglueFiles("jnli"), test: "datasets/jnli-v1.3/test-v1.3.json" },
  jsts: { ...JGLUE, ...jglueFiles("jsts"), test: null },
  jcommonsenseqa: { ...JGLUE, ...jglueFiles("jcommonsenseqa"), test: null },
  jsquad: { ...JGLUE, ...jglueFiles("jsquad"), test: "datasets/jsquad-v1.3/test-v1.3.json" },
};

function jglueFiles(task: string): Pick<BenchmarkFiles, "train" | "validation"> {
  const folder = `datasets/${task}-v1.3`;
  return { train: `${folder}/train-v1.3.json`, validation: `${folder}/valid-v1.3.json` };
}

/**
 * A benchmark's files on this machine: the recipe's, or those of their authors.
 * @throws KanjoError `remote-*`
 */
export async function locateBenchmark(
  { format, files }: BenchmarkSource,
  options: LoadOptions,
): Promise<BenchmarkFiles> {
  if (files !== null) return files;
  const { owner, repository, license, train, validation, test } = ORIGINS[format];
  options.reporter.line("licence", license);
  const settings = options.remote ?? readRemoteSettings(process.env);
  const locate = async (path: string): Promise<string> => {
    const file = { owner, repository, revision: "main", path };
    return (await fetchGithubFile(file, settings, options)).path;
  };
  return {
    train: await locate(train),
    validation: await locate(validation),
    test: test === null ? null : await locate(test),
  };
}
