import { formatTime, minutesInDay, type Minutes } from './clock.ts';
import type { Harbour } from './harbour.ts';
import { isRising, tideAt } from './tide.ts';

export interface Row {
  readonly time: Minutes;
  readonly depth: number;
  readonly rising: boolean;
}

/** The depth of the water for every hour of the day. */
export function timetable(harbour: Harbour): Row[] {
  const rows: Row[] = [];
  for (let time = 0; time < minutesInDay; time += 60) {
    rows.push({ time, depth: tideAt(harbour, time), rising: isRising(harbour, time) });
  }
  return rows;
}

/** One line of the board: time, arrow, depth and a wave that grows with it. */
export function renderRow(row: Row): string {
  const arrow = row.rising ? '↑' : '↓';
  const wave = '~'.repeat(Math.round(row.depth * 4));
  return `${formatTime(row.time)} ${arrow} ${row.depth.toFixed(1)} m ${wave}`;
}

/** Writes the timetable of a harbour to the terminal. */
export function printTimetable(harbour: Harbour): void {
  console.log(`Tides at ${harbour.name}`);
  for (const row of timetable(harbour)) {
    console.log(renderRow(row));
  }
}
