// What a person sees while the program is not (or no longer) there: the share that has loaded, and the
// screen that says what went wrong and what to try.
const element = (id) => document.getElementById(id);

export function showProgress(share) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100);
  const bar = element('progress');
  if (!bar) return;
  bar.setAttribute('aria-valuenow', String(percent));
  bar.firstElementChild.style.width = `${percent}%`;
  element('progress-text').textContent = percent < 100 ? `Loading ${percent} %` : 'Starting';
}

export function finishLoading() {
  const skeleton = element('skeleton');
  skeleton.classList.add('done');
  setTimeout(() => skeleton.remove(), 250);
}

function showProblem({ title, what, advice, error }) {
  element('problem-title').textContent = title;
  element('problem-what').textContent = what;
  element('problem-try').replaceChildren(...advice.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
  const details = element('problem-details');
  details.hidden = !error;
  if (error) details.querySelector('pre').textContent = `${error.stack ?? error}\n${navigator.userAgent}`;
  element('problem').hidden = false;
}

// The program cannot run here at all.
export function fail(problem) {
  showProblem({ title: 'Squash cannot run here', ...problem });
  element('skeleton')?.querySelector('#progress-text')?.remove();
  globalThis.squashBoot?.reject(new Error(problem.what));
}

// The program ran and broke.
export function crash(program, error) {
  if (program.dead) return;
  program.dead = true;
  const memory = /memory|allocation|bad_alloc/i.test(String(error?.message ?? error));
  showProblem({
    title: 'Squash has stopped',
    what: memory ? 'The program ran out of memory.' : 'The program hit an error of its own and cannot go on. Sorry.',
    advice: memory
      ? ['Reload the page.', 'Close other tabs or programs.', 'Use fewer images or a smaller batch.']
      : ['Reload the page: training starts anew.', 'If it comes again, try it without threads: add ?threads=0 to the address.'],
    error,
  });
  globalThis.squashBoot?.reject(new Error(`squash: ${error?.message ?? error}`));
}

// The graphics have been taken away and not come back.
export function showGraphicsLost(lost) {
  if (lost) {
    showProblem({ title: 'The graphics are gone', what: 'The browser took the drawing context away (a driver reset, or too many tabs that draw). Training goes on.', advice: ['Wait a moment: the picture comes back by itself where it can.', 'Reload the page.'] });
  } else {
    element('problem').hidden = true;
  }
}

// Errors inside worker threads arrive here as page errors.
export function watchForCrashes(program) {
  const ours = (error, text) => error instanceof WebAssembly.RuntimeError || /RuntimeError|Aborted\(|worker sent an error|squash-(threads|single)/.test(text);
  addEventListener('error', (event) => {
    const text = `${event.message} ${event.filename}`;
    if (ours(event.error, text)) crash(program, event.error ?? new Error(text));
  });
  addEventListener('unhandledrejection', (event) => {
    if (ours(event.reason, String(event.reason?.stack ?? event.reason))) crash(program, event.reason);
  });
}
