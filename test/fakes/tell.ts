import { registerHooks } from 'node:module';

// Of the editor's own module, the sentences need only the function that puts values into them.
const editor = `
  const put = (text, ...values) => text.replace(/\\{(\\d+)\\}/g, (_, at) => String(values[Number(at)]));
  export const l10n = { t: put };
`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(editor)}`, shortCircuit: true }
      : next(specifier, context),
});

// The product's own sentences, without an editor.
export const { tell } = await import('../../src/editor/tell.ts');
export const { tellWhyNot } = await import('../../src/editor/tellWhyNot.ts');
export const { tellCount, tellLastShown } = await import('../../src/editor/statusText.ts');
