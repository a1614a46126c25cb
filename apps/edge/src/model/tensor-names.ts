import { KanjoError } from "@kanjo/shared/error";
import type { Manifest } from "@kanjo/shared/manifest";

/** Of a BERT sequence classifier. */
export const INPUTS = ["input_ids", "attention_mask", "token_type_ids"];
export const OUTPUT = "logits";

/** @throws KanjoError `manifest-invalid` for a model with other inputs or outputs */
export function requireTensors(manifest: Manifest): void {
  const inputs = manifest.inputs.map((input) => input.name);
  if (inputs.length !== INPUTS.length || INPUTS.some((name) => !inputs.includes(name))) {
    throw incompatible(manifest, `inputs are ${inputs.join(", ")}, expected ${INPUTS.join(", ")}`);
  }
  if (!manifest.outputs.some((output) => output.name === OUTPUT)) {
    throw incompatible(manifest, `outputs lack ${OUTPUT}`);
  }
}

function incompatible(manifest: Manifest, found: string): KanjoError {
  return new KanjoError(
    "manifest-invalid",
    `manifest of ${manifest.name}/${manifest.version}: ${found}`,
    { hint: "Export a BERT sequence classifier with these names." },
  );
}
