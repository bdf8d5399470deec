import { useEffect } from 'react';

/** Control or Command with Enter sends the form, so that nobody has to leave a field of several lines for the button. */
export function useSendKey(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      document.activeElement?.closest('form')?.requestSubmit();
    };
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, []);
}
