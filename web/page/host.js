// The page's half of ui::Platform (web/page_platform.cpp calls these by name): settings, clipboard,
// opening and saving files; and what follows from each frame's report: cursor and theme.
const cursors = ['default', 'text', 'move', 'ns-resize', 'ew-resize', 'nesw-resize', 'nwse-resize', 'pointer', 'wait', 'progress', 'not-allowed'];

function readSetting(name) {
  try { return localStorage.getItem(`squash.${name}`) ?? ''; } catch { return ''; }
}

function storeSetting(name, value) {
  try { localStorage.setItem(`squash.${name}`, value); } catch { /* a private window without storage */ }
}

export function connectHost(program) {
  let files = null;
  const host = {
    copying: false, // inside the browser's own copy event, which takes the text itself
    setting: readSetting,
    storeSetting,
    matches: (media) => matchMedia(media).matches,
    openFile: () => files?.choose(),
    copy(text) {
      if (host.copying) return;
      navigator.clipboard?.writeText(text).catch(() => program.message('The browser did not allow copying', true));
    },
  };
  program.module.host = host;
  let shown = {};
  return {
    connectFiles(listener) { files = listener; },
    applyReport(canvas, report) {
      if (report.cursor !== shown.cursor) canvas.style.cursor = report.cursor < 0 ? 'none' : cursors[report.cursor] ?? 'default';
      if (report.light !== shown.light) {
        document.documentElement.dataset.theme = report.light ? 'light' : 'dark';
        document.querySelector('meta[name=theme-color]').content = report.light ? '#ffffff' : '#151a21';
      }
      shown = { cursor: report.cursor, light: report.light };
    },
  };
}
