/** What the demo reasoner knows about one function of the sample. */
export interface KnownFunction {
  readonly name: string;
  /** Workspace-relative path of its file. */
  readonly path: string;
  /** The trace after its first sentence, which depends on how the question was asked. */
  readonly thought: string;
  readonly answer: string;
}

export const functions: readonly KnownFunction[] = [
  {
    name: 'parseTime',
    path: 'src/clock.ts',
    thought:
      'It splits the text at the colon and turns both parts into numbers. Hours count sixty minutes each. Wait, what about bad input? There is no check, so I should say that.',
    answer: [
      '`parseTime` reads a time of day and returns it in minutes since midnight:',
      '',
      '1. it splits the text at `:`',
      '2. it turns both parts into numbers',
      '3. it adds `hours * 60` and the minutes',
      '',
      'So `"6:40"` becomes `400`. It does not check its input: `"noon"` gives `NaN`.',
    ].join('\n'),
  },
  {
    name: 'formatTime',
    path: 'src/clock.ts',
    thought:
      'It takes minutes since midnight and makes hours and minutes of them. The remainder by 24 brings times after midnight back to the start of the clock.',
    answer: [
      '`formatTime` writes minutes since midnight as a clock time: `400` becomes `06:40`.',
      '',
      '- The hours are taken `% 24`, so that `1500` is `01:00` of the next day.',
      '- `twoDigits` puts a zero in front of small numbers.',
    ].join('\n'),
  },
  {
    name: 'formatDuration',
    path: 'src/clock.ts',
    thought:
      'It splits a length into hours and minutes. A length under one hour is written without the hours, which reads better.',
    answer: [
      '`formatDuration` writes a length of time for people:',
      '',
      '- `95` becomes `1 h 35 min`',
      '- `20` becomes `20 min`, because the hours are left out when there are none',
    ].join('\n'),
  },
  {
    name: 'twoDigits',
    path: 'src/clock.ts',
    thought: 'It is a small function that only clock.ts uses. It pads a number with a zero on the left.',
    answer:
      '`twoDigits` writes a number with at least two digits: `7` becomes `"07"`. Only `formatTime` uses it, so it is not exported.',
  },
  {
    name: 'findHarbour',
    path: 'src/harbour.ts',
    thought:
      'It looks a harbour up by name. Both names are written in small letters before they are compared. When nothing fits, `find` returns undefined.',
    answer: [
      '`findHarbour` looks up a harbour by its name and does not care about capitals or spaces around it:',
      '',
      '```ts',
      "findHarbour(' gull bay ')?.name; // 'Gull Bay'",
      '```',
      '',
      'It returns `undefined` when there is no such harbour.',
    ].join('\n'),
  },
  {
    name: 'tidalRange',
    path: 'src/harbour.ts',
    thought: 'It subtracts low water from high water. That is what sailors call the range of the tide.',
    answer:
      '`tidalRange` returns how many metres the water rises from low to high tide: `highWater - lowWater`. For Gull Bay that is 5.4 − 1.2 = **4.2 metres**.',
  },
  {
    name: 'tideAt',
    path: 'src/tide.ts',
    thought:
      'It computes the depth of the water at a time. The tide is drawn as a cosine wave, highest at the first high tide. Wait, where does the middle come from? It is the mean of low and high water.',
    answer: [
      '`tideAt` returns how many metres of water a harbour has at a time of day. It follows a cosine wave:',
      '',
      '1. `phase` says how far we are in the tide cycle',
      '2. `middle` is halfway between low and high water',
      '3. the wave swings around `middle` by half of the tidal range',
      '',
      'At `firstHigh` the cosine is 1, so the result is exactly `highWater`.',
    ].join('\n'),
  },
  {
    name: 'isRising',
    path: 'src/tide.ts',
    thought:
      'It compares the depth now with the depth one minute later. If the later one is larger, the water comes in.',
    answer:
      '`isRising` says whether the tide is coming in. It asks `tideAt` twice, for now and for one minute later, and returns `true` when the water is deeper a minute later.',
  },
  {
    name: 'nextHighTide',
    path: 'src/tide.ts',
    thought:
      'It starts with the first high tide of the day and steps forward by one tide cycle. The loop ends at the first high tide that is not before the given time.',
    answer: [
      '`nextHighTide` finds the next high tide at or after `time`:',
      '',
      '- it starts at `harbour.firstHigh`',
      '- while that is too early, it adds `tideCycle`, 745 minutes',
      '',
      'The result can lie after midnight; `formatTime` copes with that.',
    ].join('\n'),
  },
  {
    name: 'waterUnderKeel',
    path: 'src/boat.ts',
    thought:
      'It takes the depth of the harbour and subtracts the draught of the boat. A negative number means that the boat is aground.',
    answer:
      '`waterUnderKeel` returns the metres of water between the keel and the sand: the depth from `tideAt` minus the `draught` of the boat. Below zero the boat sits on the sand.',
  },
  {
    name: 'maySail',
    path: 'src/boat.ts',
    thought:
      'It asks how much water is under the keel and compares that with the safety margin. Wait, is the margin included? Yes, it uses at least, so exactly half a metre is enough.',
    answer:
      '`maySail` says whether a boat can leave the harbour at a time: there must be at least `safety`, that is **0.5 metres**, of water under its keel.',
  },
  {
    name: 'beaufort',
    path: 'src/weather.ts',
    thought:
      'It counts how many forces of the scale begin at or below the given knots. The list has twelve entries, so the result lies between 0 and 12.',
    answer: [
      '`beaufort` turns wind speed in knots into a force of the Beaufort scale, 0 to 12. It counts the entries of `beaufortScale` that the wind has reached:',
      '',
      '```ts',
      'beaufort(0); // 0, calm',
      'beaufort(14); // 4',
      '```',
    ].join('\n'),
  },
  {
    name: 'describeWind',
    path: 'src/weather.ts',
    thought:
      'It needs the force first. No wind is simply calm. Otherwise the words depend on the force: under 6 it is a breeze, from 6 on a strong wind.',
    answer: [
      '`describeWind` puts the wind into words for the notice board:',
      '',
      '- force 0: `calm`',
      '- force 1 to 5: `a breeze from the …`',
      '- force 6 and more: `a strong wind from the …`',
    ].join('\n'),
  },
  {
    name: 'timetable',
    path: 'src/timetable.ts',
    thought:
      'It walks through the day in steps of 60 minutes. For each step it pushes a row with time, depth and direction. That makes 24 rows.',
    answer:
      '`timetable` makes one row for every hour of the day, 24 in all. Each `Row` has the `time`, the `depth` of the water and whether it is `rising`.',
  },
  {
    name: 'renderRow',
    path: 'src/timetable.ts',
    thought:
      'It builds one line of text. The arrow shows the direction of the tide. The wave has four characters for each metre of water.',
    answer: [
      '`renderRow` writes one row as a line of the board, for example:',
      '',
      '```text',
      '05:00 ↑ 4.7 m ~~~~~~~~~~~~~~~~~~~',
      '```',
      '',
      'The arrow tells whether the water rises, and the wave grows with the depth.',
    ].join('\n'),
  },
  {
    name: 'printTimetable',
    path: 'src/timetable.ts',
    thought:
      'It prints a heading and then each row of the timetable. It returns nothing, it only writes to the terminal.',
    answer:
      '`printTimetable` writes the tides of a harbour to the terminal: first a heading with its name, then one line from `renderRow` for each hour.',
  },
  {
    name: 'sailingHours',
    path: 'src/plan.ts',
    thought:
      'It takes the times from the timetable and keeps those at which the boat may sail. So it only looks at full hours.',
    answer:
      '`sailingHours` returns the full hours of the day at which a boat may sail. It takes the times of `timetable` and keeps those for which `maySail` is true.',
  },
  {
    name: 'firstDeparture',
    path: 'src/plan.ts',
    thought:
      'It should find the first time at which the boat may sail. Wait, the body is only a comment and a return. It is not written yet, so I can show how to finish it.',
    answer: [
      '`firstDeparture` should find the first minute from `earliest` on at which the boat may sail. It is **not finished**; a loop before the `return` does it:',
      '',
      '```ts',
      'for (let time = earliest; time < minutesInDay; time++) {',
      '  if (maySail(boat, harbour, time)) {',
      '    return time;',
      '  }',
      '}',
      '```',
    ].join('\n'),
  },
];
