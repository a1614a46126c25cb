/**
 * Python's `random.seed(seed)` and `random.shuffle`, so that a split that was
 * made with them can be made again: the Mersenne Twister MT19937 (Matsumoto and
 * Nishimura, 1998) seeded by `init_by_array`, and a Fisher-Yates shuffle whose
 * numbers below n come from the top bits, drawn again when they are too great.
 * Source: CPython, Modules/_randommodule.c and Lib/random.py.
 */

const WORDS = 624;
const SHIFT = 397;

/** A shuffled copy, as `random.seed(seed); random.shuffle(items)` orders it. */
export function shuffleLikePython<Item>(items: readonly Item[], seed: number): Item[] {
  const next = createTwister(seed);
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = drawBelow(last + 1, next);
    const [moved] = shuffled.splice(last, 1, ...shuffled.slice(other, other + 1));
    shuffled.splice(other, 1, ...(moved === undefined ? [] : [moved]));
  }
  return shuffled;
}

function drawBelow(bound: number, next: () => number): number {
  const unused = Math.clz32(bound);
  let drawn = next() >>> unused;
  while (drawn >= bound) drawn = next() >>> unused;
  return drawn;
}

/** @returns a function that gives the next 32 bits */
function createTwister(seed: number): () => number {
  const state = seedState(seed);
  let at = WORDS;
  return () => {
    if (at === WORDS) {
      twist(state);
      at = 0;
    }
    let word = state[at] ?? 0;
    at += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

/** `init_by_array([seed])` */
function seedState(seed: number): Uint32Array {
  const state = new Uint32Array(WORDS);
  state[0] = 19_650_218;
  for (let at = 1; at < WORDS; at += 1) {
    state[at] = Math.imul(1_812_433_253, mixedBefore(state, at)) + at;
  }
  let at = 1;
  const step = (): void => {
    at += 1;
    if (at < WORDS) return;
    state[0] = state[WORDS - 1] ?? 0;
    at = 1;
  };
  for (let round = 0; round < WORDS; round += 1) {
    state[at] = ((state[at] ?? 0) ^ Math.imul(mixedBefore(state, at), 1_664_525)) + seed;
    step();
  }
  for (let round = 1; round < WORDS; round += 1) {
    state[at] = ((state[at] ?? 0) ^ Math.imul(mixedBefore(state, at), 1_566_083_941)) - at;
    step();
  }
  state[0] = 0x80000000;
  return state;
}

function mixedBefore(state: Uint32Array, at: number): number {
  const before = state[at - 1] ?? 0;
  return before ^ (before >>> 30);
}

function twist(state: Uint32Array): void {
  for (let at = 0; at < WORDS; at += 1) {
    const upper = (state[at] ?? 0) & 0x80000000;
    const joined = upper | ((state[(at + 1) % WORDS] ?? 0) & 0x7fffffff);
    const odd = (joined & 1) === 1 ? 0x9908b0df : 0;
    state[at] = (state[(at + SHIFT) % WORDS] ?? 0) ^ (joined >>> 1) ^ odd;
  }
}
