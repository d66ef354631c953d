// `window.squash`: the page for scripts. Waits for nothing and changes nothing by itself; `set` takes the
// same way through the program as a person's clicks.
export function startAutomation(program, loop) {
  const running = () => { if (program.dead) throw new Error('squash: the program has stopped: reload the page'); };
  Object.assign(globalThis.squash, {
    state() { running(); return program.state(); },
    widgets() { running(); return program.widgets(); },
    // For tests: compiles every shader; "ok", or what the compiler said.
    shaders() { running(); return program.shaders(); },
    set(partial) {
      running();
      const answer = program.set(partial);
      loop.wake();
      if (!answer.ok) throw new Error(answer.error);
      return answer;
    },
  });
  globalThis.squashBoot.resolve(globalThis.squash);
}
