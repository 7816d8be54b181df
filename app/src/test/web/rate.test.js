import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerTimes } from '#web/rate.js';

test('the rate counts the intervals between answers', () => {
  const times = new AnswerTimes();
  for (let now = 1000; now <= 1500; now += 100) {
    times.add(now - 40, now);
  }
  assert.equal(times.rate, 10);
  assert.equal(times.latency, 40);
});

test('one answer has a latency but makes no rate', () => {
  const times = new AnswerTimes();
  times.add(1000, 1025);
  assert.equal(times.rate, undefined);
  assert.equal(times.latency, 25);
});

test('what is older than two seconds does not count', () => {
  const times = new AnswerTimes();
  times.add(0, 900);
  times.add(2950, 3000);
  times.add(3150, 3200);
  assert.equal(times.latency, 50);
  assert.equal(times.rate, 5);
});

test('after clear nothing of before counts', () => {
  const times = new AnswerTimes();
  times.add(0, 900);
  times.clear();
  times.add(990, 1000);
  assert.equal(times.latency, 10);
});
