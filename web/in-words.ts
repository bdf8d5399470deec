const SECONDS_SAID_AS_SUCH = 90;

const unit = (name: string) => new Intl.NumberFormat('en', { style: 'unit', unit: name, unitDisplay: 'long' });
const [second, minute] = [unit('second'), unit('minute')];

/** Rounded up to minutes if it is long. */
export function inWords(seconds: number): string {
  return seconds <= SECONDS_SAID_AS_SUCH ? second.format(seconds) : minute.format(Math.ceil(seconds / 60));
}
