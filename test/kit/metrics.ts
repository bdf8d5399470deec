export type Labels = Record<string, string>;
type Sample = { name: string; labels: Labels; value: number };

export type Scrape = {
  text: string;
  samples: Sample[];
  /** Of the one series with exactly these labels; null where there is none. */
  value: (name: string, labels?: Labels) => number | null;
};

/** What `/metrics` answers. */
export async function scrape(port: string | number, token?: string): Promise<Scrape> {
  const response = await fetch(`http://localhost:${port}/metrics`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  const samples = text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map(sampleIn);
  return {
    text,
    samples,
    value: (name, labels = {}) =>
      samples.find((sample) => sample.name === name && isSame(sample.labels, labels))?.value ?? null,
  };
}

function sampleIn(line: string): Sample {
  const [, name = '', labels = '', value = ''] = /^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
  if (!name) throw new Error(`not a sample: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]);
  return { name, labels: Object.fromEntries(pairs), value: Number(value) };
}

const isSame = (one: Labels, other: Labels): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.entries(one).every(([key, value]) => other[key] === value);

/** How much each series of a metric grew between two scrapes, without those that did not. */
export function growth(before: Scrape, after: Scrape, name: string): { labels: Labels; by: number }[] {
  return after.samples
    .filter((sample) => sample.name === name)
    .map(({ labels, value }) => ({ labels, by: value - (before.value(name, labels) ?? 0) }))
    .filter(({ by }) => by !== 0);
}
