import { Prisma } from '../prisma/generated/client/client.ts';

/** The columns of `alias` as a list for SELECT, under the names that Prisma gives them. A `part` makes them `part.field`, for `withParts`. */
function columnsOf(alias: string, fields: Record<string, string>, part?: string): Prisma.Sql {
  const columns = Object.keys(fields).map((field) => {
    const column = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return `${alias}.${column} AS "${part ? `${part}.` : ''}${field}"`;
  });
  return Prisma.raw(columns.join(', '));
}

export const developerColumns = columnsOf('developer', Prisma.DeveloperScalarFieldEnum);
export const decisionColumns = columnsOf('decision', Prisma.DecisionScalarFieldEnum);
export const tokenColumns = columnsOf('token', Prisma.TokenScalarFieldEnum);
export const invitationColumns = columnsOf('invitation', Prisma.InvitationScalarFieldEnum);
export const portalColumns = columnsOf('portal', Prisma.PortalScalarFieldEnum);

/** The parts of a join of `token`, `developer` and `portal`. */
export const tokenParts = Prisma.join([
  columnsOf('token', Prisma.TokenScalarFieldEnum, 'token'),
  columnsOf('developer', Prisma.DeveloperScalarFieldEnum, 'developer'),
  columnsOf('portal', Prisma.PortalScalarFieldEnum, 'portal'),
]);

/** Makes `{ 'portal.id': 1 }` into `{ portal: { id: 1 } }`. */
export function withParts<Whole>(row: object): Whole {
  const whole: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(row)) {
    const [part = '', field = ''] = name.split('.');
    whole[part] = Object.assign(whole[part] ?? {}, { [field]: value });
  }
  return whole as Whole;
}
