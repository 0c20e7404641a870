import type { Random } from '../../demo/random.ts';
import type { Template } from './normal.ts';

const int = (random: Random, from: number, to: number): number => from + Math.floor(random.next() * (to - from + 1));
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const names =
  'ada bela cyrus dora emil farah gustav hana ivan jamila kofi lena marco nadia omar petra quentin rosa sven tariq uma viktor wen xenia yusuf zoe'.split(
    ' ',
  );
const nouns =
  'queue cache parser window socket buffer cursor table index schema thread token bucket router worker record branch signal folder header'.split(
    ' ',
  );
const faults = [
  'it is written before it is read',
  'the lock is taken twice when the caller retries',
  'its length is checked only after the first access',
  'nobody closes it when the request is aborted',
  'two of them share one timer, and the second stop ends both',
  'the default is shared between all instances',
  'an error in its listener is swallowed',
  'it grows without a bound while the page is hidden',
  'its order depends on the locale',
  'it rounds where it should truncate',
];
const calm = ['That is fine.', 'No problem there.', 'Good.', 'So this one is right.', 'As expected.', 'OK.'];

/** Traces that go through many items with the same words. */
export const enumerations: Readonly<Record<string, Template>> = {
  'test cases one by one': random =>
    `Let me run the test cases through the function.\n\n${range(int(random, 14, 40))
      .map(at => {
        const list = range(int(random, 2, 6)).map(() => int(random, -20, 99));
        return `Test case ${at + 1}: input [${list.join(', ')}]. The maximum is ${Math.max(...list)} and the minimum is ${Math.min(...list)}, so the function returns ${Math.max(...list) - Math.min(...list)}. ${random.pick(calm)}`;
      })
      .join('\n')}\n\nAll of them give what the user wants.`,
  'elements of an array': random => {
    const values = range(int(random, 20, 60)).map(() => int(random, 1, 30));
    let sum = 0;
    return `The loop adds up the even ones.\n${values
      .map((value, at) => {
        if (value % 2 === 0) sum += value;
        return `For i = ${at}: a[${at}] = ${value}, ${value % 2 === 0 ? 'even' : 'odd'}, sum = ${sum}.`;
      })
      .join('\n')}\nSo it returns ${sum}.`;
  },
  'a name at a time': random =>
    `We have to see for each user whether the filter lets him through.\n${random
      .some(names, int(random, 18, 26))
      .map(
        name =>
          `Let me check ${name}: the record of ${name} has a valid address and was changed after the last export, so ${name} is in the list.`,
      )
      .join(' ')}\nThat makes the count right.`,
  'a long template about names': random =>
    random
      .some(names, 16)
      .map(
        name =>
          `Now consider what happens when ${name} logs in for the first time: the session is created, the token is stored in the browser, the profile page is loaded from the server, and the greeting at the top of the page shows the right name.`,
      )
      .join('\n\n'),
  'waits with new contents': random =>
    random
      .some(nouns, 18)
      .map(
        noun =>
          `Wait, what about the ${noun}? In ${noun}.ts line ${int(random, 10, 400)} ${random.pick(faults)}. ${random.pick([
            'That could be the cause, but the report says it happens only at night.',
            'I doubt that it matters for this bug.',
            `With ${int(random, 2, 90)} users it would show at once.`,
            'The test next to it covers exactly that.',
          ])}`,
      )
      .join('\n\n'),
  'multiplication table': random => {
    const width = int(random, 8, 12);
    return `Let me write the table first.\n\n| × | ${range(width)
      .map(at => at + 1)
      .join(' | ')} |\n|${'---|'.repeat(width + 1)}\n${range(12)
      .map(
        row =>
          `| ${row + 1} | ${range(width)
            .map(at => (row + 1) * (at + 1))
            .join(' | ')} |`,
      )
      .join('\n')}\n\nThe entry in the seventh row and sixth column is 42.`;
  },
  'rows of yes and no': random =>
    `Which feature is in which version?\n\n| feature | 1.0 | 1.1 | 2.0 | 2.1 |\n|---|---|---|---|---|\n${nouns
      .map(
        noun =>
          `| ${noun} | ${range(4)
            .map(() => random.pick(['yes', 'no']))
            .join(' | ')} |`,
      )
      .join('\n')}\n\nSo most of them came with 2.0.`,
  'switch cases': random =>
    `The switch should become a map. It is:\n\nswitch (code) {\n${random
      .some(nouns, 18)
      .map((noun, at) => `  case ${at + 100}:\n    return '${noun}';`)
      .join(
        '\n',
      )}\n  default:\n    return undefined;\n}\n\nEach case only returns a text, so a record of texts does it.`,
  'imports and brackets': random =>
    `The file begins with\n\n\`\`\`ts\n${random
      .some(nouns, 16)
      .map(noun => `import { ${noun} } from './${noun}';`)
      .join('\n')}\n\n${range(8)
      .map(
        at =>
          `app.get('/${nouns[at] ?? ''}', (request, response) => {\n  load((error, value) => {\n    if (error) {\n      response.end();\n    }\n  });\n});`,
      )
      .join('\n')}\n\`\`\`\n\nEach handler forgets to send the value.`,
  'unrolled assertions': random =>
    `\`\`\`py\ndef test_roman():\n${range(int(random, 30, 60))
      .map(at => `    assert roman(${at * 7 + 3}) == to_roman(${at * 7 + 3})`)
      .join('\n')}\n\`\`\`\nThat is enough.`,
  'rows of a CSV file': random =>
    `id,name,age,city\n${range(int(random, 30, 70))
      .map(at => `${at + 1},${random.pick(names)},${int(random, 18, 90)},${random.pick(['Oslo', 'Lima', 'Kyoto'])}`)
      .join('\n')}\nThe average age has to leave out the rows without a city.`,
  'an array of true': random =>
    `The sieve starts with [${range(int(random, 30, 60))
      .map(() => 'true')
      .join(', ')}]. Then all multiples of two become false, then those of three, and so on.`,
  'a board of zeros': random => {
    const size = int(random, 8, 15);
    return `The board at the start:\n${`${range(size)
      .map(() => '0')
      .join(' ')}\n`.repeat(size)}After the first move the middle is 1. ${'-'.repeat(150)}\nLet me go on with the second move.`;
  },
  'HTML by hand': random =>
    `<table>\n${range(5)
      .map(() => `  <tr>${'<td></td>'.repeat(4)}</tr>\n`)
      .join('')}</table>\n\nThe ${random.pick(nouns)} goes into the first cell. The cells need a width, or they collapse.`,
  中文逐个检查: random =>
    range(int(random, 12, 24))
      .map(at => {
        const value = int(random, 10, 999);
        return `第${at + 1}个数是${value}，各位数字之和是${Array.from(String(value)).reduce((sum, digit) => sum + Number(digit), 0)}，${value % 3 === 0 ? '能被三整除，所以保留' : '不能被三整除，所以去掉'}。`;
      })
      .join('\n'),
  中文列举文件: random =>
    random
      .some(nouns, 15)
      .map(
        noun =>
          `等等，${noun}.ts 里面还有一个问题：${random.pick(['关闭以后没有释放内存', '第一次读取的时候可能为空', '错误没有往上抛', '顺序和文档不一致', '时间用了本地时区'])}，在第${int(random, 5, 300)}行。`,
      )
      .join(''),
  'units one after another': random =>
    range(int(random, 15, 30))
      .map(() => {
        const miles = int(random, 1, 500);
        return `${miles} miles are ${miles} times 1.609344, that is ${(miles * 1.609344).toFixed(3)} kilometres.`;
      })
      .join(' '),
  'bits of a number': random => {
    const number = int(random, 1_000_000, 9_000_000);
    return `Let me write ${number} in binary.\n${range(23)
      .map(
        at =>
          `Bit ${at}: ${number} shifted right by ${at} is ${number >> at}, and its last bit is ${(number >> at) & 1}.`,
      )
      .join('\n')}\nRead from the top that is ${number.toString(2)}.`;
  },
  'files of a change': random =>
    random
      .some(nouns, 20)
      .map(
        noun =>
          `Next is src/${noun}/${random.pick(nouns)}.ts. The change renames ${random.pick(names)} to ${random.pick(names)} and moves the ${noun} out of the ${random.pick(nouns)}. ${random.pick(calm)}`,
      )
      .join('\n'),
};
