import { useTranslations } from 'use-intl';
import type { Typed } from '../../../components/form.tsx';
import type { AdminRoleInput, Role } from '../../generated/operations.ts';
import type { PortalInReach } from '../../session/session.tsx';
import { SelectOf } from '../../ui/select-of.tsx';

export type HeldRole = { role: Role; portal: { slug: string; name: string } | null };

/** The roles that can be given at a portal; null for all portals at once. */
export type Givable = { portal: PortalInReach | null; roles: Role[] };

type Place = { portal: { slug: string } | null };

const slugOf = ({ portal }: Place): string | null => portal?.slug ?? null;
const nameOf = (place: Place) => `role-${slugOf(place) ?? ''}`;

/** One choice for each place where a role can be given. */
export function RoleFields({ givable, held = [] }: { givable: Givable[]; held?: HeldRole[] }) {
  const t = useTranslations('admins');
  return givable.map((place) => (
    <SelectOf
      key={nameOf(place)}
      name={nameOf(place)}
      label={place.portal ? t('at', { portal: place.portal.name }) : t('atAll')}
      value={held.find((one) => slugOf(one) === slugOf(place))?.role ?? ''}
      choices={[{ value: '', label: t('noRole') }, ...place.roles.map((role) => ({ value: role, label: t(role) }))]}
    />
  ));
}

/** What was chosen. Roles at places where none can be given stay as they are. */
export function typedRoles(typed: Typed, givable: Givable[], held: HeldRole[] = []): AdminRoleInput[] {
  const kept = held.filter((one) => !givable.some((place) => slugOf(place) === slugOf(one)));
  const chosen = givable.flatMap((place) => {
    const role = place.roles.find((one) => one === typed(nameOf(place)));
    return role ? [{ portal: slugOf(place), role }] : [];
  });
  return [...kept.map((one) => ({ portal: slugOf(one), role: one.role })), ...chosen];
}
