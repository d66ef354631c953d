// A race on the page: put together by hand, watched, sent as a link, and kept over a reload; also without threads.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { browser, click, drop, openReady, openSite, pause, screenshots, server, set, state, until, widget } from './browser.mjs';

openSite();

const formula = 'formula(x*sigmoid(b*x); b=1.5)';
const race = {
  version: 1, common: { limit: 512, validationLimit: 200, batch: 64, epochs: 3, pixels: '0..1' },
  entrants: [{ activation: 'sigmoid' }, { activation: 'tanh' }, { activation: 'relu' }, { name: 'typed', activation: formula }],
};
const allDone = ({ entrants }) => entrants.length === 4 && entrants.every(({ finished }) => finished);

for (const query of ['', '?threads=0']) {
  describe(`a race with '${query}'`, { timeout: 180000 }, () => {
    let page;
    before(async () => {
      page = await openReady(browser, server.url + query);
      await set(page, { data: 'shapes' });
    });
    after(() => page?.context().close());

    it('trains the entrants in turn, and each has the curve that it has beside others', async () => {
      await set(page, { ...race, playing: true });
      const { entrants } = await until(page, allDone, { what: 'the race is through' });
      await page.screenshot({ path: join(screenshots, `race-loss${query ? '-single' : ''}.png`) });
      await set(page, { version: 1, entrants: race.entrants.slice(2).concat(race.entrants.slice(0, 1)).map((e) => ({ ...race.common, ...e })), playing: true });
      const others = await until(page, ({ entrants: now }) => now.length === 3 && now.every(({ finished }) => finished));
      for (const field of ['loss', 'accuracy', 'valLoss', 'valAccuracy', 'step']) {
        assert.equal(others.entrants[0][field], entrants[2][field], `relu's ${field} beside others`);
        assert.equal(others.entrants[1][field], entrants[3][field], `the formula's ${field} beside others`);
      }
    });

    it('has a table, shows one of them on the whole screen, and opens from a file and a link', async () => {
      await drop(page, 'race.json', JSON.stringify(race));
      await until(page, ({ entrants }) => entrants.length === 4);
      await set(page, { playing: true });
      const { entrants } = await until(page, allDone);
      await click(page, 'Race');
      await pause(300);
      const best = await widget(page, 'Best accuracy of tanh');
      assert.ok(Number(best.value) >= entrants[1].valAccuracy - 1e-4);
      await click(page, 'Show typed');
      await until(page, ({ experiment }) => experiment.activation === formula);
      await pause(300);
      await page.screenshot({ path: join(screenshots, `race-table${query ? '-single' : ''}.png`) });
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await click(page, 'Copy link');
      const link = await page.evaluate(() => navigator.clipboard.readText());
      assert.ok(link.length < 2000, `${link.length} characters`);
      const other = await openReady(browser, link);
      await until(other, ({ entrants: there }) => there.map(({ name }) => name).join() === 'sigmoid,tanh,relu,typed');
      await other.context().close();
    });

    it('is there again after a reload', async () => {
      await set(page, { limit: 256 });
      await pause(2500);
      await page.reload();
      await page.evaluate(() => squash.ready.then(() => true));
      const now = await until(page, ({ entrants }) => entrants.length === 4);
      assert.equal(now.experiment.limit, 256);
      assert.deepEqual(page.problems, []);
    });
  });
}
