// Takes functions that nobody can call any more out of a module's table. What a table holds counts as used,
// so the tools for size leave it alone: they cannot know which of the places are ever called.

// Puts the first function of the table into the place of each one whose name matches. A call that should
// come there all the same stops the program, unless both take the same: so name only what is out of reach.
export function emptied(wasm, pattern) {
  const bytes = Uint8Array.from(wasm);
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const text = () => {
    const length = number();
    return new TextDecoder().decode(bytes.subarray(at, at += length));
  };

  let table = 0;
  const names = new Map();
  for (at = 8; at < bytes.length;) {
    const kind = bytes[at++];
    const end = number() + at;
    if (kind === 9) table = at;
    if (kind === 0 && text() === 'name') {
      while (at < end) {
        const part = bytes[at++];
        const next = number() + at;
        if (part === 1) for (let left = number(); left > 0; left -= 1) names.set(number(), text());
        at = next;
      }
    }
    at = end;
  }
  if (table === 0 || names.size === 0) throw new Error('the module has no table, or its functions have no names');

  at = table;
  let taken = 0;
  for (let segments = number(); segments > 0; segments -= 1) {
    // Flags, `i32.const`, where it begins, `end`: the one form that the linker writes.
    if (bytes[at] !== 0 || bytes[at + 1] !== 0x41) throw new Error('the table is filled in a way that is not known here');
    at += 2;
    number();
    at += 1;
    const count = number();
    const first = number();
    for (let left = count - 1; left > 0; left -= 1) {
      const from = at;
      if (!pattern.test(names.get(number()) ?? '')) continue;
      taken += 1;
      // In as many bytes as the number that stood there, so that nothing else moves.
      for (let place = from, rest = first; place < at; place += 1, rest = Math.floor(rest / 128)) {
        bytes[place] = (rest % 128) | (place < at - 1 ? 128 : 0);
      }
    }
  }
  return { bytes, taken };
}
