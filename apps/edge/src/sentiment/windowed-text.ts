import type { Classification } from "@kanjo/shared/classification";
import type { ModelInput } from "@kanjo/shared/classifier";
import type { Encoding } from "@kanjo/shared/tokenizer";

import type { Model } from "../model/model.ts";
import { combine, planWindows, type Window } from "./windows.ts";

/** `[CLS]` before and `[SEP]` after a text's tokens. */
const SPECIALS = 2;

/** A text's tokens, and the windows in which the model sees them. */
export interface WindowedText {
  /** Of the whole text, never cut. */
  readonly encoding: Encoding;
  readonly windows: readonly Window[];
}

/** @throws KanjoError `text-malformed` */
export function encodeInWindows(text: string, model: Model): WindowedText {
  const encoding = model.tokenizer.encode(text);
  const count = encoding.ids.length - SPECIALS;
  return { encoding, windows: planWindows(count, model.manifest.maxTokens - SPECIALS) };
}

/** Tokens that the model sees for the answer, special tokens included. */
export function countTokens({ windows }: WindowedText): number {
  return windows.reduce((sum, window) => sum + inputLength(window), 0);
}

/** Tokens that the model sees in a window, special tokens included. */
export function inputLength({ start, end }: Window): number {
  return end - start + SPECIALS;
}

/** What the model sees in a window: its tokens between the special tokens. */
export function takeWindow({ encoding, windows }: WindowedText, window: Window): ModelInput {
  if (windows.length === 1) return encoding;
  const take = (values: Int32Array): Int32Array => {
    const taken = new Int32Array(inputLength(window));
    taken.set(values.subarray(0, 1));
    taken.set(values.subarray(window.start + 1, window.end + 1), 1);
    taken.set(values.subarray(-1), taken.length - 1);
    return taken;
  };
  return {
    ids: take(encoding.ids),
    typeIds: take(encoding.typeIds),
    attentionMask: take(encoding.attentionMask),
    truncated: false,
  };
}

/** What is asked for the answer of a window. */
export type Classifier = Pick<Model, "classifyEncoding">;

/** The text's answer and those of its windows. */
export interface Judgement {
  readonly whole: Classification;
  readonly byWindow: readonly Classification[];
}

/** Exactly `model.classify` for a text that fits the model's input. */
export async function judge(text: WindowedText, model: Classifier): Promise<Judgement> {
  const byWindow: Classification[] = [];
  for (const window of text.windows) {
    byWindow.push(await model.classifyEncoding(takeWindow(text, window)));
  }
  return { whole: combine(text.windows, byWindow), byWindow };
}
