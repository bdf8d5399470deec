/** Of Vite: the modules whose files match the pattern, each loaded when it is called. */
interface ImportMeta {
  glob: <Module>(pattern: string) => Record<string, () => Promise<Module>>;
}
