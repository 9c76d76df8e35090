import { Dispatch, Sales } from '../generated/typescript/index.js';
import { read, refused, tagged, uuid } from '../generated/typescript/runtime.js';
import type { DateTime, UUID } from '../generated/typescript/index.js';
import type { Bindings } from '../generated/vitest/harness.js';

const later = '2031-04-05T06:07:08.000Z' as DateTime;
const fresh = (): UUID => read(uuid, '7f8d3f0c-2b5e-4c57-9a42-0d1b8a1f9c11');
const bankrupt = read(uuid, '00000000-0000-4000-8000-000000000000');

class Order implements Sales.OrderAggregate {
  orderId: UUID = fresh();
  state: Sales.OrderState = 'Draft';

  constructor(history: readonly Sales.OrderEvent[]) {
    for (const event of history) this.apply(event);
  }

  submitOrder(input: Sales.SubmitOrderInput): Sales.OrderSubmitted | Sales.SubmitOrderRefusal {
    if (this.state !== 'Draft') return refused('SubmitOrder', 'stillDraft', 'it was submitted before');
    if (input.customerId === bankrupt) return refused('SubmitOrder', 'creditGood', 'no credit');
    if (input.lines.length === 0) return refused('SubmitOrder', 'SAL-01', 'nothing ordered');
    return tagged<Sales.OrderSubmitted>('OrderSubmitted', {
      orderId: this.orderId,
      lines: input.lines,
      remark: input.note ?? '',
      ...(input.note === undefined ? {} : { note: input.note }),
      submittedAt: later,
    });
  }

  private apply(event: Sales.OrderEvent): void {
    if (this.state !== 'Draft') throw new Error(`${event._tag} after ${this.state}`);
    this.orderId = event.orderId;
    this.state = 'Submitted';
  }
}

class Parcel implements Dispatch.ParcelAggregate {
  parcelId: UUID = fresh();

  constructor(history: readonly Dispatch.ParcelEvent[]) {
    for (const event of history) this.parcelId = event.parcelId;
  }

  packParcel(_input: Dispatch.PackParcelInput): Dispatch.ParcelPacked {
    return tagged<Dispatch.ParcelPacked>('ParcelPacked', { parcelId: this.parcelId, packedAt: later });
  }

  unpackParcel(input: Dispatch.UnpackParcelInput): Dispatch.ParcelUnpacked {
    return tagged<Dispatch.ParcelUnpacked>('ParcelUnpacked', { parcelId: input.parcelId });
  }
}

class Delivery implements Dispatch.DeliverySaga {
  state: Dispatch.DeliverySagaState = 'Waiting';
  private readonly packed: UUID[] = [];

  on(event: Dispatch.DeliverySagaEvent): Dispatch.DeliverySagaState {
    if (event._tag === 'ParcelPacked') {
      this.packed.push(event.parcelId);
      this.state = 'Packed';
    }
    return this.state;
  }

  compensate(): readonly Dispatch.UnpackParcel[] {
    return this.packed.map((parcelId) => ({ _tag: 'UnpackParcel', input: { parcelId } }));
  }
}

export const bindings: Bindings = {
  Sales: {
    Order: {
      load: (history) => new Order(history),
      breaking: {
        'SubmitOrder.creditGood': () => [new Order([]), { customerId: bankrupt, lines: [] }],
      },
    },
  },
  Dispatch: {
    Parcel: { load: (history) => new Parcel(history) },
    policies: {
      PackOnSubmission: (event) => ({ _tag: 'PackParcel', input: { orderId: event.orderId } }),
    },
    sagas: { Delivery: () => new Delivery() },
  },
};
