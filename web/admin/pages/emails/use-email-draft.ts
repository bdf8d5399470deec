import { useState } from 'react';
import type { EmailTextsFragment, FindEmailQuery } from '../../generated/operations.ts';

export type Settings = NonNullable<NonNullable<FindEmailQuery['portal']>['settings']>;
export type Template = Settings['mailTemplates'][number];

/** As the fields hold them. */
export type EmailDraft = Record<keyof Omit<EmailTextsFragment, '__typename'>, string>;

export const draftOf = ({ subject, title, body, buttonLabel }: EmailTextsFragment): EmailDraft => ({
  subject,
  title,
  body,
  buttonLabel: buttonLabel ?? '',
});

export const textsOf = ({ buttonLabel, ...texts }: EmailDraft) => ({ ...texts, buttonLabel: buttonLabel.trim() || null });

/** The texts as somebody edits them. What others save meanwhile changes nothing here. */
export function useEmailDraft({ version, texts }: Template) {
  const [base, setBase] = useState(() => ({ version, draft: draftOf(texts) }));
  const [draft, setDraft] = useState(base.draft);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(base.draft);
  const take = () => {
    const next = draftOf(texts);
    setBase({ version, draft: next });
    setDraft(next);
  };
  // Nothing was typed, so nothing is lost.
  if (version > base.version && !isChanged) take();
  return {
    draft,
    version: base.version,
    /** Whether somebody else has saved other texts since. */
    isStale: version > base.version,
    change: (part: Partial<EmailDraft>) => setDraft((before) => ({ ...before, ...part })),
    /** Begins with an older version. */
    begin: (older: EmailTextsFragment) => setDraft(draftOf(older)),
    /** These texts are the newest now. */
    saved: (newest: number, after = draft) => {
      setBase({ version: newest, draft: after });
      setDraft(after);
    },
    /** Throws away what was typed. */
    take,
    /** The next save replaces what somebody else has saved. */
    keep: () => setBase({ version, draft: draftOf(texts) }),
  };
}

export type Editing = ReturnType<typeof useEmailDraft>;
