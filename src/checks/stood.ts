/** Figures that differ by less than this are the same figure. */
const SAME = 1.000001;

/** Whether what a limit looks at was as large before; both unknown is no change either. */
export const notRaised = (then: number | null | undefined, now: number | null | undefined): boolean =>
  now === null || now === undefined ? then === null || then === undefined : now <= (then ?? Number.NEGATIVE_INFINITY) * SAME;

/** Said of a limit that was exceeded before the change: a warning, and no reason to stop it. */
export const STOOD = "; it was before, and this change does not raise it";
