import { useTranslations } from 'use-intl';
import type { HeldRole } from './role-fields.tsx';

/** Roles in words. */
export function Roles({ roles }: { roles: HeldRole[] }) {
  const t = useTranslations('admins');
  return roles.map(({ role, portal }) => t('roleAt', { role, portal: portal?.name ?? t('allPortals') })).join(', ');
}
