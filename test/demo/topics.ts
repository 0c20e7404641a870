import { aboutDeepwell } from './aboutDeepwell.ts';

/** A question the demo reasoner can answer, in the wordings it was taught. */
export interface Topic {
  readonly id: string;
  readonly asks: readonly string[];
  readonly thought: string;
  readonly answer: string;
}

export const topics: readonly Topic[] = [
  {
    id: 'hello',
    asks: [
      'Test',
      'Good evening',
      'Hello',
      'Hello!',
      'Hi',
      'Hi there',
      'Hey',
      'Good morning',
      'Hello, Deepwell',
      'Hello, who is there?',
    ],
    thought: 'The user says hello. I will greet back and say what they can ask me here.',
    answer:
      'Hello! I know this little harbour project. Ask me what a function does, for example "What does tideAt do?", or select some code and press `Shift+Alt+E`.',
  },
  {
    id: 'project',
    asks: [
      'Explain this project',
      'What is this code for?',
      'What is this workspace?',
      'Tell me about this project',
      'What is this project?',
      'What does this project do?',
      'What is this about?',
      'Describe this project',
      'Give me an overview of this project',
      'What is Little Harbour?',
    ],
    thought:
      'They want an overview. The project computes tides for small harbours and says when boats can sail. I will go through the files in the order in which they build on each other.',
    answer: [
      '**Little Harbour** prints the tides of three harbours and says when each boat can leave.',
      '',
      '- `src/clock.ts` reads and writes times',
      '- `src/harbour.ts` and `src/boat.ts` hold the harbours and boats',
      '- `src/tide.ts` computes the depth of the water',
      '- `src/timetable.ts` prints it hour by hour',
      '- `src/weather.ts` describes the wind',
      '- `src/plan.ts` finds a time to sail',
    ].join('\n'),
  },
  {
    id: 'run',
    asks: [
      'How do I run the code?',
      'How to run this?',
      'How do I run it?',
      'How do I run this project?',
      'How can I start it?',
      'How do I start this?',
      'Which command runs the project?',
    ],
    thought: 'They want to run the project. Node 24 runs TypeScript directly, so nothing has to be built.',
    answer: [
      'Open a terminal in this folder and run:',
      '',
      '```sh',
      'node src/main.ts',
      '```',
      '',
      'Node 24 reads TypeScript directly, so there is nothing to build.',
    ].join('\n'),
  },
  {
    id: 'test',
    asks: [
      'Write tests for tideAt',
      'How do I test tideAt?',
      'Write a test for tideAt',
      'Write a test for tideAt.',
      'Can you write a test for tideAt?',
      'Add a test for tideAt',
      'How would you test tideAt?',
      'Write a unit test',
    ],
    thought:
      'A good test checks a value that I know without computing. At the first high tide the depth must be exactly high water. Wait, the cosine gives a floating point number, so I should compare with a small tolerance.',
    answer: [
      'At `firstHigh` the water must stand at `highWater`:',
      '',
      '```ts',
      "import assert from 'node:assert/strict';",
      "import { test } from 'node:test';",
      "import { harbours } from './harbour.ts';",
      "import { tideAt } from './tide.ts';",
      '',
      "test('the first high tide is as high as high water', () => {",
      '  for (const harbour of harbours) {',
      '    const depth = tideAt(harbour, harbour.firstHigh);',
      '    assert.ok(Math.abs(depth - harbour.highWater) < 0.001);',
      '  }',
      '});',
      '```',
    ].join('\n'),
  },
  {
    id: 'safer',
    asks: [
      'How can I make parseTime safer?',
      'Is there a bug in parseTime?',
      'What is wrong with parseTime?',
      'Make parseTime check its input',
      'Improve parseTime',
    ],
    thought:
      'The function trusts its input. A text without a colon leaves the minutes undefined and the result is not a number. A regular expression can check the form first.',
    answer: [
      '`parseTime` trusts its input: `parseTime("noon")` is `NaN`. Check the form first:',
      '',
      '```ts',
      'export function parseTime(text: string): Minutes {',
      '  const match = /^(\\d{1,2}):(\\d{2})$/.exec(text);',
      '  if (match === null) {',
      '    throw new RangeError(`Not a time: ${text}`);',
      '  }',
      '  return Number(match[1]) * 60 + Number(match[2]);',
      '}',
      '```',
    ].join('\n'),
  },
  {
    id: 'finish',
    asks: [
      'How do I finish firstDeparture?',
      'Finish firstDeparture',
      'Write firstDeparture',
      'What is missing in plan.ts?',
      'Which function is not finished?',
      'How do I finish plan.ts?',
    ],
    thought:
      'The body of firstDeparture is missing its loop. It can try each minute from the earliest time on and return the first one at which the boat may sail. When the loop ends without a find, undefined is right.',
    answer: [
      'Put this loop in front of `return undefined;` in `src/plan.ts`:',
      '',
      '```ts',
      'for (let time = earliest; time < minutesInDay; time++) {',
      '  if (maySail(boat, harbour, time)) {',
      '    return time;',
      '  }',
      '}',
      '```',
      '',
      'Or press `Enter` after the comment there and let the ghost text write it.',
    ].join('\n'),
  },
  {
    id: 'marigold',
    asks: [
      'When can Marigold sail from Gull Bay?',
      'When may Marigold leave Gull Bay?',
      'When can the Marigold sail?',
      'At what time can Marigold sail?',
    ],
    thought:
      'Marigold has a draught of 2.1 metres and needs half a metre more, so 2.6 metres. Low water in Gull Bay is only 1.2 metres. Wait, there are two high tides in a day, so there must be two windows.',
    answer: [
      'Marigold needs 2.1 + 0.5 = **2.6 metres** of water. In Gull Bay that is so:',
      '',
      '| from | until |',
      '| --- | --- |',
      '| 02:54 | 10:26 |',
      '| 15:19 | 22:51 |',
    ].join('\n'),
  },
  {
    id: 'deepest',
    asks: [
      'Which harbour is the deepest?',
      'What is the deepest harbour?',
      'Which harbour has the most water?',
      'Where is the water deepest?',
    ],
    thought:
      'I compare the low water of the three harbours: 1.2, 0.8 and 2.5 metres. Lantern Quay has the most, and its high water of 6.1 metres is the highest too.',
    answer:
      '**Lantern Quay** is the deepest: 2.5 metres at low tide and 6.1 metres at high tide. Puffin can leave it at any time.',
  },
  {
    id: 'cycle',
    asks: [
      'Why is the tide cycle 745 minutes?',
      'Why 745?',
      'Why 745 minutes?',
      'What is tideCycle?',
      'Where does 745 come from?',
    ],
    thought:
      'The tides follow the Moon. The Moon comes back to the same place after about 24 hours and 50 minutes, and in that time there are two high tides. Half of it is 12 hours and 25 minutes.',
    answer:
      'The tide follows the Moon, which is back over the same place after about 24 hours and 50 minutes. There are two high tides in that time, so one cycle lasts 12 h 25 min: `12 * 60 + 25` is `745` minutes.',
  },
  ...aboutDeepwell,
];
