// Random numbers that are the same on every machine: a 32-bit generator (Marsaglia's xorshift after a mixing step), and
// sampling from tables of whole numbers. Nothing here depends on the precision of Math functions.

/** Mixes two numbers into a seed (the finalizer of MurmurHash3), so that paper 7 of seed 1 can be made without papers 0–6. */
export function mix(a, b) {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class Random {
  constructor(seed) {
    this.state = mix(seed, 0x2545f491) || 1;
  }

  /** A whole number below 2³². */
  next() {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x >>> 0;
    return Math.imul(this.state, 0x9e3779b1) >>> 0;
  }

  /** A whole number from `from` to `to`, both included. */
  int(from, to) {
    return from + Math.floor(this.next() / 0x1_0000_0000 * (to - from + 1));
  }

  /** True so many times of a hundred. */
  percent(share) {
    return this.next() / 0x1_0000_0000 * 100 < share;
  }

  pick(list) {
    return list[this.int(0, list.length - 1)];
  }
}

/** Picks places 0…n−1 by whole-number weights, in logarithmic time. */
export class Weighted {
  constructor(weights) {
    let sum = 0;
    this.ends = Float64Array.from(weights, (weight) => (sum += weight));
    this.sum = sum;
  }

  pick(random) {
    const at = random.next() / 0x1_0000_0000 * this.sum;
    let low = 0;
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
