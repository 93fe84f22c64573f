/**
 * Waiting times between attempts: doubling up to a cap, each drawn from the upper half so that the
 * viewers of a restarted server don't all come back at the same moment.
 */
export class Backoff {
  private attempt = 0

  constructor(
    private readonly base = 500,
    private readonly cap = 15_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** Attempts since the last success. */
  get attempts(): number {
    return this.attempt
  }

  next(): number {
    const full = Math.min(this.cap, this.base * 2 ** this.attempt)
    this.attempt += 1
    return Math.round(full * (0.5 + this.random() * 0.5))
  }

  reset(): void {
    this.attempt = 0
  }
}
