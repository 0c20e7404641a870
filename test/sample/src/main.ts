import { boats } from './boat.ts';
import { formatDuration, formatTime, parseTime } from './clock.ts';
import { harbours } from './harbour.ts';
import { firstDeparture } from './plan.ts';
import { nextHighTide } from './tide.ts';
import { printTimetable } from './timetable.ts';
import { describeWind } from './weather.ts';

const now = parseTime('8:00');
const wind = { knots: 14, from: 'south-west' };

console.log(`Good morning! Today: ${describeWind(wind)}.`);

for (const harbour of harbours) {
  const high = nextHighTide(harbour, now);
  printTimetable(harbour);
  console.log(`Next high tide at ${formatTime(high)}, in ${formatDuration(high - now)}`);
  for (const boat of boats) {
    const departure = firstDeparture(boat, harbour, now);
    console.log(`${boat.name} leaves at ${departure === undefined ? 'no time' : formatTime(departure)}`);
  }
}
