/** A part of a typeset formula: MathML of the few kinds that allowed.ts lets through, or text. */
export type MathsNode =
  | string
  | {
      readonly tag: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly MathsNode[];
    };

/** Typesets TeX. Undefined where the TeX is broken or asks for more than a formula needs: then its source is shown. */
export type Typeset = (tex: string, isDisplay: boolean) => MathsNode | undefined;

/** The event by which the bundle of maths.ts hands its `Typeset` to the page. */
export const arrival = 'deepwell.maths';
