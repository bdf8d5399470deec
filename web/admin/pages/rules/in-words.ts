import { useFormatter, useTranslations } from 'use-intl';
import { type DraftConditions, linesOf, type Names } from './draft.ts';

/** Returns a function that says the conditions of a rule, each in one phrase. */
export function useConditionsInWords(names: Names): (when: DraftConditions) => string[] {
  const t = useTranslations('rules');
  const format = useFormatter();
  const or = (entries: string[]) => {
    const some = entries.slice(0, 3);
    const more = entries.length - some.length;
    return format.list(more > 0 ? [...some, t('more', { count: more })] : some, { type: 'disjunction' });
  };
  const lines = (text: string) => or(linesOf(text));
  return (when) => {
    const phrases = [
      when.emailDomains !== null && t('ifEmailDomains', { domains: lines(when.emailDomains) }),
      when.emails !== null && t('ifEmails', { emails: lines(when.emails) }),
      when.answers?.map(({ field, by, text }) => {
        const { label, kind } = fieldOf(names, field);
        if (kind === 'BOOLEAN') return t(text === 'true' ? 'ifTicked' : 'ifNotTicked', { label });
        return t(by === 'PATTERN' ? 'ifPattern' : 'ifAnswer', { label, values: by === 'PATTERN' ? text : lines(text) });
      }),
      when.connections && t('ifConnections', { connections: or(when.connections.map((id) => connectionOf(names, id))) }),
      when.groups !== null && t('ifGroups', { groups: lines(when.groups) }),
      when.invitation &&
        (when.invitation.any
          ? t('ifInvited')
          : t('ifInvitations', { links: or(when.invitation.ids.map((id) => linkOf(names, id))) })),
      when.disposableEmail !== null && t(when.disposableEmail ? 'ifDisposable' : 'ifNotDisposable'),
      when.refusedBefore !== null && t(when.refusedBefore ? 'ifRefused' : 'ifNotRefused'),
    ];
    return phrases.flatMap((phrase) => {
      if (!phrase) return [];
      return typeof phrase === 'string' ? phrase : format.list(phrase, { type: 'disjunction' });
    });
  };
}

/** What a rule names may be removed since, in an older version of the rules. */
const fieldOf = ({ signUpFields }: Names, key: string) =>
  signUpFields.find((field) => field.key === key) ?? { label: key, kind: 'TEXT' };

const connectionOf = ({ ssoConnections }: Names, id: string) => ssoConnections.find((one) => one.id === id)?.label ?? id;

const linkOf = ({ links }: Names, id: string) => links.find((one) => one.id === id)?.label ?? id;
