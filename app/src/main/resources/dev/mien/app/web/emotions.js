// The same order and colours as dev.mien.output.Palette; a test compares them.
export const EMOTIONS = [
  ['neutral', '#bac2ce'],
  ['happiness', '#f0c828'],
  ['surprise', '#56b4e9'],
  ['sadness', '#3c82dc'],
  ['anger', '#e65528'],
  ['disgust', '#00aa78'],
  ['fear', '#cc79a7'],
  ['contempt', '#e69f00'],
];

export const NAMES = EMOTIONS.map(([emotion]) => emotion);

const COLOURS = new Map([...EMOTIONS, ['uncertain', '#76767e']]);

export function colour(label) {
  return COLOURS.get(label) ?? COLOURS.get('uncertain');
}

export function percent(probability) {
  return `${Math.round(100 * probability)} %`;
}

// The names of the most probable emotions, so many of them.
export function mostProbable(probabilities, count) {
  return [...NAMES].sort((a, b) => probabilities[b] - probabilities[a]).slice(0, count);
}
