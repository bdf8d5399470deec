import { InvalidInput } from '../errors.ts';

const MESSAGE =
  'Nobody has tried this connection out with these settings, and its button would appear at once. While it is not enabled, run ' +
  'testSsoConnection, open the trialUrl and log in there; then enable it. To enable it untried, give force: true.';

export const untried = (): InvalidInput => new InvalidInput([{ path: ['enabled'], code: 'NOT_ACCEPTED', message: MESSAGE }]);
