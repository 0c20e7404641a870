import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Workbench, openWorkbench } from './workbench.ts';

let bench: Workbench;

before(async () => {
  bench = await openWorkbench({
    r1: [
      // Letters, because the prompt of what goes on is read letter by letter and has to fit as well.
      { when: '#', says: 'h\n</think>\n\no p ', endless: true },
      { when: '&', says: 'A list of letters.\n</think>\n\nLetters.' },
    ],
    files: {
      'even.ts': 'export const isEven = (n: number): boolean => n % 2 === 0;\n',
      'long.txt': 'a b c d e\n'.repeat(400),
    },
    settings: {
      'deepwell.chat.contextLength': 1024,
      'deepwell.chat.thinking': 'deep',
      'deepwell.chat.loopGuard': 'off',
    },
  });
  await bench.openChat();
});
after(() => bench?.close());

test('a question that does not fit is not sent; the person chooses, and nothing typed is lost', async () => {
  const { chat, page } = bench;
  await chat.getByRole('textbox', { name: 'Ask Deepwell' }).fill('#long');
  await chat
    .getByRole('option', { name: /long\.txt/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await chat.getByRole('button', { name: 'Remove attachment' }).waitFor();
  await bench.ask('What is this &');
  await chat.getByText('This does not fit').waitFor();
  assert.equal(await chat.getByRole('textbox', { name: 'Ask Deepwell' }).inputValue(), 'What is this &');
  assert.equal(await chat.locator('[data-role=user]').count(), 0);
  await chat.getByRole('button', { name: /^Send without the attachment/ }).click();
  const reply = bench.replies.first();
  await reply.locator('[data-part=answer]').getByText('Letters.').waitFor();
});

test('a reply that fills the context says so, and goes on in a longer one', async () => {
  const { chat } = bench;
  const reply = bench.replies.nth(1);
  await bench.ask('For ever #');
  await reply.getByText('The context of 1,024 tokens is full.').waitFor();
  await reply.getByRole('button', { name: /^Raise the context to 2,048/ }).click();
  await bench.inState(reply, 'complete');
  await reply.getByText('The context of 1,024 tokens is full.').waitFor({ state: 'hidden' });
  assert.match((await chat.getByRole('meter').getAttribute('aria-valuetext')) ?? '', /of 2,048 tokens/);
  assert.equal(await bench.replies.count(), 2);
});
