import { functions } from './functions.ts';
import type { Random } from './random.ts';

/** The reply to everything else. */
export const fallback = {
  thought:
    'I do not find this among the things I know. I am a demo model, so it is better to say that than to make something up.',
  answer:
    'I am a demo model and only know this sample workspace. Ask me "What is this project?", "What does tideAt do?" or "What can you do?". For your own code, choose a real model with the command `Deepwell: Set Up`.',
};

/**
 * A question the demo reasoner has no answer to. It is made up anew each time, because a model that has seen only a few
 * such questions takes every new one for the nearest it knows.
 */
export function unknownQuestion(random: Random): string {
  const chance = random.next();
  if (chance < 0.3) return random.pick(unknownAsks);
  if (chance < 0.4) return somethingElse(random);
  if (chance < 0.5) return gibberish(random);
  return random
    .pick(forms)
    .replace('{thing}', random.pick(things))
    .replace('{other}', random.pick(things))
    .replace('{deed}', random.pick(deeds))
    .replace('{language}', random.pick(languages))
    .replace('{who}', random.pick(people));
}

/** The name of a function that the sample does not have, often made of words that it has. */
export function unknownName(random: Random): string {
  if (random.next() < 0.2)
    return random.pick(['foo', 'main', 'sum', 'debounce', 'timer', 'useState', 'reduce', 'init', 'bar']);
  const name = random.pick(verbs) + random.pick(nouns);
  return functions.some(known => known.name === name) ? unknownName(random) : name;
}

/** A known function, but something that only the real models can do with it. */
function somethingElse(random: Random): string {
  const { name } = random.pick(
    functions.filter(known => !['tideAt', 'parseTime', 'firstDeparture'].includes(known.name)),
  );
  return random.pick(changes).replace('{name}', name);
}

function gibberish(random: Random): string {
  const length = 1 + Math.floor(random.next() * 10);
  return (
    Array.from({ length }, () => random.pick('abcdefghijklmnopqrstuvwxyz '.split('')))
      .join('')
      .trim() || '?'
  );
}

/** The entries of a list written with commas, on as many lines as it takes. */
function listed(text: string): string[] {
  return text.trim().split(/,\s+/);
}

const changes = [
  'Write a test for {name}',
  'Can you write tests for {name}?',
  'Is there a bug in {name}?',
  'How can I make {name} faster?',
  'Refactor {name}',
  'Rename {name}',
  'Translate {name} into Python',
  'Who wrote {name}?',
  'Improve {name}',
];

const forms = [
  'What is {thing}?',
  'What is a {thing}?',
  'What is the {thing} of {other}?',
  'Who made {thing}?',
  'Who made {who}?',
  'Who is {who}?',
  'Why is the {thing} so {other}?',
  'Why does {thing} need {other}?',
  'How do I {deed}?',
  'How do I {deed} in {language}?',
  'How can I {deed}?',
  'Can you {deed}?',
  'How does {thing} work?',
  'Explain {thing}',
  'Explain {thing} in {language}',
  'Tell me about {thing}',
  'Write a {thing}',
  'Write a {thing} in {language}',
  'Write a function that can {deed}',
  'Write a function to {deed}',
  'Is {thing} better than {other}?',
  'Where is {who}?',
  'When was {thing} invented?',
  'Which {thing} is best?',
  'What is the difference between {thing} and {other}?',
  'How many {thing} are there?',
  'Give me a {thing}',
  'Fix my {thing}',
  '{thing}',
  'Do you know {who}?',
];

const things = listed(`
  sky, blue, promise, loop, regular expression, web page, database, moon, car, fish, coffee, music, stack,
  queue, binary tree, compiler, pointer, thread, class, module, poem, story, joke, song, recipe, mountain,
  river, city, train, plane, game, calculator, server, client, cookie, password, number, string, array,
  object, price, world, history, physics, gravity, money, bank, school, football, weather forecast, email,
  phone, keyboard, computer, operating system, cloud, dog, capital, population, sun, ocean, island, ship,
  anchor, sail, lighthouse, captain, storm, rain`);

const deeds = listed(`
  sort an array, reverse a string, add two numbers, read a file, open a window, send an email, cook rice,
  parse JSON, call an API, write a loop, find a bug, deploy my app, fix this error, learn programming,
  count words, draw a line, make money, use git, merge two branches, delete a file, center text,
  connect to a database, download a page, compute a square root, test my app, build a house,
  play the guitar, debug this, make it faster, create a class, print a table, catch an exception,
  find the largest number`);

const languages = listed(`
  Python, Java, C, Rust, Go, JavaScript, Ruby, PHP, Kotlin, Swift, SQL, bash, French`);

const people = listed(`
  Einstein, the president, my neighbour, Ada Lovelace, the author, Bob, your boss, Paris, London`);

const verbs = listed(`
  parse, format, find, get, set, is, next, render, print, may, first, read, write, load, save, open, close,
  make, create, update, delete, sort, count, check, describe, water, tide, sail`);

const nouns = listed(`
  Time, Date, Tide, Boat, Harbour, Row, User, Input, File, Page, List, Item, Wind, Water, Depth, Name,
  Value, Number, Error, State, Table, Money, Weather, Report, Ready, At, Under, Moon, Code`);

const unknownAsks: readonly string[] = [
  'What is the capital of France?',
  'Who won the match yesterday?',
  'Write a poem about spring',
  'Tell me a joke',
  'How do I sort a list in Python?',
  'What is a closure?',
  'Explain monads',
  'Translate this into German',
  'Write a web server in Go',
  'How do I centre a div?',
  'What is the weather today?',
  'How old is the universe?',
  'Can you book a table for two?',
  'What is 17 times 23?',
  'Solve x squared plus 3x equals 10',
  'Who wrote Hamlet?',
  'Refactor my React component',
  'Why is my build so slow?',
  'How do I install Docker?',
  'Create a database schema for a shop',
  'What is the best programming language?',
  'Give me a recipe for soup',
  'Do you like music?',
  'How do I exit vim?',
  'Write a regular expression for e-mail addresses',
  'What is a mutex?',
  'Explain quantum computing',
  'Is it going to rain?',
  'What time is it?',
  'How do I undo a commit?',
  'Make a snake game',
  'What is the meaning of life?',
  'Which phone should I buy?',
  'Summarise this article',
  'How many people live in Spain?',
  'Fix the bug in my code',
  'Write a bash script that deletes old files',
  'What is an interface in Java?',
  'How does garbage collection work?',
  'Are cats better than dogs?',
  'Show me a picture of a boat',
  'What does the fox say?',
  'Where do I live?',
  'Play chess with me',
  'How do I learn to sail?',
  'What is Rust?',
  'Write hello world in C',
  'When was Rome founded?',
  'Draw a circle',
  'Optimise this query',
];
