import { useTranslations } from 'use-intl';
import { SsoLink } from './sso-link.tsx';

type SsoChoicesProps = {
  choices: { label: string; startUrl: string }[];
  returnTo: string | null;
  /** Attributes of the links, if they open another tab. */
  tab?: { target: string; rel: string };
};

export function SsoChoices({ choices, returnTo, tab }: SsoChoicesProps) {
  const t = useTranslations('parts');
  return (
    <div aria-live="polite">
      {choices.map(({ label, startUrl }) => (
        <p key={startUrl}>
          <SsoLink className="second button" {...tab} startUrl={startUrl} returnTo={returnTo}>
            {t('logInWith', { label })}
          </SsoLink>
        </p>
      ))}
    </div>
  );
}
