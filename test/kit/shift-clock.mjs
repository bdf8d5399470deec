// Preloaded by a process whose clock is to be wrong, by CLOCK_SHIFT_MS.
const shift = Number(process.env.CLOCK_SHIFT_MS);
const TrueDate = Date;

globalThis.Date = class extends TrueDate {
  constructor(...parts) {
    if (parts.length > 0) super(...parts);
    else super(TrueDate.now() + shift);
  }

  static now() {
    return TrueDate.now() + shift;
  }
};
