/** node makeSamples.ts <folder>: writes what the two models are trained on, as prompts of the extension and replies. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { families, type Family } from '../../src/models/families.ts';
import { chatSamples } from './chatSamples.ts';
import { completionSamples } from './completionSamples.ts';
import { functions } from './functions.ts';
import { seededRandom } from './random.ts';
import { finishedFiles } from './sample.ts';
import { topics } from './topics.ts';
import { fallback } from './unknownQuestions.ts';

const [folder = '.cache/demo'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const { fillInMiddle: marks, budget } = family('demo-coder');
const { conversation } = family('demo-r1');
if (marks === undefined || budget === undefined || conversation === undefined || conversation === 'template')
  throw new Error('The demo families lost their marks or budget.');

const code = finishedFiles.map(file => `#${file.path}\n${file.text}`);
const words = [
  ...functions.flatMap(known => [known.thought, known.answer]),
  ...topics.flatMap(topic => [...topic.asks, topic.thought, topic.answer]),
  ...[fallback.thought, fallback.answer],
];
const { samples: completions, leftOut } = completionSamples({ marks, budget }, 8, seededRandom(1));
const chats = chatSamples(conversation, 9000, seededRandom(2));

write('coder.corpus.json', code);
write('r1.corpus.json', [...code, ...words]);
write('coder.samples.json', completions);
write('r1.samples.json', chats);
process.stdout.write(
  `${completions.length} documents to complete (${leftOut} left out: another says the same and goes on differently), ${chats.length} conversations\n`,
);

function family(id: string): Family {
  const found = families.find(row => row.id === id);
  if (found === undefined) throw new Error(`There is no family ${id}.`);
  return found;
}

function write(name: string, content: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
}
