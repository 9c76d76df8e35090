/** The thread that explores; it answers every message with one. */
export {};
