import type { CardDraft, CardFacts } from "./card-draft.ts";
import { describeCalibration } from "./describe-calibration.ts";
import { describeFigures } from "./describe-figures.ts";
import { describeLimits } from "./describe-limits.ts";
import { describeMaking } from "./describe-making.ts";
import { describeProvenance } from "./describe-provenance.ts";
import { describeSummary } from "./describe-summary.ts";
import { describeUse } from "./describe-use.ts";
import { formatFrontMatter } from "./front-matter.ts";

/** The release's `README.md`, with the Hub's metadata; no text of the data is in it. */
export function renderModelCard(draft: CardDraft, facts: CardFacts = {}): string {
  const parts = [
    formatFrontMatter(draft, facts),
    describeSummary(draft),
    describeUse(draft),
    describeFigures(draft, facts),
    describeCalibration(draft),
    describeMaking(draft),
    describeLimits(draft),
    describeProvenance(draft),
  ];
  return parts.join("\n");
}
