// The page's half of ui::Platform (web/page_platform.cpp calls these by name): settings, clipboard,
// opening and saving files; and what follows from each frame's report: cursor and theme.
const cursors = ['default', 'text', 'move', 'ns-resize', 'ew-resize', 'nesw-resize', 'nwse-resize', 'pointer', 'wait', 'progress', 'not-allowed'];

function readSetting(name) {
  try { return localStorage.getItem(`squash.${name}`) ?? ''; } catch { return ''; }
}

function storeSetting(name, value) {
  try { localStorage.setItem(`squash.${name}`, value); } catch { /* a private window without storage */ }
}

// Hands the person a file, as if it had been downloaded.
function save(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A part of the canvas, in CSS pixels. The canvas keeps its picture between two frames.
function savePart(name, { x, y, width, height }, failed) {
  const canvas = document.querySelector('#canvas');
  const ratio = canvas.width / canvas.clientWidth;
  const part = document.createElement('canvas');
  part.width = Math.round(width * ratio);
  part.height = Math.round(height * ratio);
  part.getContext('2d').drawImage(canvas, Math.round(x * ratio), Math.round(y * ratio), part.width, part.height, 0, 0, part.width, part.height);
  part.toBlob((blob) => (blob ? save(name, blob) : failed()), 'image/png');
}

const textTypes = { csv: 'text/csv', json: 'application/json', svg: 'image/svg+xml' };

export function connectHost(program) {
  let files = null;
  const media = {};
  const host = {
    copying: false, // inside the browser's own copy event, which takes the text itself
    setting: readSetting,
    storeSetting,
    matches: (query) => (media[query] ??= matchMedia(query)).matches, // asked in every frame
    openFile: () => files?.choose(),
    saveText: (name, text) => save(name, new Blob([text], { type: textTypes[name.split('.').pop()] ?? 'text/plain' })),
    // After the frame that asked for it and the one without the list that was open over it.
    savePicture: (name, area) => setTimeout(() => savePart(name, area, () => program.message('The browser made no picture', true)), 300),
    address() { return location.href.split('#')[0]; },
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
