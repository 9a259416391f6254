// Pages with a form load this: it counts words as one writes, moves the focus to the list of errors, shows a
// password on request. Everything works without it.
const ours = document.querySelector('script[type="module"][data-components]');

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
const { initAll } = await import(ours.dataset.components);
initAll();
