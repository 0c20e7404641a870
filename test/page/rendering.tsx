import { renderToString } from 'preact-render-to-string';
import { BlockView } from '../../src/page/markdown/markdown.tsx';
import { parseAnswer, parseTrace } from '../../src/page/markdown/parser.ts';
import { type Block, MarkdownStream } from '../../src/page/markdown/stream.ts';

/** The page's own rendering of a growing text, as HTML text instead of elements. */
export class RenderedText {
  readonly #stream: MarkdownStream;
  readonly #isTrace: boolean;
  #blocks: readonly Block[] = [];
  /** As in the page, a block that stays the same object is not rendered again. */
  readonly #rendered = new WeakMap<Block, string>();

  constructor(kind: 'trace' | 'answer') {
    this.#isTrace = kind === 'trace';
    this.#stream = new MarkdownStream(kind === 'trace' ? parseTrace : parseAnswer);
  }

  /** Takes in the text so far. Finished blocks are rendered now, the growing one when it is looked at, as in the page. */
  read(text: string, isFinished: boolean): void {
    this.#blocks = this.#stream.read(text, isFinished);
    for (const block of this.#blocks) if (block.isFinished) this.#render(block);
  }

  get html(): string {
    return this.#blocks.map(block => this.#render(block)).join('');
  }

  #render(block: Block): string {
    const known = this.#rendered.get(block);
    if (known !== undefined) return known;
    const html = renderToString(<BlockView item={block} shared={this.#isTrace} />);
    this.#rendered.set(block, html);
    return html;
  }
}
