import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { type Chunk, ThoughtSplitter } from '../../src/chat/thoughtSplitter.ts';
import { parseLine } from './lines.ts';

const renderCase = z.object({
  id: z.string(),
  chunks: z.array(z.union([z.string(), z.object({ thinking: z.string().nullish(), content: z.string().nullish() })])),
  startsInThinking: z.boolean().optional(),
});

type RenderCase = z.infer<typeof renderCase>;

export interface RenderOptions {
  /** Also gives the HTML after each chunk. */
  readonly steps: boolean;
}

/** What the page's renderer made of one case. `text` is the words of the answer without buttons, `ms` the time for all chunks. */
export interface RenderResult {
  readonly id: string;
  readonly trace: string;
  readonly answer: string;
  readonly text: string;
  readonly ms: number;
  readonly steps?: readonly string[];
}

/**
 * The task `render`: the chunks of each case go through the thought splitter and the page's renderer as they would in the
 * chat. Writes one row for each case, in order. Throws BadInput, which names line and field, for a bad case.
 */
export async function renderCases(
  lines: AsyncIterable<string> | readonly string[],
  options: RenderOptions,
  write: (row: object) => void,
): Promise<void> {
  const pageRenderer = await loadPageRenderer();
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== '') write(renderOne(parseLine(line, number, renderCase), options, pageRenderer));
  }
}

function renderOne(one: RenderCase, { steps: hasSteps }: RenderOptions, { RenderedText }: PageRenderer): RenderResult {
  const splitter = new ThoughtSplitter({ startsInThought: one.startsInThinking ?? false });
  const trace = new RenderedText('trace');
  const answer = new RenderedText('answer');
  const steps: string[] = [];
  const startedAt = performance.now();
  for (const chunk of one.chunks) {
    for (const piece of piecesOf(chunk)) splitter.add(piece);
    trace.read(splitter.thought, !splitter.isThinking);
    answer.read(splitter.answer, false);
    if (hasSteps) steps.push(trace.html + answer.html);
  }
  splitter.end();
  trace.read(splitter.thought, true);
  answer.read(splitter.answer, true);
  const html = { trace: trace.html, answer: answer.html };
  const ms = Math.round((performance.now() - startedAt) * 100) / 100;
  return { id: one.id, ...html, text: textOf(html.answer), ms, ...(hasSteps && { steps }) };
}

function piecesOf(chunk: RenderCase['chunks'][number]): readonly Chunk[] {
  if (typeof chunk === 'string') return [{ kind: 'text', text: chunk }];
  const pieces: readonly Chunk[] = [
    { kind: 'thought', text: chunk.thinking ?? '' },
    { kind: 'answer', text: chunk.content ?? '' },
  ];
  return pieces.filter(({ text }) => text !== '');
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The words in HTML that the page's renderer made; it escapes exactly these four characters. */
const textOf = (html: string): string =>
  html
    .replaceAll(/<div class="code-header">.*?<\/div>/gs, '')
    .replaceAll(/<br\/?>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|amp);/g, entity => entities[entity] ?? entity);

interface PageRenderer {
  readonly RenderedText: new (kind: 'trace' | 'answer') => {
    read(text: string, isFinished: boolean): void;
    readonly html: string;
  };
}

/** The page is written in TSX for a browser: it is bundled in memory first. */
async function loadPageRenderer(): Promise<PageRenderer> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('../page/rendering.tsx', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const code = bundle.outputFiles[0]?.contents ?? new Uint8Array();
  const loaded: unknown = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  if (!isPageRenderer(loaded)) throw new Error('test/page/rendering.tsx does not export RenderedText.');
  return loaded;
}

const isPageRenderer = (loaded: unknown): loaded is PageRenderer =>
  typeof loaded === 'object' && loaded !== null && 'RenderedText' in loaded;
