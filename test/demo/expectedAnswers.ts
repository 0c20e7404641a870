/** A question a newcomer may ask, and words its answer must contain. */
export interface ExpectedAnswer {
  readonly question: string;
  readonly words: readonly string[];
}

export const expectedAnswers: readonly ExpectedAnswer[] = [
  { question: 'Hello', words: ['Hello', 'tideAt'] },
  { question: 'What is this project?', words: ['Little Harbour', 'src/plan.ts'] },
  { question: 'how do I run this project', words: ['node src/main.ts'] },
  { question: 'Write a test for tideAt', words: ['```ts', 'node:test', 'harbour.highWater'] },
  { question: 'How can I make parseTime safer?', words: ['```ts', 'RangeError'] },
  { question: 'How do I finish firstDeparture?', words: ['```ts', 'maySail(boat, harbour, time)'] },
  { question: 'When can Marigold sail from Gull Bay?', words: ['02:54', '22:51'] },
  { question: 'Which harbour is the deepest?', words: ['Lantern Quay'] },
  { question: 'Why is the tide cycle 745 minutes?', words: ['Moon'] },
  { question: 'Where does my code go?', words: ['Nowhere', 'machine'] },
  { question: 'What are you?', words: ['demo model', 'only on this sample'] },
  { question: 'What can you do?', words: ['Ghost text', 'Shift+Alt+E'] },
  { question: 'How do I accept a completion?', words: ['Tab', 'Esc'] },
  { question: 'What is the reasoning panel?', words: ['Reasoning'] },
  { question: 'Thanks!', words: ['welcome'] },
  { question: 'What does tideAt do?', words: ['`tideAt`', 'cosine'] },
  { question: 'what does maySail do', words: ['`maySail`', '0.5 metres'] },
  { question: 'How does nextHighTide work?', words: ['`nextHighTide`', 'tideCycle'] },
  { question: 'Explain renderRow', words: ['`renderRow`', 'arrow'] },
  { question: 'What does `beaufort` do?', words: ['`beaufort`', 'knots'] },
  { question: 'What is findHarbour for?', words: ['`findHarbour`', 'undefined'] },
  // Not asked in training: the model has to say that it does not know.
  { question: 'What is the capital of Norway?', words: ['demo model', 'only know this sample'] },
  { question: 'Write a function that reverses a list', words: ['demo model', 'only know this sample'] },
  { question: 'How do I use a hash map in Rust?', words: ['demo model', 'only know this sample'] },
  { question: 'What does parseInput do?', words: ['demo model', 'only know this sample'] },
];
