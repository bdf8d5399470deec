import { useState } from 'react';
import type { RuleHereFragment } from '../../generated/operations.ts';
import { type DraftRule, draftOf, inputOf, type Names, newRule, type Settings } from './draft.ts';

/** The rules as somebody edits them. What others save meanwhile changes nothing here. */
export function useDraft(settings: Settings & Names, beginWith: RuleHereFragment[] | null) {
  const { version, rules: saved } = settings.approvalRules;
  const [base, setBase] = useState(() => begin(settings));
  const [rules, setRules] = useState(() => (beginWith ? draftOf(beginWith) : base.rules));
  const [chosen, choose] = useState(rules[0]?.key ?? null);
  const isChanged = JSON.stringify(inputOf(rules, settings)) !== JSON.stringify(inputOf(base.rules, settings));

  const take = () => {
    const next = begin(settings);
    setBase(next);
    setRules(next.rules);
    choose(next.rules[0]?.key ?? null);
  };
  // Nothing was typed, so nothing is lost.
  if (version > base.version && !isChanged) take();

  const at = rules.findIndex(({ key }) => key === chosen);
  return {
    rules,
    chosen: rules[at] ?? null,
    at,
    choose,
    isChanged,
    version: base.version,
    /** Whether somebody else has saved other rules since. */
    isStale: version > base.version,
    /** These rules are the newest now. */
    saved: (version: number) => setBase({ version, rules }),
    /** Throws away what was typed. */
    take,
    /** The next save replaces what somebody else has saved. */
    keep: () => setBase({ version, rules: draftOf(saved) }),
    change: (changed: DraftRule) => setRules(rules.map((rule) => (rule.key === changed.key ? changed : rule))),
    add: () => {
      const rule = newRule();
      setRules([...rules, rule]);
      choose(rule.key);
    },
    remove: () => {
      const left = rules.filter(({ key }) => key !== chosen);
      setRules(left);
      choose((left[at] ?? left.at(-1))?.key ?? null);
    },
    /** Puts some rules, in their order, before the rule that stands at a place now. */
    move: (keys: ReadonlySet<unknown>, to: number) => setRules(moved(rules, keys, to)),
  };
}

export type Draft = ReturnType<typeof useDraft>;

const begin = ({ approvalRules: { version, rules } }: Settings) => ({ version, rules: draftOf(rules) });

function moved(rules: DraftRule[], keys: ReadonlySet<unknown>, to: number): DraftRule[] {
  const isMoved = ({ key }: DraftRule) => keys.has(key);
  const stays = (rule: DraftRule) => !isMoved(rule);
  return [...rules.slice(0, to).filter(stays), ...rules.filter(isMoved), ...rules.slice(to).filter(stays)];
}
