import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConnectionFragment } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';

type ConnectionsProps = {
  /** The slug of the portal. Null for the log-in of admins. */
  portal: string | null;
  connections: ConnectionFragment[];
  mayChange: boolean;
};

export function Connections({ portal, connections, mayChange }: ConnectionsProps) {
  const t = useTranslations('sso');
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      {connections.length === 0 && <p className="none">{t('none')}</p>}
      {connections.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} portal={portal} mayChange={mayChange} />
      ))}
      {mayChange && <Button onPress={() => setAdding(true)}>{t('add')}</Button>}
      {isAdding && <ConnectionDialog portal={portal} before={null} close={() => setAdding(false)} />}
    </>
  );
}
