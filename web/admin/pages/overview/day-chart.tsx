import { useFormatter, useTranslations } from 'use-intl';
import { BarChart } from './bar-chart.tsx';
import { type Day, useTimeSpan } from './day-words.ts';

const SERIES = ['verified', 'approved', 'rejected'] as const;

/** Three bars a day. */
export function DayChart({ days }: { days: Day[] }) {
  const t = useTranslations('overview');
  const format = useFormatter();
  return (
    <>
      <ul className="legend">
        {SERIES.map((name) => (
          <li key={name} className={name}>
            {t(name)}
          </li>
        ))}
      </ul>
      <BarChart
        label={t('chart')}
        days={days.map((day) => ({ date: day.date, bars: SERIES.map((name) => ({ name, value: day[name] })) }))}
        say={(most) => format.number(most)}
      />
    </>
  );
}

/** One bar a day. */
export function WaitChart({ days }: { days: Day[] }) {
  const t = useTranslations('overview');
  const span = useTimeSpan();
  return (
    <BarChart
      label={t('waitChart')}
      days={days.map(({ date, medianWaitSeconds }) => ({ date, bars: [{ name: 'wait', value: medianWaitSeconds ?? 0 }] }))}
      say={span}
    />
  );
}
