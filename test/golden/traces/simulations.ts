import type { Random } from '../../demo/random.ts';
import type { Template } from './normal.ts';

const int = (random: Random, from: number, to: number): number => from + Math.floor(random.next() * (to - from + 1));
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** Traces that play an algorithm by hand, step by step. */
export const simulations: Readonly<Record<string, Template>> = {
  'sorting passes': random => {
    const list = range(int(random, 7, 9)).map(() => int(random, 1, 99));
    const lines: string[] = [];
    for (let end = list.length - 1; end > 0; end--) {
      for (let at = 0; at < end; at++) {
        const [a = 0, b = 0] = [list[at], list[at + 1]];
        if (a > b) [list[at], list[at + 1]] = [b, a];
        lines.push(`Compare ${a} and ${b}: ${a > b ? 'swap' : 'keep'}. Now the list is [${list.join(', ')}].`);
      }
    }
    return lines.join('\n');
  },
  'greatest common divisor': random =>
    range(int(random, 5, 9))
      .map(() => {
        let [a, b] = [int(random, 1000, 99999), int(random, 100, 9999)];
        const lines = [`gcd(${a}, ${b}):`];
        while (b > 0) {
          lines.push(`${a} = ${Math.floor(a / b)} · ${b} + ${a % b}`);
          [a, b] = [b, a % b];
        }
        return `${lines.join('\n')}\nThe remainder is 0, so the gcd is ${a}.`;
      })
      .join('\n\n'),
  'a machine with three states': random => {
    let state = 'A';
    const next: Readonly<Record<string, string>> = { A0: 'B', A1: 'A', B0: 'C', B1: 'A', C0: 'C', C1: 'B' };
    return range(int(random, 30, 50))
      .map(() => {
        const symbol = int(random, 0, 1);
        const before = state;
        state = next[`${state}${symbol}`] ?? 'A';
        return `In state ${before} we read ${symbol} and go to state ${state}.`;
      })
      .join(' ');
  },
  'towers of Hanoi': random => {
    const moves: string[] = [];
    const move = (count: number, from: string, to: string, over: string): void => {
      if (count === 0) return;
      move(count - 1, from, over, to);
      moves.push(`Move disk ${count} from ${from} to ${to}.`);
      move(count - 1, over, to, from);
    };
    move(int(random, 5, 6), 'A', 'C', 'B');
    return moves.join(' ');
  },
  'brackets on a stack': random => {
    let stack = '';
    return range(int(random, 25, 40))
      .map(at => {
        const opens = stack === '' || (stack.length < 6 && random.next() < 0.5);
        const sign = opens ? random.pick(['(', '[', '{']) : stack.at(-1);
        stack = opens ? stack + (sign ?? '') : stack.slice(0, -1);
        return `Character ${at}: ${opens ? `'${sign ?? ''}' opens, push it` : 'it closes, pop'}. The stack is now "${stack}".`;
      })
      .join('\n');
  },
  'breadth first': random => {
    const queue = ['a'];
    const seen = new Set(queue);
    const lines: string[] = [];
    for (let node = queue.shift(); node !== undefined && lines.length < 26; node = queue.shift()) {
      const around = range(int(random, 1, 4)).map(() => String.fromCharCode(97 + int(random, 0, 25)));
      const fresh = [...new Set(around)].filter(one => !seen.has(one));
      for (const one of fresh) seen.add(one);
      queue.push(...fresh);
      lines.push(
        `Take ${node} from the queue. Its neighbours are ${around.join(', ')}. New ones: ${fresh.join(', ') || 'none'}. The queue is [${queue.join(', ')}].`,
      );
    }
    return lines.join('\n');
  },
  'a table of dynamic programming': random => {
    const coins = [1, int(random, 3, 5), int(random, 6, 9)];
    const best = [0];
    return range(int(random, 25, 40))
      .map(at => {
        const amount = at + 1;
        const choices = coins.filter(coin => coin <= amount).map(coin => (best[amount - coin] ?? 0) + 1);
        best[amount] = Math.min(...choices);
        return `dp[${amount}]: the choices are ${choices.join(', ')}, so dp[${amount}] = ${best[amount] ?? 0}.`;
      })
      .join('\n');
  },
  'a run of Collatz': random => {
    const lines: string[] = [];
    for (let value = random.pick([27, 31, 41, 47, 54]); value !== 1 && lines.length < 80;) {
      const next = value % 2 === 0 ? value / 2 : 3 * value + 1;
      lines.push(`${value} is ${value % 2 === 0 ? 'even, half of it is' : 'odd, three times plus one is'} ${next}.`);
      value = next;
    }
    return lines.join(' ');
  },
  'trial division': random => {
    const number = random.pick([7919, 7907, 7901]);
    return `Is ${number} a prime?\n${range(40)
      .map(at => at + 2)
      .map(
        divisor =>
          `${number} / ${divisor} = ${Math.floor(number / divisor)} remainder ${number % divisor}, so not divisible by ${divisor}.`,
      )
      .join('\n')}\nIt goes on like this up to the root.`;
  },
  'long addition': random => {
    const lines: string[] = [];
    let sum = 0;
    for (const _ of range(int(random, 25, 45))) {
      const next = int(random, 1, 400) / 4;
      lines.push(`${sum.toFixed(2)} + ${next.toFixed(2)} = ${(sum + next).toFixed(2)}.`);
      sum += next;
    }
    return lines.join('\n');
  },
  'a row of cells': random => {
    let cells = range(40).map(() => int(random, 0, 1));
    return `Rule 110 by hand.\n${range(18)
      .map(() => {
        const line = cells.map(cell => (cell === 1 ? '#' : '.')).join('');
        cells = cells.map((cell, at) => {
          const code = 4 * (cells[(at + 39) % 40] ?? 0) + 2 * cell + (cells[(at + 1) % 40] ?? 0);
          return (110 >> code) & 1;
        });
        return line;
      })
      .join('\n')}\nThe pattern moves to the left.`;
  },
  'walk through a maze': random =>
    `#############################\n${range(10)
      .map(() => `#${range(27).map(() => random.pick(['.', '.', '.', '#'])).join('')}#`)
      .join('\n')}\n#############################\n\nThe path: ${range(60)
      .map(() => random.pick(['left', 'right', 'up', 'down']))
      .join(', ')}. That reaches the door.`,
  'bisection of a root': random => {
    let [low, high] = [1, 3];
    const target = int(random, 2, 8);
    return range(20)
      .map(at => {
        const middle = (low + high) / 2;
        const line = `Step ${at + 1}: the middle of ${low.toFixed(5)} and ${high.toFixed(5)} is ${middle.toFixed(5)}, its square is ${(middle * middle).toFixed(5)}, ${middle * middle > target ? 'too large, so the upper end moves' : 'too small, so the lower end moves'}.`;
        if (middle * middle > target) high = middle;
        else low = middle;
        return line;
      })
      .join('\n');
  },
  'a second look at the same sums': random => {
    const items = range(int(random, 8, 14)).map(() => [int(random, 2, 99), int(random, 2, 99)] as const);
    return `${items.map(([a, b]) => `${a} times ${b} is ${a * b}.`).join(' ')}\n\nLet me verify each of them the other way round. ${items
      .map(([a, b]) => `${a * b} divided by ${b} gives ${a}, right.`)
      .join(' ')}\n\nSo the list is ${items.map(([a, b]) => a * b).join(', ')}.`;
  },
  双指针: random => {
    const list = range(int(random, 12, 20)).map(() => int(random, 1, 50)).sort((a, b) => a - b);
    let [left, right] = [0, list.length - 1];
    const lines: string[] = [];
    while (left < right) {
      const sum = (list[left] ?? 0) + (list[right] ?? 0);
      lines.push(
        `左边是${list[left] ?? 0}，右边是${list[right] ?? 0}，和是${sum}，${sum > 50 ? '太大，右指针左移' : '太小，左指针右移'}。`,
      );
      if (sum > 50) right -= 1;
      else left += 1;
    }
    return lines.join('\n');
  },
};
