import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type LoopbackServer, type Received, sendJson, startServer } from '../../fakes/loopbackServer.ts';

const model = 'deepseek-coder-6.7b-base';
const texts = [' one;', ' two;', ' three;'];

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** The suite's timeout ends what never happens. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(50);
}

const set = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('deepwell').update(name, value, vscode.ConfigurationTarget.Global);

/** A document in the editor with a cursor at each "║", or a selection between two "┃". */
async function editorWith(marked: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({
    content: marked.replaceAll(/[║┃]/g, ''),
    language: 'typescript',
  });
  const editor = await vscode.window.showTextDocument(document);
  const placesOf = (mark: string, other: string): vscode.Position[] =>
    [...marked.replaceAll(other, '').matchAll(new RegExp(mark, 'g'))].map(({ index }, before) =>
      document.positionAt(index - before),
    );
  const [start, end] = placesOf('┃', '║');
  editor.selections =
    start !== undefined && end !== undefined
      ? [new vscode.Selection(start, end)]
      : placesOf('║', '┃').map(place => new vscode.Selection(place, place));
  return editor;
}

const type = (text: string): Thenable<unknown> => vscode.commands.executeCommand('type', { text });

suite('Ghost text in its host', () => {
  let server: LoopbackServer;
  let asked: Received[] = [];

  const temperatures = (): unknown[] =>
    asked.map(({ body }) => (JSON.parse(body) as { readonly temperature?: number }).temperature);

  suiteSetup(async () => {
    // It plays vLLM: each answer is the next of the texts.
    server = await startServer((request, response) => {
      if (request.path === '/version') return sendJson(response, 200, '{"version":"0.11.2"}');
      if (request.path === '/v1/models') {
        const data = [{ id: model, object: 'model', owned_by: 'vllm', max_model_len: 4096 }];
        return sendJson(response, 200, JSON.stringify({ object: 'list', data }));
      }
      if (request.path !== '/v1/completions') return sendJson(response, 404, '{"detail":"Not Found"}');
      const choice = { index: 0, text: texts[asked.length % texts.length], logprobs: null, finish_reason: 'stop' };
      asked.push(request);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(
        `data: ${JSON.stringify({ id: 'cmpl-1', object: 'text_completion', created: 1, model, choices: [choice] })}\n\ndata: [DONE]\n\n`,
      );
    });
    await set('server.address', server.address);
    await set('engine', 'server');
  });

  setup(() => (asked = []));

  suiteTeardown(async () => {
    await set('engine', undefined);
    await set('server.address', undefined);
    await server.stop();
  });

  test('several cursors ask for nothing while one types; one cursor does', async () => {
    await editorWith('const total ║\nconst other ║\n');
    await type('=');
    await wait(1000);
    assert.equal(asked.length, 0);
    await editorWith('const total ║\nconst other \n');
    await type('=');
    await until(() => asked.length > 0);
  });

  test('a selection that stays while one types asks for nothing', async () => {
    const editor = await editorWith('┃total┃\n');
    await type('(');
    assert.equal(editor.document.getText(), '(total)\n');
    assert.equal(editor.selection.isEmpty, false);
    await wait(1000);
    // Of what was shown before, the rest may be asked for ahead.
    assert.equal(asked.filter(({ body }) => body.includes('(total')).length, 0);
  });

  test('asked by hand there are up to three suggestions to choose from', async () => {
    const { document } = await editorWith('const total =║\n');
    await vscode.commands.executeCommand('deepwell.triggerCompletion');
    await until(() => asked.length >= 3);
    assert.deepEqual(temperatures().slice(0, 3), [0, 0.7, 0.7]);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.showNext');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    assert.equal(document.getText(), 'const total = two;\n');
  });

  test('asked again at the same place, the model is asked anew', async () => {
    const { document } = await editorWith('const again =║\n');
    await vscode.commands.executeCommand('deepwell.triggerCompletion');
    await until(() => asked.length >= 3);
    // What is asked for ahead, after a quiet moment, is asked as always: it shall not be counted.
    asked = [];
    await vscode.commands.executeCommand('deepwell.triggerCompletion');
    await until(() => asked.length >= 3);
    assert.deepEqual(temperatures().slice(0, 3), [0.7, 0.7, 0.7]);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    assert.equal(document.getText(), 'const again = one;\n');
  });

  test('VS Code’s own way to other suggestions brings them as well', async () => {
    const { document } = await editorWith('const cycled ║\n');
    await type('=');
    await until(() => asked.length > 0);
    await wait(300);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.showNext');
    // The command does not wait for the others that it asks for.
    await until(() => temperatures().filter(temperature => temperature === 0.7).length === 2);
    await wait(300);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    assert.equal(document.getText(), 'const cycled = two;\n');
  });

  test('in a file that is too large nothing is asked for, by hand neither', async () => {
    await editorWith(`const total =║\n${'const a = 1;\n'.repeat(160_000)}`);
    await vscode.commands.executeCommand('deepwell.triggerCompletion');
    await type(' ');
    await wait(1000);
    assert.equal(asked.length, 0);
  });

  test('with completions off for a language, the others have theirs', async () => {
    const language = vscode.workspace.getConfiguration('deepwell', { languageId: 'typescript' });
    await language.update('completion.enabled', false, vscode.ConfigurationTarget.Global, true);
    try {
      await editorWith('const total ║\n');
      await type('=');
      await wait(1000);
      assert.equal(asked.length, 0);
      const { document } = await editorWith('const total ║\n');
      await vscode.languages.setTextDocumentLanguage(document, 'javascript');
      await type('=');
      await until(() => asked.length > 0);
    } finally {
      await language.update('completion.enabled', undefined, vscode.ConfigurationTarget.Global, true);
    }
  });

  test('VS Code has the commands to snooze and to end the snooze', async () => {
    const commands = await vscode.commands.getCommands();
    for (const name of ['snooze', 'cancelSnooze'])
      assert(commands.includes(`editor.action.inlineSuggest.${name}`), name);
  });
});
