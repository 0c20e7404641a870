import type { DocumentText } from '../../src/context/window.ts';
import { finishedFiles } from './sample.ts';

/** A place where a person types in the finished sample: `expected` is missing there, and is what the ghost text must say. */
export interface Place {
  readonly path: string;
  /** What stands on the cursor's line before the cursor. */
  readonly typed: string;
  readonly expected: string;
  /** Closing brackets and quotes that the editor has put after the cursor; nothing else of the line's rest is written yet. */
  readonly closed?: string;
  /** The file ends at the cursor. */
  readonly isLast?: true;
}

const clock = 'src/clock.ts';
const harbour = 'src/harbour.ts';
const tide = 'src/tide.ts';
const boat = 'src/boat.ts';
const weather = 'src/weather.ts';
const timetable = 'src/timetable.ts';
const plan = 'src/plan.ts';
const main = 'src/main.ts';

const loop = `for (let time = earliest; time < minutesInDay; time++) {
    if (maySail(boat, harbour, time)) {
      return time;
    }
  }`;

export const places: readonly Place[] = [
  // An empty line in a function, with the rest of the file in place.
  { path: plan, typed: '  ', expected: loop },
  { path: tide, typed: '  ', expected: 'const middle = (harbour.lowWater + harbour.highWater) / 2;' },
  { path: tide, typed: '  ', expected: 'return tideAt(harbour, time + 1) > tideAt(harbour, time);' },
  { path: boat, typed: '  ', expected: 'return tideAt(harbour, time) - boat.draught;' },
  { path: clock, typed: '  ', expected: "const [hours, minutes] = text.split(':').map(Number);" },
  { path: harbour, typed: '  ', expected: 'return harbour.highWater - harbour.lowWater;' },
  { path: timetable, typed: '    ', expected: 'console.log(renderRow(row));' },
  { path: weather, typed: '  ', expected: 'const force = beaufort(wind.knots);' },
  { path: plan, typed: '      ', expected: 'return time;' },
  { path: main, typed: '  ', expected: 'printTimetable(harbour);' },
  // An empty body.
  {
    path: tide,
    typed: '  ',
    expected: 'let high = harbour.firstHigh;\n  while (high < time) {\n    high += tideCycle;\n  }\n  return high;',
  },
  {
    path: harbour,
    typed: '  ',
    expected:
      'const wanted = name.trim().toLowerCase();\n  return harbours.find(harbour => harbour.name.toLowerCase() === wanted);',
  },
  {
    path: clock,
    typed: '  ',
    expected:
      'const hours = Math.floor(length / 60);\n  const minutes = length % 60;\n  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;',
  },
  // The beginning of a word.
  { path: plan, typed: '  f', expected: loop.slice(1) },
  { path: plan, typed: '  for', expected: loop.slice(3) },
  { path: tide, typed: '  con', expected: 'st phase = ((time - harbour.firstHigh) / tideCycle) * 2 * Math.PI;' },
  { path: tide, typed: '  ret', expected: 'urn middle + (tidalRange(harbour) / 2) * Math.cos(phase);' },
  { path: boat, typed: '  r', expected: 'eturn waterUnderKeel(boat, harbour, time) >= safety;' },
  { path: weather, typed: '  re', expected: 'turn beaufortScale.filter(start => knots >= start).length;' },
  { path: timetable, typed: '  con', expected: "st arrow = row.rising ? '↑' : '↓';" },
  { path: timetable, typed: '  for', expected: ' (let time = 0; time < minutesInDay; time += 60) {' },
  { path: plan, typed: '  ret', expected: 'urn times.filter(time => maySail(boat, harbour, time));' },
  { path: main, typed: 'con', expected: "st wind = { knots: 14, from: 'south-west' };" },
  // After a word, a dot or an operator.
  { path: tide, typed: '  const phase = ', expected: '((time - harbour.firstHigh) / tideCycle) * 2 * Math.PI;' },
  { path: tide, typed: '  const middle =', expected: ' (harbour.lowWater + harbour.highWater) / 2;' },
  { path: boat, typed: '  return ', expected: 'waterUnderKeel(boat, harbour, time) >= safety;' },
  { path: boat, typed: '  return tideAt(harbour, time) -', expected: ' boat.draught;' },
  { path: harbour, typed: '  const wanted = name.', expected: 'trim().toLowerCase();' },
  { path: harbour, typed: '  return harbour.', expected: 'highWater - harbour.lowWater;' },
  { path: clock, typed: '  return hours * ', expected: '60 + minutes;' },
  { path: clock, typed: '  const hours = Math.', expected: 'floor(time / 60) % 24;' },
  { path: clock, typed: '  return String(value).', expected: "padStart(2, '0');" },
  { path: timetable, typed: '  const wave =', expected: " '~'.repeat(Math.round(row.depth * 4));" },
  { path: timetable, typed: '  const rows: ', expected: 'Row[] = [];' },
  { path: weather, typed: '  const strength = ', expected: "force < 6 ? 'a breeze' : 'a strong wind';" },
  { path: plan, typed: '  const times = ', expected: 'timetable(harbour).map(row => row.time);' },
  { path: main, typed: '  const high = ', expected: 'nextHighTide(harbour, now);' },
  { path: main, typed: 'const now = ', expected: "parseTime('8:00');" },
  { path: tide, typed: 'import { tidalRange, ', expected: "type Harbour } from './harbour.ts';" },
  {
    path: harbour,
    typed: '  { name: ',
    expected: "'Seal Point', lowWater: 0.8, highWater: 4.2, firstHigh: parseTime('7:15') },",
  },
  // Inside brackets that the editor has closed.
  { path: plan, typed: '  for (', expected: 'let time = earliest; time < minutesInDay; time++) {', closed: ')' },
  { path: plan, typed: '    if (', expected: 'maySail(boat, harbour, time)) {', closed: ')' },
  { path: tide, typed: '  while (', expected: 'high < time) {', closed: ')' },
  { path: boat, typed: '  return waterUnderKeel(', expected: 'boat, harbour, time) >= safety;', closed: ')' },
  { path: weather, typed: '  if (', expected: 'force === 0) {', closed: ')' },
  { path: timetable, typed: '  console.log(`', expected: 'Tides at ${harbour.name}', closed: '`)' },
  { path: clock, typed: '  const minutes = Math.floor(', expected: 'time % 60', closed: ')' },
  { path: plan, typed: '  return times.filter(', expected: 'time => maySail(boat, harbour, time)', closed: ')' },
  // A function at the end of the file, with nothing after it.
  {
    path: harbour,
    typed: 'export function tidal',
    expected: 'Range(harbour: Harbour): number {\n  return harbour.highWater - harbour.lowWater;\n}',
    isLast: true,
  },
  {
    path: boat,
    typed: 'export function may',
    expected:
      'Sail(boat: Boat, harbour: Harbour, time: Minutes): boolean {\n  return waterUnderKeel(boat, harbour, time) >= safety;\n}',
    isLast: true,
  },
  {
    path: clock,
    typed: 'function two',
    expected: "Digits(value: number): string {\n  return String(value).padStart(2, '0');\n}",
    isLast: true,
  },
  {
    path: timetable,
    typed: 'export function printTimetable(',
    expected:
      'harbour: Harbour): void {\n  console.log(`Tides at ${harbour.name}`);\n  for (const row of timetable(harbour)) {\n    console.log(renderRow(row));\n  }\n}',
    closed: ')',
    isLast: true,
  },
];

/** The document of a place and the cursor in it. Throws where the finished sample has no such place. */
export function documentAt(place: Place): { document: DocumentText; offset: number } {
  const file = finishedFiles.find(({ path }) => path === place.path);
  const start = `\n${file?.text ?? ''}`.indexOf(`\n${place.typed}${place.expected}`);
  if (file === undefined || start < 0) throw new Error(`${place.path} has no line "${place.typed}${place.expected}".`);
  const offset = start + place.typed.length;
  const end = offset + place.expected.length;
  const after = place.isLast ? '' : file.text.slice(place.closed === undefined ? end : lineEnd(file.text, end));
  return { document: { ...file, text: file.text.slice(0, offset) + (place.closed ?? '') + after }, offset };
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
