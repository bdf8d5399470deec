import type { PortalFragment } from '../generated/operations.ts';

const IN_HOURS_TO = 48;
const unit = (name: string) => new Intl.NumberFormat('en', { style: 'unit', unit: name, unitDisplay: 'long' });
const [hour, day] = [unit('hour'), unit('day')];

/** Nothing if the portal has decided too few requests to tell. */
export function UsualWait({ portal: { usualWaitHours: hours } }: { portal: PortalFragment }) {
  if (hours === null) return null;
  return (
    <p>8 of 10 requests are decided within {hours > IN_HOURS_TO ? day.format(Math.ceil(hours / 24)) : hour.format(hours)}.</p>
  );
}
