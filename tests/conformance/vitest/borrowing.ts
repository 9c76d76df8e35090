import { Lending } from '../generated/typescript/index.js';
import { read, refused, tagged, uuid } from '../generated/typescript/runtime.js';
import type { UUID } from '../generated/typescript/index.js';
import type { Bindings, Course, Passage } from '../generated/vitest/harness.js';

const owned = 1_000_000;
const fresh = (): UUID => read(uuid, '7f8d3f0c-2b5e-4c57-9a42-0d1b8a1f9c11');
const moves: { readonly [state: string]: { readonly [event: string]: Lending.LoanState } } = {
  New: { LoanRequested: 'Requested' },
  Requested: { LoanGranted: 'Granted', LoanDeclined: 'Declined' },
  Granted: { BookReturned: 'Closed' },
};

class Loan implements Lending.LoanAggregate {
  loanId: UUID = fresh();
  state: Lending.LoanState = 'New';

  constructor(history: readonly Lending.LoanEvent[]) {
    for (const event of history) {
      this.loanId = event.loanId;
      this.state = moves[this.state]?.[event._tag] ?? this.state;
    }
  }

  requestLoan(input: Lending.RequestLoanInput): Lending.LoanRequested | Lending.RequestLoanRefusal {
    if (this.state !== 'New') return refused('RequestLoan', 'isNew', 'there is one');
    if (input.reader === 'twice') return refused('RequestLoan', 'LEN-02', 'has it already');
    if (input.reader === 'loud') return refused('RequestLoan', 'LEN-03', 'shouts');
    return tagged<Lending.LoanRequested>('LoanRequested', { loanId: this.loanId, ...input });
  }

  decideLoan(input: Lending.DecideLoanInput): Lending.LoanGranted | Lending.LoanDeclined | Lending.DecideLoanRefusal {
    if (this.state !== 'Requested') return refused('DecideLoan', 'isRequested', 'nobody asked');
    if (input.copies > owned) return refused('DecideLoan', 'hasCopies', 'too many');
    if (input.copies <= 0) return refused('DecideLoan', 'LEN-01', 'too few');
    return input.copies % 2 === 0
      ? tagged<Lending.LoanDeclined>('LoanDeclined', { loanId: this.loanId })
      : tagged<Lending.LoanGranted>('LoanGranted', { loanId: this.loanId });
  }

  remindReader(input: Lending.RemindReaderInput): Lending.ReaderReminded {
    return tagged<Lending.ReaderReminded>('ReaderReminded', { loanId: input.loanId });
  }

  returnBook(
    input: Lending.ReturnBookInput,
  ): readonly [Lending.BookReturned, Lending.ShelfFreed] | Lending.ReturnBookRefusal {
    if (this.state !== 'Granted') return refused('ReturnBook', 'isOut', 'it is here');
    return [
      tagged<Lending.BookReturned>('BookReturned', { loanId: input.loanId }),
      tagged<Lending.ShelfFreed>('ShelfFreed', { loanId: input.loanId }),
    ];
  }
}

class Shelf implements Lending.ShelfAggregate {
  shelfId: UUID = fresh();

  tidy(): Lending.Tidied {
    return tagged<Lending.Tidied>('Tidied', { shelfId: this.shelfId });
  }
}

class Borrowing implements Lending.BorrowingSaga {
  state: Lending.BorrowingSagaState = 'Waiting';
  private lent: UUID | undefined;

  on(event: Lending.BorrowingSagaEvent): Lending.BorrowingSagaState {
    if (event._tag === 'LoanGranted') {
      this.state = 'Lent';
      this.lent = event.loanId;
    }
    if (event._tag === 'BookReturned') this.state = 'Over';
    return this.state;
  }

  compensate(): readonly Lending.ReturnBook[] {
    return this.lent === undefined ? [] : [{ _tag: 'ReturnBook', input: { loanId: this.lent } }];
  }
}

class Silence implements Lending.SilenceSaga {
  state: Lending.SilenceSagaState = 'Sulking';

  on(event: Lending.SilenceSagaEvent): Lending.SilenceSagaState {
    if (event._tag === 'LoanRequested') this.state = 'Friends';
    return this.state;
  }

  compensate(): void {
    this.state = 'Friends';
  }
}

function borrow(course: Course): Passage {
  const history: Lending.LoanEvent[] = [];
  const happened: Lending.AnyEvent[] = [];
  const keep = (result: unknown): void => {
    for (const event of [result].flat() as Lending.LoanEvent[]) {
      history.push(event);
      happened.push(event);
    }
  };
  const loanId = fresh();
  for (const choice of course.choices['deciding'] ?? ['granted']) {
    history.length = 0;
    keep(new Loan(history).requestLoan({ bookId: loanId, reader: 'quiet' }));
    if (choice === 'noisy') happened.push(new Shelf().tidy());
    else keep(new Loan(history).decideLoan({ loanId, copies: choice === 'granted' ? 1 : 2 }));
    if (choice === 'declined') return { happened, outcome: 'Declined' };
  }
  if (!course.without.includes('RemindReader')) {
    for (let time = 0; time < 2; time += 1) keep(new Loan(history).remindReader({ loanId }));
  }
  if (new Loan(history).state === 'Granted') keep(new Loan(history).returnBook({ loanId }));
  return { happened };
}

export const bindings: Bindings = {
  Lending: {
    Loan: {
      load: (history) => new Loan(history),
      breaking: {
        'DecideLoan.hasCopies': () => [
          new Loan([tagged('LoanRequested', { loanId: fresh(), bookId: fresh(), reader: 'quiet' })]),
          { loanId: fresh(), copies: owned + 1 },
        ],
        'LEN-02': () => new Loan([]).requestLoan({ bookId: fresh(), reader: 'twice' }),
      },
    },
    Shelf: { load: () => new Shelf() },
    breaking: { 'LEN-03': () => new Loan([]).requestLoan({ bookId: fresh(), reader: 'loud' }) },
    policies: {
      TellReader: () => undefined,
      Chase: ({ loanId }) => [
        { _tag: 'RemindReader', input: { loanId } },
        { _tag: 'ReturnBook', input: { loanId } },
      ],
    },
    services: { Shelving: ({ loanId }) => tagged('ShelfFreed', { loanId }) },
    projections: {
      OpenLoans: { apply: (_, event) => (event._tag === 'LoanGranted' ? { loanId: event.loanId } : undefined) },
    },
    sagas: { Borrowing: () => new Borrowing(), Silence: () => new Silence() },
  },
  flows: { borrowing: borrow },
};
