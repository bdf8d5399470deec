import { useTranslations } from 'use-intl';
import texts from '../../texts/events.json' with { type: 'json' };

const KEYS = Object.keys(texts);

/** The types of entries that have a text, such as `developer.approved`. */
export const EVENT_TYPES = KEYS.map((key) => key.replace('_', '.'));

export const isEventType = (type: string): boolean => EVENT_TYPES.includes(type);

/** Returns a function that says a type in words. */
export function useEventWords(): (type: string) => string {
  const t = useTranslations('events');
  return (type) => {
    const key = type.replace('.', '_') as keyof typeof texts;
    return t.has(key) ? t(key) : type;
  };
}
