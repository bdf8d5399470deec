import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { orNotLoaded } from './not-loaded.ts';

export type LazyPage<Props> = LazyExoticComponent<ComponentType<Props>> & {
  /** Begins to load the code, so that it comes beside the data of the page. */
  preload: () => void;
};

/** A page whose code is loaded when somebody opens it. */
export function lazyPage<Props>(load: () => Promise<ComponentType<Props>>): LazyPage<Props> {
  let loading: Promise<{ default: ComponentType<Props> }> | undefined;
  const once = () => {
    loading ??= orNotLoaded(load().then((page) => ({ default: page })));
    return loading;
  };
  return Object.assign(lazy(once), { preload: () => void once().catch(() => undefined) });
}
