import { useTranslations } from 'use-intl';
import type { en } from '../../texts/en.ts';
import { loadedTexts } from '../../texts/load-texts.ts';

/** The types of entries that have a text, such as `developer.approved`. */
export const eventTypes = (): string[] => Object.keys(loadedTexts.events ?? {}).map((key) => key.replace('_', '.'));

export const isEventType = (type: string): boolean => eventTypes().includes(type);

/** Returns a function that says a type in words. */
export function useEventWords(): (type: string) => string {
  const t = useTranslations('events');
  return (type) => {
    const key = type.replace('.', '_') as keyof typeof en.events;
    return t.has(key) ? t(key) : type;
  };
}
