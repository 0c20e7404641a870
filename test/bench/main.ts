// Prints what Deepwell weighs and costs, with the limit of each figure where there is one: npm run bench
// `npm run bench -- sizes memory` runs some groups; "engine" stands for all that load models of real shapes.
// `npm run bench -- infilling <folder>` runs only when named, on the folder of the benchmark HumanEval-Infilling.
// Figures say what is; no test passes or fails by them.
import { cpus, totalmem } from 'node:os';
import { abortFigures } from './aborting.ts';
import { coldStartFigures } from './coldStart.ts';
import { editorPath } from './editorPath.ts';
import { eventLoop } from './eventLoop.ts';
import { extensionHostFigures } from './extensionHost.ts';
import { type Figure, print } from './figures.ts';
import { firstTokenFigures } from './firstToken.ts';
import { printInfilling } from './infilling/infilling.ts';
import { keyCosts } from './keyCosts.ts';
import { keyFigures } from './keys.ts';
import { memoryFigures } from './memory.ts';
import { sizeFigures } from './sizes.ts';
import { throughputFigures } from './throughput.ts';
import { whileChattingFigures } from './whileChatting.ts';

const engineGroups: Readonly<Record<string, () => Promise<Figure[]>>> = {
  memory: memoryFigures,
  extensionHost: extensionHostFigures,
  firstToken: firstTokenFigures,
  keys: keyFigures,
  coldStart: coldStartFigures,
  throughput: throughputFigures,
  whileChatting: whileChattingFigures,
  aborting: abortFigures,
};

const groups: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  sizes: async () => [...(await sizeFigures()), ...(await keyCosts())],
  editorPath,
  eventLoop,
  ...engineGroups,
};

const args = process.argv.slice(2);
const named = args.flatMap(name => (name === 'engine' ? Object.keys(engineGroups) : [name]));
const unknown = named.find(name => !(name in groups));
if (args[0] === 'infilling') process.exitCode = printInfilling(args[1] ?? '') ? 0 : 2;
else if (unknown === undefined) await printGroups(named.length > 0 ? named : Object.keys(groups));
else {
  console.error(`There is no "${unknown}". Groups: engine, infilling <folder>, ${Object.keys(groups).join(', ')}.`);
  process.exitCode = 2;
}

async function printGroups(names: readonly string[]): Promise<void> {
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  );
  for (const name of names) print((await groups[name]?.()) ?? []);
}
