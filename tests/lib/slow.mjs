// How many times longer than asked for a wait may take in a test. The limits are those of a machine with a screen and
// a graphics card; where software draws each frame on the same few cores that train, twice as long is no fault of the
// program. SQUASH_SLOW=1 holds it to the limits themselves, a higher one suits a loaded machine.
export const slow = Number(process.env.SQUASH_SLOW ?? 2);
