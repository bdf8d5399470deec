import { useTranslations } from 'use-intl';

/** Returns a function that says a device of the API, such as `Firefox on Windows`, in the language of the page. */
export function useDevice(): (device: string) => string {
  const t = useTranslations('parts');
  return (device) => {
    const [program = '', system] = device.split(' on ');
    return system ? t('device', { program, system }) : device;
  };
}
