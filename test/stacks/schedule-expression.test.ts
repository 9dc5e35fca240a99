import { describe, expect, test } from 'vitest';
import { mistakeIn } from '#lib/constructs/messaging/schedule-expression';

describe('a schedule is valid when it is', () => {
  test.each([
    'rate(1 minute)',
    'rate(5 minutes)',
    'rate(1 day)',
    'cron(15 2 * * ? *)',
    'cron(0/15 * * * ? *)',
    'cron(*/10 8-18 ? * MON-FRI *)',
    'cron(0 10 L * ? *)',
    'cron(0 10 15W * ? *)',
    'cron(0 10 ? JAN,JUL 6#3 2026-2030)',
    'cron(0 8,20 1-7/2 * ? *)',
  ])('%s', (expression) => expect(mistakeIn(expression)).toBeUndefined());
});

describe('a schedule is refused when it', () => {
  test.each([
    ['is no schedule', 'every day'],
    ['is never', 'rate(0 minutes)'],
    ['has one of many', 'rate(1 minutes)'],
    ['has many of one', 'rate(5 minute)'],
    ['has no year', 'cron(0 10 * * ?)'],
    ['names no day', 'cron(0 10 ? * ? *)'],
    ['names its day twice', 'cron(0 10 * * * *)'],
    ['has a minute too many', 'cron(60 10 * * ? *)'],
    ['has a step of nothing', 'cron(0/0 10 * * ? *)'],
    ['has a month that is none', 'cron(0 10 * 13 ? *)'],
    ['has a day that is none', 'cron(0 10 ? * FUNDAY *)'],
    ['has a range of three', 'cron(0 1-2-3 * * ? *)'],
  ])('%s', (_, expression) => expect(mistakeIn(expression)).toContain(expression));
});
