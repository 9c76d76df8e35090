"""A small project as somebody would write it: a specification, code of a context by hand and of one on what is generated."""

from __future__ import annotations

FILES = {
    "moment.toml": 'name = "shop"\n\n[generate]\ntargets = ["typescript"]\n',
    "package.json": '{"type": "module"}\n',
    "tsconfig.json": """\
{
  "compilerOptions": {
    "strict": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true, "verbatimModuleSyntax": true,
    "target": "ES2022", "lib": ["ES2022"], "types": [], "noEmit": true, "module": "NodeNext", "moduleResolution": "NodeNext"
  },
  "include": ["src/**/*.ts", "generated/**/*.ts"]
}
""",
    "shop.moment": """\
context "Ordering"

  aggregate "Order"
    identity orderId: UUID
    states Draft -> Placed on OrderPlaced

    command PlaceOrder
      input customerId: UUID, note: string?
      precondition isDraft: "It is still a draft" in Draft
      emits OrderPlaced

    event OrderPlaced
      orderId: UUID
      customerId: UUID
      total: Money

context "Fulfillment"

  aggregate "Parcel"
    identity parcelId: UUID

    command PackParcel
      input orderId: UUID
      emits ParcelPacked

    event ParcelPacked
      parcelId: UUID
      orderId: UUID

flow "order-to-parcel"
  lane ordering "Ordering"
  lane fulfillment "Fulfillment"

  moment "Placing"
    ordering: PlaceOrder
    ordering: OrderPlaced crosses-to fulfillment via CustomerSupplier
      delivery exactly-once
      contract
        orderId: UUID [required]
        total: Money

  moment "Packing"
    fulfillment: PackParcel
      triggered-by OrderPlaced
    fulfillment: ParcelPacked
""",
    "src/ordering/events.ts": """\
// What happens to an order.
export interface OrderPlaced {
  readonly _tag: 'OrderPlaced';
  readonly orderId: string;
  readonly customerId: string;
  /** In cents. */
  readonly total: number;
}
""",
    "src/ordering/order.ts": """\
import type { OrderPlaced } from './events.js';

export interface PlaceOrderInput {
  readonly customerId: string;
  readonly note?: string;
}

export interface PlaceOrderRefusal {
  readonly _tag: 'PlaceOrder.Refused';
  readonly reason: 'isDraft';
  readonly message: string;
}

export class Order {
  constructor(
    readonly orderId: string,
    public state: 'Draft' | 'Placed' = 'Draft',
  ) {}

  placeOrder(input: PlaceOrderInput): OrderPlaced | PlaceOrderRefusal {
    if (this.state !== 'Draft') {
      return { _tag: 'PlaceOrder.Refused', reason: 'isDraft', message: 'It is no draft any more' };
    }
    this.state = 'Placed';
    const placed: OrderPlaced = { _tag: 'OrderPlaced', orderId: this.orderId, customerId: input.customerId, total: 0 };
    return placed;
  }
}
""",
    "src/fulfillment/parcel.ts": """\
import { tagged, type UUID } from '../../generated/typescript/runtime.js';
import type { PackParcelInput, ParcelAggregate, ParcelPacked } from '../../generated/typescript/contexts/fulfillment/index.js';
import type { OrderPlaced } from '../ordering/events.js';

export type { PackParcelInput, ParcelPacked };

export class Parcel implements ParcelAggregate {
  constructor(readonly parcelId: UUID) {}

  packParcel(input: PackParcelInput): ParcelPacked {
    return tagged<ParcelPacked>('ParcelPacked', { parcelId: this.parcelId, orderId: input.orderId });
  }
}

export function isWorthPacking(event: OrderPlaced): boolean {
  return event.total > 0;
}
""",
}
