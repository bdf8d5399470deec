import { useTranslations } from 'use-intl';
import { act } from '../../api.ts';
import { Section } from '../../components/section.tsx';
import { ExportMyDataDocument, type PortalFragment } from '../../generated/operations.ts';
import { Row } from './row.tsx';

/** The export of everything that the person may see. */
export function AccountData({ portal }: { portal: PortalFragment }) {
  const t = useTranslations('ownAccount');
  return (
    <Row id="data" title={t('exportTitle')}>
      <Section
        submit={t('exportIt')}
        done={t('exported')}
        send={async () => {
          const answer = await act(ExportMyDataDocument, { portal: portal.slug });
          if (answer.__typename !== 'ExportMyDataSuccess') return answer;
          save(answer.json, `${portal.slug}.json`);
          return null;
        }}
      >
        <p>{t('exportWhat', { portal: portal.name })}</p>
      </Section>
    </Row>
  );
}

function save(content: string, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
