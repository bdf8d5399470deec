/** Thrown by a handler whose job must wait. It counts as no failure. */
export class Postponed extends Error {
  until: Date;
  constructor(until: Date) {
    super('The job must wait.');
    this.until = until;
  }
}
