/** What an empty, refused or failed part says: a sentence, and the way on. */
import { Component, type ComponentChildren } from "preact";

export function Card({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class="card"><h2>{title}</h2>{children}</div>;
}

interface GuardProps {
  readonly name: string;
  /** What it is drawn from: another value gives it another try. */
  readonly from: unknown;
  readonly children: ComponentChildren;
}

/** A part that fails shows one card and leaves the others alone. */
export class Guard extends Component<GuardProps, { failed: string | null }> {
  override state = { failed: null };

  static override getDerivedStateFromError(problem: unknown) {
    return { failed: problem instanceof Error ? problem.message : String(problem) };
  }

  override componentDidUpdate(before: Readonly<GuardProps>): void {
    if (this.state.failed !== null && before.from !== this.props.from) this.setState({ failed: null });
  }

  override render() {
    const { failed } = this.state;
    if (failed === null) return this.props.children;
    return (
      <Card title={`${this.props.name} cannot be shown`}>
        <p>{failed}</p>
        <p>Everything else on the page still works.</p>
        <button type="button" onClick={() => this.setState({ failed: null })}>Try again</button>
      </Card>
    );
  }
}
