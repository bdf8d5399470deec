import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Refusal } from '../../../components/form.tsx';
import type { Issue } from '../../../use-refusal-in-words.ts';
import type { RuleHereFragment } from '../../generated/operations.ts';
import { Button } from '../../ui/button.tsx';
import { type DraftRule, inputOf, isComplete, type Names, type Settings } from './draft.ts';
import { focusSoon } from './focus-soon.ts';
import { Preview } from './preview.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleList } from './rule-list.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { StaleNote } from './stale-note.tsx';
import { useDraft } from './use-draft.ts';

type RuleEditorProps = {
  slug: string;
  settings: Settings & Names;
  /** Rules of an older version, to save again. */
  beginWith: RuleHereFragment[] | null;
};

/** The rules in their order, the chosen one to change, and beside them what they would do. */
export function RuleEditor({ slug, settings, beginWith }: RuleEditorProps) {
  const t = useTranslations('rules');
  const draft = useDraft(settings, beginWith);
  const [issues, setIssues] = useState<RuleIssue[]>([]);
  const [isSaving, setSaving] = useState(false);
  const form = useRef<HTMLElement>(null);
  const acts = useRef<HTMLDivElement>(null);
  const isWhole = draft.rules.every(isComplete);
  useWarningBeforeLeaving(draft.isChanged);

  return (
    <div className="rules-beside">
      <div>
        {draft.isStale && draft.isChanged && <StaleNote draft={draft} newest={settings.approvalRules.history[0]} />}
        <RuleList draft={draft} wrong={new Set(issues.map(({ key }) => key))} names={settings} />
        <div ref={acts} className="rule-acts">
          <Button
            kind="second"
            onPress={() => {
              draft.add();
              focusSoon(form, '[name="name"]');
            }}
          >
            {t('add')}
          </Button>
          <Button isDisabled={!draft.isChanged || !isWhole} onPress={() => setSaving(true)}>
            {t('save')}
          </Button>
          {draft.isChanged && (
            <Button kind="second" onPress={draft.take}>
              {t('discard')}
            </Button>
          )}
          <p role="status" className="hint">
            {draft.isChanged && t(isWhole ? 'unsaved' : 'incomplete')}
          </p>
        </div>
        {draft.chosen && (
          <section ref={form} className="card" aria-labelledby="rule-title">
            <RuleForm
              removed={() => draft.rules.length === 1 && focusSoon(acts, 'button:first-child')}
              draft={draft}
              rule={draft.chosen}
              issues={issues.filter(({ key }) => key === draft.chosen?.key)}
              names={settings}
            />
          </section>
        )}
      </div>
      <Preview slug={slug} rules={inputOf(draft.rules, settings)} isWhole={isWhole} />
      {isSaving && (
        <SaveDialog
          slug={slug}
          version={draft.version}
          rules={inputOf(draft.rules, settings)}
          refused={(refusal) => {
            const found = issuesOf(refusal, draft.rules);
            setIssues(found);
            if (found[0]) draft.choose(found[0].key);
          }}
          saved={(version) => {
            setIssues([]);
            draft.saved(version);
          }}
          close={() => setSaving(false)}
        />
      )}
    </div>
  );
}

type RuleIssue = Issue & { key: string };

/** Each at its rule, wherever that is moved, by the name of its field. What is wrong with an entry is shown at its list. */
const issuesOf = ({ issues = [] }: Refusal, rules: DraftRule[]): RuleIssue[] =>
  issues.flatMap((issue) => {
    const [, at, ...path] = issue.path;
    const key = rules[Number(at)]?.key;
    return key ? { ...issue, key, path: path.slice(0, path[1] === 'answers' ? 3 : 2) } : [];
  });

function useWarningBeforeLeaving(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isChanged]);
}
