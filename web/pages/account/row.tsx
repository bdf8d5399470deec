import { type ReactNode, useEffect, useRef, useState } from 'react';
import { PlaceToProve } from '../../components/proof.tsx';

type RowProps = {
  /** Its place in the address of the page: `#password` opens the row of the password. */
  id: string;
  title: string;
  /** What it is at present. */
  value?: string;
  /** For what cannot be undone. */
  isDanger?: boolean;
  children: ReactNode;
};

/**
 * A row of the account that opens. At most one is open. The browser opens and closes it, and React only says how it begins, so that a
 * row never closes because the page around it has changed.
 */
export function Row({ id, title, value, isDanger = false, children }: RowProps) {
  const row = useRef<HTMLDetailsElement>(null);
  const [isOpenAtFirst] = useState(() => isAskedFor(id));
  useEffect(() => {
    const open = () => {
      if (!row.current || !isAskedFor(id)) return;
      row.current.open = true;
      row.current.scrollIntoView();
    };
    open();
    addEventListener('hashchange', open);
    return () => removeEventListener('hashchange', open);
  }, [id]);

  return (
    <details
      ref={row}
      id={id}
      name="row"
      className={isDanger ? 'row danger' : 'row'}
      open={isOpenAtFirst}
      onToggle={({ target, currentTarget }) => {
        // Also heard from what opens inside of it.
        if (target === currentTarget) noteOpen(id, currentTarget.open);
      }}
    >
      <summary>
        <h2>{title}</h2>
        {value && <span>{value}</span>}
      </summary>
      <PlaceToProve value={`#${id}`}>
        <div className="inside">{children}</div>
      </PlaceToProve>
    </details>
  );
}

const isAskedFor = (id: string): boolean => location.hash === `#${id}`;

/** Who loads the page again, or comes back to it, finds the same row open. */
function noteOpen(id: string, isOpen: boolean): void {
  if (isOpen === isAskedFor(id)) return;
  history.replaceState(history.state, '', isOpen ? `#${id}` : location.pathname + location.search);
}
