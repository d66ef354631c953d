// The formula's field in the page is a real HTML input: it takes what a keyboard, the clipboard and an input method give.
import { after, before, beforeEach, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { browser, click, openReady, openSite, server, set, state, widget } from './browser.mjs';

openSite();

const used = 'max(x, 0)';

describe("the formula's field", { timeout: 180000 }, () => {
  let page;
  let cdp;

  const text = async () => (await widget(page, 'Formula')).value;
  async function becomes(wanted) {
    for (let tries = 0; tries < 100 && await text() !== wanted; tries += 1) await page.waitForTimeout(50);
    assert.equal(await text(), wanted);
  }
  // The whole of it marked, with the focus in the real input.
  async function enter() {
    await click(page, 'Formula');
    await page.waitForFunction(() => document.activeElement.id === 'text-agent', undefined, { timeout: 5000 });
    await page.keyboard.press('Control+a');
  }
  const press = async (key, times = 1) => { for (let i = 0; i < times; i += 1) await page.keyboard.press(key); };
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const compose = (composed) => cdp.send('Input.imeSetComposition', { text: composed, selectionStart: composed.length, selectionEnd: composed.length });
  const commit = (composed) => cdp.send('Input.insertText', { text: composed });

  before(async () => {
    page = await openReady(browser, server.url, { permissions: ['clipboard-read', 'clipboard-write'] });
    cdp = await page.context().newCDPSession(page);
    await set(page, { limit: 256, validationLimit: 100, batch: 32, epochs: 100000, playing: false });
    await page.evaluate(() => {
      globalThis.heard = [];
      for (const type of ['compositionstart', 'compositionupdate', 'compositionend']) {
        addEventListener(type, (event) => { globalThis.heard.push(`${type} ${event.data}`); }, { capture: true });
      }
    });
  });
  beforeEach(async () => {
    if ((await page.evaluate(() => squash.widgets())).some(({ label }) => label === 'Discard')) await click(page, 'Discard');
    await becomes(used);
    await page.evaluate(() => { globalThis.heard.length = 0; });
  });
  after(() => page?.context().close());

  it('is typed into, in the middle too, and changed by the keys that change a text', async () => {
    await enter();
    await page.keyboard.type('x*tanh(x)', { delay: 10 });
    await becomes('x*tanh(x)');
    await press('Home');
    await page.keyboard.type('2*');
    await becomes('2*x*tanh(x)');
    await press('Delete', 2);
    await press('End');
    await press('Backspace', 3);
    await becomes('2*tanh');
    await page.keyboard.type('(x)');
    await becomes('2*tanh(x)');
    assert.match((await widget(page, 'Derivative text')).value, /^f' = 2\*/);
    assert.equal((await state(page)).experiment.activation, 'relu');
  });

  it('is pasted into, copied and cut from by the real clipboard', async () => {
    await page.evaluate(() => navigator.clipboard.writeText('x*sigmoid(b*x)'));
    await enter();
    await press('Control+v');
    await becomes('x*sigmoid(b*x)');
    await page.evaluate(() => navigator.clipboard.writeText(' + 1'));
    await press('End');
    await press('Control+v');
    await becomes('x*sigmoid(b*x) + 1');
    await press('Shift+Home');
    await press('Control+c');
    await page.waitForFunction(async () => await navigator.clipboard.readText() === 'x*sigmoid(b*x) + 1');
    await becomes('x*sigmoid(b*x) + 1');
    await press('End');
    await press('Shift+ArrowLeft', 4);
    await press('Control+x');
    await becomes('x*sigmoid(b*x)');
    assert.equal(await copied(), ' + 1');
  });

  it('takes back what was typed and brings it again', async () => {
    await enter();
    await page.keyboard.type('sin(x)', { delay: 10 });
    await becomes('sin(x)');
    for (let i = 0; i < 20 && await text() !== used; i += 1) {
      await press('Control+z');
      await page.waitForTimeout(60);
    }
    await becomes(used);
    for (let i = 0; i < 20 && await text() !== 'sin(x)'; i += 1) {
      await press('Control+y');
      await page.waitForTimeout(60);
    }
    await becomes('sin(x)');
    assert.equal((await state(page)).experiment.activation, 'relu');
  });

  it('shows what an input method composes as it changes, and has it once when that is over', async () => {
    await enter();
    await page.keyboard.type('x*');
    await becomes('x*');
    for (const part of ['s', 'si', 'sim', 'sig', 'sigm']) {
      await compose(part);
      await becomes(`x*${part}`);
    }
    await commit('sigmoid');
    await becomes('x*sigmoid');
    const [start, ...later] = await page.evaluate(() => globalThis.heard);
    assert.match(start, /^compositionstart/);
    assert.deepEqual(later, [
      'compositionupdate s', 'compositionupdate si', 'compositionupdate sim', 'compositionupdate sig', 'compositionupdate sigm',
      'compositionupdate sigmoid', 'compositionend sigmoid',
    ]);
    await page.keyboard.type('(x)');
    await becomes('x*sigmoid(x)');
    await press('Backspace', 4);
    await becomes('x*sigmoi');
  });

  it('loses nothing where a composition is given up, replaces what is marked, and takes other letters', async () => {
    await enter();
    await page.keyboard.type('x*2');
    await becomes('x*2');
    await compose('ta');
    await becomes('x*2ta');
    await compose('');
    await becomes('x*2');
    await press('Shift+ArrowLeft');
    await compose('た');
    await becomes('x*た');
    await compose('たん');
    await becomes('x*たん');
    await commit('tan(x)');
    await becomes('x*tan(x)');
    // As a phone's keyboard gives a whole word.
    await press('Control+a');
    await commit('cos(x)');
    await becomes('cos(x)');
    assert.deepEqual(page.problems, []);
  });

  it('lets a composition stand where a press moves the cursor, and begins another where the text goes on', async () => {
    await enter();
    await page.keyboard.type('x*2+1+');
    await compose('ta');
    await becomes('x*2+1+ta');
    const { x, y, height } = await widget(page, 'Formula');
    await page.mouse.click(x + 26, y + height / 2, { delay: 60 }); // between the first letters
    await compose('た');
    for (let tries = 0; tries < 100 && !(await text()).includes('た'); tries += 1) await page.waitForTimeout(50);
    assert.match(await text(), /^x.*た.*2\+1\+ta$/);
    assert.equal((await text()).replace('た', ''), 'x*2+1+ta');
    await commit('た');
    // In another field all of it is typed, nothing of what stood there is taken for composed letters.
    await enter();
    await compose('64');
    await becomes('64');
    await click(page, 'Epochs');
    await compose('641');
    await commit('641');
    await press('Enter');
    for (let tries = 0; tries < 100 && (await state(page)).experiment.epochs !== 641; tries += 1) await page.waitForTimeout(50);
    assert.equal((await state(page)).experiment.epochs, 641);
    await becomes('64');
    assert.deepEqual(page.problems, []);
  });

  it('is trained with at Enter behind a composition', async () => {
    await enter();
    await compose('x*sin');
    await commit('x*sin(x)');
    await becomes('x*sin(x)');
    await press('Enter');
    for (let tries = 0; tries < 100 && (await state(page)).experiment.activation === 'relu'; tries += 1) await page.waitForTimeout(50);
    assert.equal((await state(page)).experiment.activation, 'formula(x*sin(x))');
    assert.deepEqual(page.problems, []);
  });
});
