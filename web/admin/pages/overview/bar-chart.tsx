import { useDay } from './day-words.ts';

type BarChartProps = {
  /** Said instead of the picture. */
  label: string;
  days: { date: string; bars: { name: string; value: number }[] }[];
  /** Says the largest value beside its line. */
  say: (most: number) => string;
};

const HEIGHT = 100;
const DAY_WIDTH = 10;
const GAP = 2;

/** Bars by day, scaled to the largest. It fills the width, so its texts stand outside of the picture. */
export function BarChart({ label, days, say }: BarChartProps) {
  const day = useDay();
  const most = Math.max(1, ...days.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const first = days[0];
  const last = days.at(-1);
  return (
    <figure className="chart">
      <p className="most quiet" aria-hidden="true">
        {say(most)}
      </p>
      <svg viewBox={`0 0 ${days.length * DAY_WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {days.map(({ date, bars }, at) =>
          bars.map(({ name, value }, of) => {
            const width = (DAY_WIDTH - GAP) / bars.length;
            const height = (value / most) * HEIGHT;
            return (
              <rect
                key={`${date} ${name}`}
                className={name}
                x={at * DAY_WIDTH + GAP / 2 + of * width}
                y={HEIGHT - height}
                width={width}
                height={height}
              />
            );
          }),
        )}
      </svg>
      <p className="ends quiet" aria-hidden="true">
        <span>{first && day(first.date)}</span>
        <span>{last && day(last.date)}</span>
      </p>
    </figure>
  );
}
