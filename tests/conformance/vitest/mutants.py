"""Right implementations made wrong in one place each."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """``implementation`` with its only ``right`` text replaced by ``wrong``."""

    name: str
    implementation: str
    right: str
    wrong: str

    def apply(self, text: str) -> str:
        assert text.count(self.right) == 1, f"{self.name}: {text.count(self.right)} places"
        return text.replace(self.right, self.wrong)


PARCEL = "order-to-parcel"
LOAN = "borrowing"

MUTANTS = (
    Mutant("wrong-event", PARCEL, "tagged<Sales.OrderSubmitted>('OrderSubmitted', {", "tagged<any>('OrderSent', {"),
    Mutant("missing-contract-field", PARCEL, "      lines: input.lines,\n", ""),
    Mutant("missing-own-field", PARCEL, "      submittedAt: later,\n", ""),
    Mutant("mistyped-optional-field", PARCEL, "{ note: input.note }", "{ note: 7 as any }"),
    Mutant("mistyped-date", PARCEL, "'2031-04-05T06:07:08.000Z'", "'tomorrow'"),
    Mutant("no-formal-refusal", PARCEL, "if (this.state !== 'Draft') return refused", "if (false) return refused"),
    Mutant("no-worded-refusal", PARCEL, "if (input.customerId === bankrupt) return", "if (false) return"),
    Mutant("no-invariant", PARCEL, "if (input.lines.length === 0) return", "if (false) return"),
    Mutant("wrong-reason", PARCEL, "'SAL-01', 'nothing", "'creditGood', 'nothing"),
    Mutant("always-refused", PARCEL, "if (this.state !== 'Draft') return refused", "if (true) return refused"),
    Mutant("wrong-state", PARCEL, "this.state = 'Submitted';", "this.state = 'Draft';"),
    Mutant("never-loaded", PARCEL, "for (const event of history) this.apply(event);", ""),
    Mutant("policy-silent", PARCEL, "({ _tag: 'PackParcel', input: { orderId: event.orderId } })", "undefined"),
    Mutant("policy-without-input", PARCEL, "{ orderId: event.orderId }", "{} as any"),
    Mutant("policy-other-command", PARCEL, "(event) => ({ _tag: 'PackParcel',", "(event): any => ({ _tag: 'UnpackParcel',"),
    Mutant("saga-starts-elsewhere", PARCEL, "DeliverySagaState = 'Waiting'", "DeliverySagaState = 'Packed'"),
    Mutant("saga-stays", PARCEL, "      this.state = 'Packed';\n", ""),
    Mutant("saga-undoes-nothing", PARCEL, "      this.packed.push(event.parcelId);\n", ""),
    Mutant("saga-undoes-too-much", PARCEL, "packed: UUID[] = []", "packed: UUID[] = [fresh()]"),
    Mutant("command-outside-flows", PARCEL, "('ParcelUnpacked', {", "('ParcelPacked' as any, {"),
    Mutant("no-alternative", LOAN, "('LoanGranted', { loanId: this.loanId })", "('Maybe' as any, { loanId: this.loanId })"),
    Mutant("one-of-two-events", LOAN, "      tagged<Lending.ShelfFreed>('ShelfFreed', { loanId: input.loanId }),\n", ""),
    Mutant("moves-where-no-edge-is", LOAN, "  New: { LoanRequested:", "  New: { LoanGranted: 'Granted', LoanRequested:"),
    Mutant("leaves-a-last-state", LOAN, "Requested: { LoanGranted", "Closed: { LoanRequested: 'New' }, Requested: { LoanGranted"),
    Mutant("edge-is-missing", LOAN, "LoanDeclined: 'Declined' }", "}"),
    Mutant("worded-invariant", LOAN, "if (input.reader === 'twice') return", "if (false) return"),
    Mutant("invariant-of-the-context", LOAN, "if (input.reader === 'loud') return", "if (false) return"),
    Mutant("recognised-number", LOAN, "if (input.copies <= 0) return", "if (input.copies < 0) return"),
    Mutant("arm-not-taken", LOAN, "copies: choice === 'granted' ? 1 : 2", "copies: 1"),
    Mutant("no-ending", LOAN, "{ happened, outcome: 'Declined' }", "{ happened }"),
    Mutant("no-return", LOAN, "course.choices['deciding'] ??", "course.choices['deciding']?.slice(-1) ??"),
    Mutant("optional-always-done", LOAN, "!course.without.includes('RemindReader')", "true"),
    Mutant("once-too-often", LOAN, "time < 2", "time < 3"),
    Mutant("once-too-seldom", LOAN, "time < 2", "time < 1"),
    Mutant("service-other-event", LOAN, "tagged('ShelfFreed', { loanId })", "tagged('BookReturned' as any, { loanId })"),
    Mutant("row-incomplete", LOAN, "? { loanId: event.loanId } :", "? ({} as any) :"),
    Mutant("row-missing", LOAN, "event._tag === 'LoanGranted' ? { loanId: event.loanId }", "true ? undefined"),
    Mutant("policy-forgets-a-command", LOAN, "        { _tag: 'RemindReader', input: { loanId } },\n", ""),
    Mutant("policy-not-silent", LOAN, "TellReader: () => undefined", "TellReader: () => 'told' as any"),
    Mutant("compensation-not-in-words", LOAN, "  compensate(): void {\n", "  compensate(): any {\n    return [];\n"),
)  # fmt: skip
