import { fileURLToPath } from "node:url";

import type { Artifact } from "./artifact.ts";
import type { Candidate, LineUp } from "./compete.ts";
import { MecabPeer } from "./mecab-peer.ts";
import { ProcessPeer } from "./peer.ts";
import { python } from "./python.ts";
import type { Texts } from "./texts.ts";
import type { VocabularyFile } from "./vocabulary.ts";

/** Names under which the report finds a peer again. */
export const KUROMOJI = "kuromoji.js 0.1.2";
export const MECAB = "mecab, native";
export const TRANSFORMERS = "transformers, Python";

/** What the line-ups are made from. */
export interface Ingredients {
  readonly texts: Texts;
  readonly vocabulary: VocabularyFile;
  /** For files in passing. */
  readonly folder: string;
}

/** Words with a dictionary that only MeCab itself has, too. */
export function segmentationLineUp(artifact: Artifact, { texts, folder }: Ingredients): LineUp {
  const { normalized } = texts;
  const { name, path, mecabFolder } = artifact;
  return {
    title: `Words, ${name}`,
    texts: normalized,
    ours: node("Kanjo", "kanjo-segment.ts", normalized.path, path),
    peers: [
      { name: MECAB, start: () => MecabPeer.start(mecabFolder, normalized, folder) },
      inPython("fugashi, parse", "fugashi-parse", normalized.path, mecabFolder),
      inPython("fugashi, nodes", "fugashi-nodes", normalized.path, mecabFolder),
      ...(name === "ipadic" ? listIpadicPeers(normalized.path) : []),
    ],
  };
}

/** Ids from the text as it is: normalization, words and word pieces. */
export function encodeLineUp(artifact: Artifact, { texts, vocabulary }: Ingredients): LineUp {
  const { raw } = texts;
  return {
    title: `\`encode\`, ${artifact.name} and word pieces`,
    texts: raw,
    ours: node("Kanjo", "kanjo-encode.ts", raw.path, artifact.path, vocabulary.path),
    peers: [inPython(TRANSFORMERS, "transformers-encode", raw.path, vocabulary.path)],
  };
}

/** With their own builds of IPADIC, which are not MeCab-exact. */
function listIpadicPeers(texts: string): Candidate[] {
  return [
    node(KUROMOJI, "kuromoji.ts", texts),
    node("lindera-wasm-nodejs-ipadic 2.0.0", "lindera.ts", texts),
  ];
}

function node(name: string, script: string, ...args: string[]): Candidate {
  return { name, start: () => ProcessPeer.start(process.execPath, [locate(script), ...args]) };
}

function inPython(name: string, peer: string, ...args: string[]): Candidate {
  const script = locate("python_peers.py");
  return { name, start: () => ProcessPeer.start(python, [script, peer, ...args]) };
}

function locate(script: string): string {
  return fileURLToPath(new URL(`peers/${script}`, import.meta.url));
}
