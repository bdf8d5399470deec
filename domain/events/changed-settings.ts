import { isDeepStrictEqual } from 'node:util';

/** Neither what a worker wrote, which is no setting, nor secrets. */
const LEFT_OUT = new Set([
  'createdAt',
  'updatedAt',
  'testedAt',
  'sealedClientSecret',
  'signUpFields',
  'allowedOrigins',
  'ownHost',
  'portal',
  'usualWaitHours',
  'usualWaitReckonedAt',
  'remindedAt',
  'ownersWarnedAt',
]);

type Settings = Record<string, unknown>;

export const settingsOf = (row: object): Settings =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !LEFT_OUT.has(name)));

/** The settings that differ, before and after. */
export function changedSettings(before: object, after: object): { before: Settings; after: Settings } {
  const [old, fresh] = [settingsOf(before), settingsOf(after)];
  const names = Object.keys(fresh).filter((name) => !isDeepStrictEqual(old[name], fresh[name]));
  const only = (settings: Settings) => Object.fromEntries(names.map((name) => [name, settings[name]]));
  return { before: only(old), after: only(fresh) };
}
