import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colour, mostProbable, NAMES, percent } from '#web/emotions.js';

test('the most probable come first', () => {
  const probabilities = Object.fromEntries(NAMES.map((name) => [name, 0.01]));
  Object.assign(probabilities, { fear: 0.2, anger: 0.5, sadness: 0.23 });
  assert.deepEqual(mostProbable(probabilities, 3), ['anger', 'sadness', 'fear']);
  assert.equal(NAMES[0], 'neutral');
});

test('equally probable ones keep their order', () => {
  const probabilities = Object.fromEntries(NAMES.map((name) => [name, 0.125]));
  assert.deepEqual(mostProbable(probabilities, 2), ['neutral', 'happiness']);
});

test('every emotion has a colour of its own; what is unknown is uncertain', () => {
  const colours = new Set([...NAMES, 'uncertain'].map(colour));
  assert.equal(colours.size, NAMES.length + 1);
  assert.equal(colour('boredom'), colour('uncertain'));
});

test('percent', () => {
  assert.equal(percent(0.946), '95 %');
  assert.equal(percent(0), '0 %');
});
