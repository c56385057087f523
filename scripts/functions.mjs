// The functions of a WebAssembly module, with their names and the size of their code in bytes. The format is
// that of the specification, https://webassembly.github.io/spec/core/binary/modules.html.
const IMPORTS = 2;
const CODE = 10;
const CUSTOM = 0;
const OF_FUNCTIONS = 1;

export function functions(bytes) {
  const at = reader(bytes, 8);
  let imported = 0;
  const sizes = [];
  const names = new Map();
  while (at.place < bytes.length) {
    const kind = at.byte();
    const end = at.number() + at.place;
    if (kind === IMPORTS) imported = importedFunctions(at);
    if (kind === CODE) at.times(() => sizes.push(at.skip(at.number())));
    if (kind === CUSTOM && at.text() === 'name') {
      while (at.place < end) {
        const part = at.byte();
        const partEnd = at.number() + at.place;
        if (part === OF_FUNCTIONS) at.times(() => names.set(at.number(), at.text()));
        at.place = partEnd;
      }
    }
    at.place = end;
  }
  return sizes.map((size, nth) => ({ name: names.get(imported + nth) ?? '', size }));
}

// How many of the imports are functions: those come first when functions are counted.
function importedFunctions(at) {
  let count = 0;
  at.times(() => {
    at.text();
    at.text();
    const kind = at.byte();
    if (kind === 0) {
      count += 1;
      at.number();
    } else if (kind === 3) {
      at.skip(2);
    } else {
      // A table, a memory or a tag.
      if (kind === 1) at.byte();
      const bounded = at.byte() & 1;
      at.number();
      if (bounded && kind !== 4) at.number();
    }
  });
  return count;
}

function reader(bytes, place) {
  return {
    place,
    byte() { return bytes[this.place++]; },
    // A whole number in LEB128.
    number() {
      let number = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.byte();
        number += (byte & 127) * 2 ** shift;
        if (byte < 128) return number;
      }
    },
    skip(length) { this.place += length; return length; },
    text() {
      const length = this.number();
      return bytes.toString('utf8', this.place, this.place += length);
    },
    times(run) { for (let left = this.number(); left > 0; left--) run(); },
  };
}
