export interface Preference {
  readonly sequences: number;
  /** Forward passes of a frozen copy per trained sequence. */
  readonly reference_passes: number;
  /** A frozen copy of the weights stays on the device. */
  readonly reference_weights: number;
}

/** Objectives whose step is more than one forward and backward; `design`: TRL's trainers of the same names. */
const PREFERENCE: Readonly<Record<string, Preference>> = {
  dpo: { sequences: 2, reference_passes: 1, reference_weights: 1 },
  ipo: { sequences: 2, reference_passes: 1, reference_weights: 1 },
  kto: { sequences: 1, reference_passes: 1, reference_weights: 1 },
  orpo: { sequences: 2, reference_passes: 0, reference_weights: 0 },
  simpo: { sequences: 2, reference_passes: 0, reference_weights: 0 },
  cpo: { sequences: 2, reference_passes: 0, reference_weights: 0 },
  reward: { sequences: 2, reference_passes: 0, reference_weights: 0 },
  ppo: { sequences: 1, reference_passes: 2, reference_weights: 3 },
  distill: { sequences: 1, reference_passes: 1, reference_weights: 1 },
};
const PLAIN: Preference = { sequences: 1, reference_passes: 0, reference_weights: 0 };

export const preferenceOf = (objective: string | undefined): Preference => PREFERENCE[objective ?? ""] ?? PLAIN;
