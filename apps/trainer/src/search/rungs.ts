/**
 * Successive halving (Jamieson & Talwalkar, "Non-stochastic Best Arm
 * Identification and Hyperparameter Optimization", AISTATS 2016): all
 * configurations are trained for few epochs, and the best of each rung go on to
 * the next with eta times as many. Every rung trains anew, because a learning
 * rate's schedule is made for its number of epochs: a half of a long training
 * says less about the whole than a short one that has come to its end.
 */

/** So many configurations are trained for so many epochs. */
export interface Rung {
  readonly epochs: number;
  readonly configurations: number;
}

/** All configurations with all epochs. */
export function planGrid(configurations: number, epochs: number): readonly Rung[] {
  return [{ epochs, configurations }];
}

/**
 * @param configurations at the first rung
 * @param epochs at the last rung
 * @param eta one in so many goes on, with so many times the epochs
 */
export function planHalving(configurations: number, epochs: number, eta: number): readonly Rung[] {
  const rungs: Rung[] = [];
  let left = configurations;
  for (
    let divisor = eta ** countHalvings(configurations, epochs, eta);
    divisor >= 1;
    divisor /= eta
  ) {
    rungs.push({ epochs: Math.floor(epochs / divisor), configurations: left });
    left = Math.max(1, Math.floor(left / eta));
  }
  return rungs;
}

/** As often as both the configurations and the epochs can be divided. */
function countHalvings(configurations: number, epochs: number, eta: number): number {
  const most = Math.min(configurations, epochs);
  let halvings = 0;
  while (eta ** (halvings + 1) <= most) halvings += 1;
  return halvings;
}
