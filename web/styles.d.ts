/** A page imports its style sheet; Vite writes the file beside the page's code. */
declare module '*.css';
