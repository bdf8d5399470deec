// Preloaded by a process: it says which files it loads.
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
  load: (url, context, next) => {
    if (url.startsWith('file:')) console.log(`loaded ${fileURLToPath(url)}`);
    return next(url, context);
  },
});
