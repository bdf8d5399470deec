import { expect, test, vi } from 'vitest';
import { openOutput } from '../../log-output.ts';

const failing = (code: string) => Object.assign(new Error(code), { code });

/** A log whose place has so much room; what was written stands in `text`. */
function openLog() {
  const place = { text: '', room: 1_000, code: 'ENOSPC' };
  const write = (_: number, bytes: Buffer): number => {
    const written = bytes.subarray(0, place.room);
    if (written.length === 0) throw failing(place.code);
    place.text += written;
    place.room -= written.length;
    return written.length;
  };
  const output = openOutput(1, (lost) => `${lost} lost\n`, write);
  return { place, output };
}

test.each(['ENOSPC', 'EPIPE', 'EIO'])('lines that fail with %s are counted, and told with the first that goes', (code) => {
  const { place, output } = openLog();
  output.write('a\n');
  Object.assign(place, { room: 0, code });
  for (const line of ['b\n', 'c\n', 'd\n']) output.write(line);
  place.room = 1_000;
  output.write('e\n');
  expect(place.text).toBe('a\n3 lost\ne\n');
});

test('the gap is told even if nothing more is logged', () => {
  vi.useFakeTimers();
  try {
    const { place, output } = openLog();
    place.room = 0;
    output.write('a\n');
    vi.advanceTimersByTime(10_000);
    place.room = 1_000;
    vi.advanceTimersByTime(1_000);
    expect(place.text).toBe('1 lost\n');
  } finally {
    vi.useRealTimers();
  }
});

test('a line that was cut off in the middle is ended before the next', () => {
  const { place, output } = openLog();
  place.room = 3;
  output.write('first\n');
  output.write('second\n');
  place.room = 1_000;
  output.write('third\n');
  expect(place.text).toBe('first\n1 lost\nthird\n');
});

test('for a slow reader lines wait; beyond a bound they are counted', () => {
  const { place, output } = openLog();
  Object.assign(place, { room: 0, code: 'EAGAIN' });
  for (let line = 0; line < 1_200; line++) output.write(`${line}\n`);
  place.room = 100_000;
  output.write('last\n');
  const lines = place.text.split('\n');
  expect(lines.slice(0, 2)).toEqual(['0', '1']);
  expect(lines[999]).toBe('999');
  output.write('after\n');
  expect(place.text.endsWith('201 lost\nafter\n')).toBe(true);
});
