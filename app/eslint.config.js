import js from '@eslint/js';
import globals from 'globals';

// Markup comes from constants only: what a server or a person wrote is set as text.
const markupFromConstants = [
  {
    selector:
      'AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]:not([right.type="Literal"])',
    message: 'Set text with textContent, or build elements.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|parseFromString)$/]',
    message: 'Build elements instead of markup.',
  },
  {
    selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write(ln)?$/]',
    message: 'Build elements instead of markup.',
  },
];

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implicit-globals': ['error', { lexicalBindings: true }],
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...markupFromConstants],
      'no-script-url': 'error',
      'no-shadow': 'error',
      'no-unused-vars': ['error', { args: 'all' }],
      'no-use-before-define': ['error', { functions: false }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/main/resources/dev/mien/app/web/*.js'],
    languageOptions: { globals: globals.browser },
  },
  {
    // The one script that is no module: Swagger UI, which it starts, is none either.
    files: ['src/main/resources/dev/mien/app/web/docs.js'],
    languageOptions: { sourceType: 'script' },
  },
  {
    files: ['*.js', 'src/test/web/*.js'],
    languageOptions: { globals: globals.node },
  },
];
