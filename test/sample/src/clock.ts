/** A time of day in minutes since midnight, or a length in minutes. */
export type Minutes = number;

export const minutesInDay: Minutes = 24 * 60;

/** Reads a time such as "6:40" or "18:05". */
export function parseTime(text: string): Minutes {
  const [hours, minutes] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Writes 400 as "06:40". After midnight the clock starts again. */
export function formatTime(time: Minutes): string {
  const hours = Math.floor(time / 60) % 24;
  const minutes = Math.floor(time % 60);
  return `${twoDigits(hours)}:${twoDigits(minutes)}`;
}

/** Writes 95 as "1 h 35 min". */
export function formatDuration(length: Minutes): string {
  const hours = Math.floor(length / 60);
  const minutes = length % 60;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
