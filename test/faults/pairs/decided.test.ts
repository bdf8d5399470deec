import { chosenPairs } from './acts.ts';
import { runPairs } from './run-pairs.ts';

await runPairs(
  'I4: $one and $other in every order come to what one before the other comes to',
  chosenPairs('approved', 'untold', 'revoked', 'moved', 'guarded', 'leaving'),
);
