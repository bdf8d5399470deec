/** An operation with the types of its answer and its variables, as the code generator writes it. Each bundle has its own class for them. */
export type Operation<Answer, Variables> = {
  toString: () => string;
  __apiType?: ((variables: Variables) => Answer) | undefined;
};
