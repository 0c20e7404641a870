/** Tokens a second that an event loop is tried with: far more than any model writes, so that what is slow shows. */
const rate = 10_000;

/** How long they come. */
const seconds = 5;

export const tokens = rate * seconds;

/** Calls with how many tokens are due, until all have been; resolves then. As a server does, it sends what is due in one go. */
export async function sendAtRate(send: (count: number) => void): Promise<void> {
  const startedAt = performance.now();
  for (let sent = 0; sent < tokens;) {
    await new Promise(resolve => setTimeout(resolve, 5));
    const due = Math.min(tokens, Math.floor(((performance.now() - startedAt) / 1000) * rate));
    if (due > sent) send(due - sent);
    sent = due;
  }
}
