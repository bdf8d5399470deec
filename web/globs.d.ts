/** Of Vite: the modules whose files match the pattern, or what each exports by a name, loaded when it is called. */
interface ImportMeta {
  glob: <Module>(
    pattern: string | string[],
    options?: { import: string; query: string },
  ) => Record<string, () => Promise<Module>>;
}
