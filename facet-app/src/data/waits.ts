/** A condition that somebody waits for is named by its field, this sign, and the sentence of the tables. */
export const CONDITION = "\n";
